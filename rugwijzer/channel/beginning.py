"""What stands in for the older part of a long conversation: its state as a few events of Rasa.

A turn needs the last turns and the state: slots, the open form, and the verdicts on earlier messages
from which the questionnaire takes what was told (`actions/action_vragenlijst.py`). Nothing else of
the older part is looked at, so it need not be loaded.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    AllSlotsReset,
    ConversationPaused,
    Event,
    LoopInterrupted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from rugwijzer.triage.told import condensed

_VERDICT = "rode_vlaggen"


def beginning(sender: str, older: Iterable[Event], domain: Domain) -> list[Event]:
    """The events that bring a new tracker where `older` brought it.

    `older` ends just before a message of the patient, while Rasa listens.
    """
    events = list(older)
    tracker = DialogueStateTracker.from_events(sender, events, domain.slots)
    at = events[-1].timestamp if events else 0.0
    made: list[Event] = [UserUttered("", parse_data=_said(v)) for v in condensed(_told(events))]
    loop = tracker.active_loop
    if tracker.active_loop_name:
        # The form has run before: without it, Rasa takes its next run for the first one.
        made += [ActionExecuted(tracker.active_loop_name), ActiveLoop(tracker.active_loop_name)]
    initial = {slot.name: slot.initial_value for slot in domain.slots}
    for name, value in tracker.current_slot_values().items():
        if value != initial.get(name):
            made.append(SlotSet(name, value))
    made.append(ActionExecuted(ACTION_LISTEN_NAME))
    if loop and loop.rejected:
        made.append(ActionExecutionRejected(tracker.active_loop_name))
    if loop and loop.is_interrupted:
        made.append(LoopInterrupted(True))
    if tracker.is_paused():
        made.append(ConversationPaused())
    for event in made:
        event.timestamp = at
    return made


def _told(events: list[Event]) -> list[dict[str, Any]]:
    """The verdicts since the last forgetting, as the questionnaire collects them."""
    told: list[dict[str, Any]] = []
    for event in events:
        if isinstance(event, AllSlotsReset | SessionStarted):
            told = []
        elif isinstance(event, UserUttered):
            told.append(event.parse_data.get(_VERDICT) or {})  # type: ignore[typeddict-item]
    return told


def _said(verdict: dict[str, Any]) -> Any:
    return {_VERDICT: verdict}
