"""What the gateway advised by the rules alone becomes part of Rasa's conversation before its next turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import ActiveLoop, Event, SlotSet

from rugwijzer.triage import LEVELS
from rugwijzer.triage.hold import Advice
from rugwijzer.triage.intake import Intake
from rugwijzer.triage.late import Told, take_up

_FORM, _ANSWER = "triage_form", "triage_antwoord"


def parse_advised(raw: Any) -> list[Told] | None:
    """The advice of the failed turns, oldest first; None when it is not what the gateway sends."""
    if not isinstance(raw, list) or not all(isinstance(entry, dict) for entry in raw):
        return None
    told = []
    for entry in raw:
        level, flags = entry.get("level"), entry.get("flags")
        if level not in LEVELS or not isinstance(flags, list):
            return None
        if not all(isinstance(flag, str) and flag for flag in flags):
            return None
        told.append(Told(level, tuple(flags), entry.get("unsure") is True))
    return told


def events_of(triage: Any, opened: Any, told: Sequence[Told]) -> list[Event]:
    """The events that bring what was told into a conversation with these two slots."""
    intake, before = Intake.from_dict(triage), Advice.from_dict(opened)
    known, advice = intake.to_dict(), before
    for one in told:
        advice = take_up(intake, advice, one)
    if intake.to_dict() == known:
        return []
    events: list[Event] = [SlotSet("triage", intake.to_dict()), SlotSet(_ANSWER, None)]
    if advice is not None and advice != before:
        # As after any urgent advice, what was being asked stops.
        held = SlotSet("advies_open", advice.to_dict())
        return [*events, held, ActiveLoop(None), SlotSet("requested_slot", None)]
    if intake.confirm:
        events += [ActiveLoop(_FORM), SlotSet("requested_slot", _ANSWER)]
    return events


async def take_over(processor: Any, turn: UserMessage, told: Sequence[Told]) -> None:
    """Bring it into the conversation of `turn`, under whose lock this is called.

    `processor` is Rasa's MessageProcessor.
    """
    tracker = await processor.fetch_tracker_and_update_session(
        turn.sender_id, turn.output_channel, turn.metadata
    )
    events = events_of(tracker.get_slot("triage"), tracker.get_slot("advies_open"), told)
    for event in events:
        tracker.update(event, processor.domain)
    if events:
        await processor.save_tracker(tracker)
