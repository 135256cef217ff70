"""Erasing a conversation from Rasa's tracker stores."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.core.tracker_store import (
    AwaitableTrackerStore,
    FailSafeTrackerStore,
    InMemoryTrackerStore,
    RedisTrackerStore,
    SQLTrackerStore,
    TrackerStore,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from rugwijzer.channel.erase import CannotErase, erase

pytestmark = pytest.mark.asyncio
WORDS = "ik kan niet meer plassen sinds gisteren"


async def tell(store: TrackerStore, sender: str, text: str) -> None:
    tracker = DialogueStateTracker.from_events(sender, [UserUttered(text)])
    await store.save(tracker)


async def test_only_that_conversation_goes_and_not_a_word_stays_in_the_file(
    tmp_path: Path,
) -> None:
    path = tmp_path / "gesprekken.sqlite"
    sql = SQLTrackerStore(Domain.empty(), dialect="sqlite", db=str(path))
    store = AwaitableTrackerStore(FailSafeTrackerStore(sql))
    await tell(store, "tablet-a", WORDS)
    await tell(store, "tablet-b", "helpt een matras?")
    assert WORDS.encode() in path.read_bytes()
    await erase(store, "tablet-a")
    await erase(store, "tablet-onbekend")
    assert await sql.retrieve("tablet-a") is None
    assert await sql.retrieve("tablet-b") is not None
    assert WORDS.encode() not in path.read_bytes()


async def test_memory_forgets() -> None:
    store = InMemoryTrackerStore(Domain.empty())
    await tell(store, "tablet-a", WORDS)
    await erase(store, "tablet-a")
    assert await store.retrieve("tablet-a") is None


async def test_an_unknown_kind_of_store_says_so() -> None:
    store = RedisTrackerStore.__new__(RedisTrackerStore)
    with pytest.raises(CannotErase, match="RedisTrackerStore"):
        await erase(store, "tablet-a")
