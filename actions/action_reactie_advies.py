"""The buttons under an urgent advice: I call, I cannot call, this is not right."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from rugwijzer.triage.hold import BUTTONS, Advice

from .content import content
from .hold import react
from .say import say_unknown
from .turn import SLOT_ADVICE, entity, intake_of


class ActionReactieAdvies(Action):
    """Handles a tapped reaction to an urgent advice."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_reactie_advies"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Confirm, help or withdraw; an old button without an open advice changes nothing."""
        advice = Advice.from_dict(tracker.get_slot(SLOT_ADVICE))
        reaction = entity(tracker, "reactie")
        if advice is None or reaction not in BUTTONS:
            say_unknown(dispatcher, content().topics, [])
            return []
        return react(dispatcher, tracker, intake_of(tracker), advice, reaction)
