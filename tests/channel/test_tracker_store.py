"""rugwijzer.channel.tracker_store and beginning, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    Event,
    LoopInterrupted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from rugwijzer.channel.erase import erase
from rugwijzer.channel.tracker_store import MOST_IN_FORM, MOST_TURNS, BoundedTrackerStore, Overtaken
from rugwijzer.triage.flags import FlagBook
from rugwijzer.triage.told import condensed, told_absent, told_facts
from tests.postgres import running_postgres

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = Domain.load(str(ROOT / "domain.yml"))
BOOK = FlagBook.load(ROOT / "data" / "red_flags")
FLAGS = sorted(BOOK.flags)
FORM = "triage_form"


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with running_postgres("fsync=off") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/gesprekken.sqlite"
    address: str = request.getfixturevalue("postgres")
    engine = sa.create_engine(address)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE IF EXISTS events"))
    engine.dispose()
    return address


@pytest.fixture
def store(url: str) -> Iterator[BoundedTrackerStore]:
    made = BoundedTrackerStore(DOMAIN, host=url)
    yield made
    made.engine.dispose()


def verdict(chance: random.Random) -> dict[str, Any]:
    said: dict[str, Any] = {"feiten": {}, "uitleg": []}
    if chance.random() < 0.3:
        said["feiten"] = {chance.choice(("age", "pain_score")): chance.randrange(11)}
    for flag in chance.sample(FLAGS, chance.randrange(3)):
        why = chance.choice(({}, {"telt_niet": "ontkend"}, {"telt_niet": "ander"}))
        said["uitleg"].append({"vlag": flag, "woorden": "w", "patroon": "p", **why})
    return said


def turn(chance: random.Random, number: int, open_form: bool) -> list[Event]:
    """What one turn may add: an answer, a question of the form, an advice, or forgetting."""
    parse = {"intent": {"name": "faq"}, "entities": [], "rode_vlaggen": verdict(chance)}
    events: list[Event] = [
        UserUttered(f"vraag {number}", {"name": "faq"}, [], parse, message_id=f"m{number}")
    ]
    kind = chance.choice(("faq", "form", "form", "advies", "stop", "opnieuw"))
    if kind == "form":
        if open_form and chance.random() < 0.3:
            events.append(LoopInterrupted(True))
            events += [ActionExecuted("action_faq"), BotUttered(f"antwoord {number}")]
        events += [ActionExecuted(FORM), ActiveLoop(FORM), SlotSet("triage", {"n": number})]
        events += [SlotSet("requested_slot", "triage_antwoord"), BotUttered(f"vraag? {number}")]
    elif kind == "opnieuw":
        events += [ActionExecuted("action_opnieuw"), AllSlotsReset(), ActiveLoop(None)]
    elif kind == "stop":
        events += [ActionExecuted("action_stop"), ActiveLoop(None), SlotSet("requested_slot", None)]
    else:
        events += [ActionExecuted("action_faq"), BotUttered(f"antwoord {number}")]
        events.append(SlotSet("advies_open" if kind == "advies" else "laatste_onderwerp", number))
    events.append(ActionExecuted("action_listen"))
    return events


def told(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    """As actions/action_vragenlijst.py collects them."""
    found: list[dict[str, Any]] = []
    for event in tracker.events:
        if isinstance(event, AllSlotsReset | SessionStarted):
            found = []
        elif isinstance(event, UserUttered):
            found.append(event.parse_data.get("rode_vlaggen") or {})
    return found


def state(tracker: DialogueStateTracker) -> dict[str, Any]:
    """All that a turn depends on."""
    loop = tracker.active_loop
    users = [e for e in tracker.events if isinstance(e, UserUttered) and e.text]
    said = told(tracker)
    return {
        "slots": tracker.current_slot_values(),
        "loop": loop and (loop.name, loop.is_interrupted, loop.rejected),
        "action": tracker.latest_action_name,
        "message": tracker.latest_message and tracker.latest_message.text,
        "users": [event.text for event in users[-3:]],
        # 'Herhaal dat' looks one turn back.
        "bot": _said_since(tracker, users[-2]) if len(users) > 1 else [],
        "facts": told_facts(said),
        "absent": told_absent(said, FLAGS, BOOK),
        # A rule of data/dialoog looks at an intent and one action; more than this no policy sees.
        "states": tracker.past_states(DOMAIN)[-3:],
        "paused": tracker.is_paused(),
    }


def _said_since(tracker: DialogueStateTracker, user: UserUttered) -> list[str | None]:
    events = list(tracker.events)
    return [e.text for e in events[events.index(user) :] if isinstance(e, BotUttered)]


@pytest.mark.parametrize("seed", range(12))
def test_a_long_conversation_stays_what_it_is_and_costs_no_more(
    store: BoundedTrackerStore, seed: int
) -> None:
    chance = random.Random(seed)
    record: list[Event] = [ActionExecuted("action_session_start"), SessionStarted()]
    record.append(ActionExecuted("action_listen"))

    lengths: list[int] = []

    async def talk() -> None:
        tracker = await store.get_or_create_tracker("website-x", append_action_listen=False)
        tracker.update_with_events(record, DOMAIN)
        await store.save(tracker)
        for number in range(40):
            found = await store.retrieve("website-x")
            assert found is not None
            new = turn(chance, number, found.active_loop_name == FORM)
            record.extend(new)
            found.update_with_events(new, DOMAIN)
            await store.save(found)
            loaded = await store.retrieve("website-x")
            assert loaded is not None
            whole = DialogueStateTracker.from_events("website-x", record[1:], DOMAIN.slots)
            assert state(loaded) == state(whole)
            turns = [e for e in loaded.events if isinstance(e, UserUttered) and e.text]
            lengths.append(len(turns))

    asyncio.run(talk())
    assert max(lengths) <= MOST_IN_FORM
    assert sorted(lengths)[len(lengths) // 2] <= MOST_TURNS + 2
    full = asyncio.run(store.retrieve_full_tracker("website-x"))
    assert full is not None
    assert [e.as_dict() for e in full.events] == [e.as_dict() for e in record]


def test_what_was_told_fits_in_two_verdicts() -> None:
    chance = random.Random(8)
    for _ in range(300):
        said = [verdict(chance) for _ in range(chance.randrange(12))]
        short = condensed(said)
        assert len(short) <= 2
        assert told_facts(short) == told_facts(said)
        assert told_absent(short, FLAGS, BOOK) == told_absent(said, FLAGS, BOOK)
        assert condensed(short) == short


async def long_talk(store: BoundedTrackerStore, sender: str, turns: int) -> None:
    chance = random.Random(1)
    for number in range(turns):
        tracker = await store.get_or_create_tracker(sender)
        tracker.update_with_events(turn(chance, number, False), DOMAIN)
        await store.save(tracker)


def test_a_new_session_begins_as_rasa_begins_it(store: BoundedTrackerStore) -> None:
    async def run() -> list[str]:
        await long_talk(store, "website-x", 20)
        tracker = await store.retrieve("website-x")
        assert tracker is not None
        new: list[Event] = [ActionExecuted("action_session_start"), SessionStarted()]
        tracker.update_with_events([*new, ActionExecuted("action_listen")], DOMAIN)
        await store.save(tracker)
        loaded = await store.retrieve("website-x")
        assert loaded is not None
        return [event.type_name for event in loaded.events]

    assert asyncio.run(run()) == ["session_started", "action"]


def test_two_engines_on_one_state_do_not_fork_the_conversation(store: BoundedTrackerStore) -> None:
    async def run() -> None:
        await long_talk(store, "website-x", 3)
        first, second = [await store.retrieve("website-x") for _ in range(2)]
        assert first is not None and second is not None
        for tracker, name in ((first, "een"), (second, "twee")):
            tracker.update_with_events([UserUttered(name)], DOMAIN)
        await store.save(second)
        with pytest.raises(Overtaken):
            await store.save(first)
        loaded = await store.retrieve("website-x")
        assert loaded is not None and loaded.latest_message is not None
        assert loaded.latest_message.text == "twee"
        assert [e.text for e in loaded.events if isinstance(e, UserUttered)][-2:] == [
            "vraag 2",
            "twee",
        ]

    asyncio.run(run())


def test_a_conversation_of_rasas_own_store_goes_on_here_and_back(
    store: BoundedTrackerStore, url: str
) -> None:
    own = SQLTrackerStore(DOMAIN, host=url)

    async def run() -> None:
        chance = random.Random(3)
        tracker = await own.get_or_create_tracker("website-x")
        for number in range(30):
            tracker.update_with_events(turn(chance, number, False), DOMAIN)
        await own.save(tracker)
        await long_talk(store, "website-x", 10)
        here, there = await store.retrieve("website-x"), await own.retrieve("website-x")
        assert here is not None and there is not None
        assert len(here.events) < len(there.events) / 3
        assert here.current_slot_values() == there.current_slot_values()
        assert here.active_loop_name == there.active_loop_name

    asyncio.run(run())
    own.engine.dispose()


def test_erasing_leaves_nothing(store: BoundedTrackerStore) -> None:
    async def run() -> None:
        await long_talk(store, "website-x", 20)
        await erase(store, "website-x")
        assert await store.retrieve("website-x") is None

    asyncio.run(run())
    with store.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM events")).scalar() == 0
