"""rugwijzer.gateway.erasing."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from rugwijzer.gateway import erasing as module
from rugwijzer.gateway.engine import EngineUnavailable
from rugwijzer.gateway.erasing import Erasing
from rugwijzer.store.trackers import Trackers

from .conftest import ScriptedEngine

pytestmark = pytest.mark.asyncio
WORDS = "ik kan niet meer plassen sinds gisteren"


class Moody(ScriptedEngine):
    """An engine that may be away, or hang."""

    error = ""
    hangs = False

    async def forget(self, sender: str) -> None:
        if self.hangs:
            await asyncio.Event().wait()
        if self.error:
            raise EngineUnavailable(self.error)
        await super().forget(sender)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A tracker store with two conversations."""
    path = tmp_path / "gesprekken.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id, data)")
        rows = [("tablet-a", WORDS), ("tablet-b", "hoi")]
        connection.executemany("INSERT INTO events (sender_id, data) VALUES (?, ?)", rows)
    return path


def senders(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return [row[0] for row in connection.execute("SELECT sender_id FROM events")]


async def test_the_engine_erases_by_itself(record: Path) -> None:
    engine = Moody()
    erasing = Erasing(engine, Trackers(f"sqlite:///{record}"))
    await erasing.erase("tablet-a")
    await erasing.again()
    assert engine.forgotten == ["tablet-a"]
    assert senders(record) == ["tablet-a", "tablet-b"]


async def test_nothing_of_what_the_engine_erased_stays_in_the_file(record: Path) -> None:
    class Careless(Moody):
        """Erases the rows, and leaves their words in the free space."""

        async def forget(self, sender: str) -> None:
            await super().forget(sender)
            with sqlite3.connect(record) as connection:
                connection.execute("PRAGMA secure_delete = OFF")
                connection.execute("DELETE FROM events WHERE sender_id = ?", (sender,))

    engine = Careless()
    erasing = Erasing(engine, Trackers(f"sqlite:///{record}"))
    await engine.forget("tablet-a")
    assert WORDS.encode() in record.read_bytes()
    await erasing.erase("tablet-b")
    assert WORDS.encode() not in record.read_bytes()
    assert senders(record) == []


async def test_a_record_that_cannot_be_compacted_is_erased_all_the_same(record: Path) -> None:
    engine = Moody()
    erasing = Erasing(engine, Trackers("postgresql://niemand@127.0.0.1:1/x"))
    await erasing.erase("tablet-a")
    await erasing.again()
    assert engine.forgotten == ["tablet-a"]


@pytest.mark.parametrize("hangs", [False, True])
async def test_while_it_is_away_its_record_is_erased_and_the_engine_asked_again(
    record: Path, hangs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE_S", 0.05)
    engine = Moody()
    engine.error, engine.hangs = "ConnectError", hangs
    erasing = Erasing(engine, Trackers(f"sqlite:///{record}"))
    await erasing.erase("tablet-a")
    assert senders(record) == ["tablet-b"]
    assert WORDS.encode() not in record.read_bytes()
    engine.hangs = False
    await erasing.again()
    assert engine.forgotten == []
    engine.error = ""
    await erasing.again()
    await erasing.again()
    assert engine.forgotten == ["tablet-a"]


async def test_the_file_is_written_anew_once_for_all_that_was_left(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trackers, engine = Trackers(f"sqlite:///{record}"), Moody()
    engine.error = "ConnectError"
    erasing = Erasing(engine, trackers)
    for sender in ("tablet-a", "tablet-b"):
        await erasing.erase(sender)
    written: list[int] = []
    monkeypatch.setattr(trackers, "compact", lambda: written.append(1))
    await erasing.again()
    assert written == []
    engine.error = ""
    await erasing.again()
    await erasing.again()
    assert engine.forgotten == ["tablet-b", "tablet-a"]
    assert written == [1]


async def test_one_that_cannot_be_erased_keeps_no_other_waiting(record: Path) -> None:
    class Stuck(Moody):
        async def forget(self, sender: str) -> None:
            if sender == "tablet-a":
                raise EngineUnavailable("timeout")
            await super().forget(sender)

    engine = Stuck()
    engine.error = "ConnectError"
    erasing = Erasing(engine, Trackers(f"sqlite:///{record}"))
    await erasing.erase("tablet-a")
    await erasing.erase("tablet-b")
    engine.error = ""
    await erasing.again()
    await erasing.again()
    assert engine.forgotten == ["tablet-b"]


async def test_when_neither_way_works_it_is_not_called_erased(tmp_path: Path) -> None:
    engine = Moody()
    engine.error = "ConnectError"
    erasing = Erasing(engine, Trackers("postgresql://niemand@127.0.0.1:1/x"))
    with pytest.raises(OperationalError):
        await erasing.erase("tablet-a")
    engine.error = ""
    await erasing.again()
    assert engine.forgotten == ["tablet-a"]
