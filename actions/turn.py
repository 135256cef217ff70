"""What an action needs to know of the current turn, read from Rasa's tracker."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from rugwijzer.triage.intake import Intake

SLOT_TRIAGE = "triage"
SLOT_ADVICE = "advies_open"
SLOT_TOPIC = "laatste_onderwerp"
SLOT_ANSWER = "triage_antwoord"
FORM = "triage_form"


def intake_of(tracker: Tracker) -> Intake:
    """The conversation's alarm-signal state."""
    return Intake.from_dict(tracker.get_slot(SLOT_TRIAGE))


def surface_of(tracker: Tracker) -> str:
    """website, tablet, whatsapp or followup; website outside the gateway (rasa shell)."""
    metadata = tracker.latest_message.get("metadata") or {}
    return str(metadata.get("surface", "website"))


def text_of(tracker: Tracker) -> str:
    """The patient's text of this turn."""
    return str(tracker.latest_message.get("text") or "")


def intent_of(tracker: Tracker) -> str:
    """The intent of this turn; nlu_fallback when nothing was sure."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def found_flags(tracker: Tracker) -> dict[str, Any]:
    """The verdict of the red-flag detector on this turn."""
    return tracker.latest_message.get("rode_vlaggen") or {}


def topics_of(tracker: Tracker) -> dict[str, Any]:
    """The verdict of the topic classifier: antwoord, aanbod, aanbieden, kans."""
    return tracker.latest_message.get("onderwerpen") or {}


def entity(tracker: Tracker, name: str) -> str | None:
    """The value of an entity that a choice carried."""
    return next(tracker.get_latest_entity_values(name), None)


def spoken_response(tracker: Tracker) -> str | None:
    """The response that belongs to small talk or a subject out of scope; None for other intents."""
    intent = intent_of(tracker)
    if intent not in ("praat", "buiten"):
        return None
    selected = (tracker.latest_message.get("response_selector") or {}).get(intent) or {}
    return (selected.get("response") or {}).get("utter_action")


def in_form(tracker: Tracker) -> bool:
    """Whether a triage question is open."""
    return (tracker.active_loop or {}).get("name") == FORM
