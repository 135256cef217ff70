"""rugwijzer.channel.advised, on Rasa's own tracker; tests/live/test_failures.py has the whole house."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from rugwijzer.channel.advised import events_of, parse_advised, take_over
from rugwijzer.channel.input_channel import SurfaceOutput
from rugwijzer.triage.late import Told

SADDLE = Told("spoed", ("rijbroek", "plassen"))
MAYBE = Told("spoed", ("plassen",), unsure=True)
SLOTS = ("triage", "advies_open", "triage_antwoord")
DOMAIN = Domain.from_dict(
    {
        "slots": {name: {"type": "any", "mappings": [{"type": "custom"}]} for name in SLOTS},
        "forms": {"triage_form": {"required_slots": ["triage_antwoord"]}},
    }
)


class Processor:
    """What is used of Rasa's MessageProcessor."""

    def __init__(self, *events: Any) -> None:
        self.domain = DOMAIN
        self.tracker = DialogueStateTracker.from_events("website-a", events, slots=DOMAIN.slots)
        self.saved = 0

    async def fetch_tracker_and_update_session(self, *_: Any) -> DialogueStateTracker:
        return self.tracker

    async def save_tracker(self, tracker: DialogueStateTracker) -> None:
        self.saved += 1


def turn() -> UserMessage:
    return UserMessage("helpt een matras?", SurfaceOutput("website"), "website-a")


@pytest.mark.asyncio
async def test_an_urgent_advice_is_open_before_the_turn_and_no_question_is() -> None:
    rasa = Processor(UserUttered("hoi"), ActiveLoop("triage_form"))
    await take_over(rasa, turn(), [SADDLE])
    assert rasa.tracker.get_slot("advies_open") == {
        "niveau": "spoed",
        "vlaggen": ["rijbroek", "plassen"],
    }
    assert list(rasa.tracker.get_slot("triage")["present"]) == ["rijbroek", "plassen"]
    assert rasa.tracker.active_loop_name is None
    assert rasa.saved == 1


@pytest.mark.asyncio
async def test_a_possible_signal_is_the_question_that_is_open() -> None:
    rasa = Processor(UserUttered("hoi"))
    await take_over(rasa, turn(), [MAYBE])
    assert rasa.tracker.active_loop_name == "triage_form"
    assert rasa.tracker.get_slot("triage")["confirm"] == ["plassen"]
    assert rasa.tracker.get_slot("advies_open") is None


@pytest.mark.asyncio
async def test_nothing_new_is_not_written() -> None:
    rasa = Processor(UserUttered("hoi"))
    await take_over(rasa, turn(), [SADDLE])
    await take_over(rasa, turn(), [SADDLE, MAYBE])
    assert rasa.saved == 1


def test_what_came_first_is_told_first() -> None:
    slots = {e.key: e.value for e in events_of(None, None, [MAYBE, SADDLE]) if hasattr(e, "key")}
    # The question about it is no longer asked once it is sure.
    assert slots["triage"]["confirm"] == []
    assert slots["advies_open"]["vlaggen"] == ["rijbroek", "plassen"]


def test_what_the_gateway_sends_is_read() -> None:
    raw = [{"level": "spoed", "flags": ["plassen"], "unsure": True}]
    assert parse_advised(raw) == [MAYBE]
    assert parse_advised([]) == []


@pytest.mark.parametrize("raw", [None, {}, "spoed", [1], [{"level": "spoed"}], [{"flags": []}]])
def test_anything_else_is_refused(raw: Any) -> None:
    assert parse_advised(raw) is None
