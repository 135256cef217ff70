"""Steering the conversation: repeat, stop, start again, and a yes or no that answers nothing."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher

from rugwijzer.knowledge.contract import fields_of

from .say import CHECK, say
from .turn import SLOT_ADVICE

OPENING = (
    "Stel gerust uw vraag over lage rugpijn. Ik ben een computerprogramma en geen dokter. "
    "Bij levensgevaar: bel 112."
)


class ActionHerhaal(Action):
    """Says the last messages again."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_herhaal"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Repeat everything of the previous turn, buttons included."""
        last = _previous_turn(tracker)
        for event in last:
            buttons = (event.get("data") or {}).get("buttons")
            dispatcher.utter_message(
                text=event.get("text"), buttons=buttons, json_message=fields_of(event)
            )
        if not last:
            say(dispatcher, OPENING, "smalltalk")
        return []


def _previous_turn(tracker: Tracker) -> list[dict[str, Any]]:
    """The bot messages between the last two user messages."""
    found: list[dict[str, Any]] = []
    users = 0
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            users += 1
            if users == 2:
                break
        elif event.get("event") == "bot" and users == 1 and event.get("text"):
            found.insert(0, event)
    return found


class ActionStop(Action):
    """The patient wants to stop."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_stop"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say goodbye with the line to call."""
        say(dispatcher, STOPPED, "smalltalk")
        return []


STOPPED = (
    "Goed, we stoppen. U kunt altijd een nieuwe vraag stellen. "
    "Wordt het erger of twijfelt u, bel dan uw huisarts. Bij levensgevaar: 112."
)


class ActionOpnieuw(Action):
    """The patient wants to start again."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_opnieuw"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Forget what was said, but never an urgent advice that is still open."""
        say(dispatcher, f"We beginnen opnieuw. {OPENING}", "smalltalk", [CHECK])
        return [] if tracker.get_slot(SLOT_ADVICE) else [AllSlotsReset()]


class ActionLosAntwoord(Action):
    """'Ja' or 'nee' while nothing was asked."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_los_antwoord"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Ask what is meant."""
        say(
            dispatcher,
            "Ik weet niet waar dit een antwoord op is. Stel uw vraag in een paar woorden. "
            "Bij zorgen over uw klachten belt u uw huisarts.",
            "fallback",
            [CHECK],
        )
        return []
