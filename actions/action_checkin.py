"""The check-in of the follow-up as a conversation: begin, ask, read, keep."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from rugwijzer.followup.answers import DECLINE, GIVEN, LATER, SKIP, Reading, read
from rugwijzer.followup.dialogue import Dialogue, choices
from rugwijzer.followup.questions import RANGES, Question
from rugwijzer.triage import URGENT
from rugwijzer.triage.answers import CORRECT, EXPLAIN, STOP, STRANGE
from rugwijzer.triage.plain import is_code

from .action_vragenlijst import INTERRUPTION, interrupted
from .content import content
from .followup import desk
from .hold import opened
from .say import say, say_advice, say_question
from .turn import (
    SLOT_ADVICE,
    SLOT_TRIAGE,
    entity,
    intake_of,
    intent_of,
    surface_of,
    topics_of,
)

FORM = "checkin_form"
SLOT, SLOT_REPLY = "checkin", "checkin_antwoord"
#: Why the form ended; DONE and ALARM are kept, the others leave nothing to keep.
#: The sign in front cannot be typed: the gateway drops it.
DONE, ALARM, LEFT = "\x1fklaar", "\x1falarm", "\x1fgestopt"
EXTERNAL = "EXTERNAL_checkin"


class ActionCheckinStart(Action):
    """Begins or resumes the check-in that is open for this patient."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_checkin_start"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Check again who asks and what is open; without an open check-in the form ends at once."""
        external = intent_of(tracker) == EXTERNAL
        metadata = tracker.latest_message.get("metadata") or {}
        forged = external and metadata.get("worker") is not True
        # A payload that was typed asks for nothing, whatever its letters look like to the classifier.
        forged |= not external and is_code(tracker.latest_message.get("text") or "")
        wanted = entity(tracker, "checkin") if external else None
        found = None
        if not forged and not tracker.get_slot(SLOT_ADVICE):
            found = await asyncio.to_thread(lambda: desk().open(tracker, wanted))
        texts = desk().content.questions.texts["gesprek"]
        if found is None:
            if not external:
                say(dispatcher, texts["niets_open"], "info")
            return [SlotSet(SLOT, None), SlotSet(SLOT_REPLY, LEFT)]
        before = Dialogue.from_dict(tracker.get_slot(SLOT))
        resumed = before is not None and before.checkin == found.checkin
        running = before if before is not None and resumed else found
        say(dispatcher, texts["verder" if resumed else "start"], "checkin")
        return [SlotSet(SLOT, running.to_dict()), SlotSet(SLOT_REPLY, None)]


class ActionAskCheckinAntwoord(Action):
    """Rasa's form asks through this action."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_checkin_antwoord"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Put the next question."""
        put_question(dispatcher, tracker)
        return []


def put_question(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Ask what is next in the check-in under way, if there is one."""
    running = Dialogue.from_dict(tracker.get_slot(SLOT))
    question = running.question(desk().content.questions) if running else None
    if running is None or question is None:
        return
    asks = {"pijn": "pain_score"}.get(question.id)
    if question.kind == "alarm":
        asks = "red_flags"
    if asks:
        text = question.words(running.activity)
        say_question(dispatcher, text, asks, question.flags, choices(question))
        return
    buttons = [{"title": c, "payload": c} for c in choices(question)]
    say(dispatcher, question.words(running.activity), "checkin", buttons)


def after_signal(
    dispatcher: CollectingDispatcher, tracker: Tracker, events: list[dict[str, Any]]
) -> None:
    """A signal came up inside the check-in: go on with its question, or say that the rest can wait."""
    if (tracker.active_loop or {}).get("name") != FORM:
        return
    if any(event.get("event") == "active_loop" for event in events):
        say(dispatcher, desk().content.questions.texts["gesprek"]["afgebroken"], "info")
    else:
        put_question(dispatcher, tracker)


class ValidateCheckinForm(FormValidationAction):
    """Reads the reply to the open question."""

    def name(self) -> str:
        """Name in the domain."""
        return "validate_checkin_form"

    async def validate_checkin_antwoord(
        self,
        value: Any,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> dict[str, Any]:
        """Apply the reply; the slot stays empty (ask on) until nothing is left to ask."""
        running = Dialogue.from_dict(tracker.get_slot(SLOT))
        questions = desk().content.questions
        question = running.question(questions) if running else None
        if running is None or question is None or value in (LEFT, DONE, ALARM):
            return {SLOT_REPLY: value if value in (LEFT, ALARM) else DONE}
        if intent_of(tracker) in ("checkin", EXTERNAL):
            return {SLOT_REPLY: None}
        about_else = (topics_of(tracker).get("kans") or 0) >= INTERRUPTION
        about_else = about_else and intent_of(tracker) in ("faq", "praat", "buiten")
        reading = read(str(value), question, about_else)
        if reading.kind in (STOP, LATER, DECLINE):
            return await _left(dispatcher, running, reading)
        _react(dispatcher, tracker, running, question, reading)
        if running.alarming(question):
            return {SLOT_REPLY: ALARM, SLOT: running.to_dict()}
        reply = None if running.question(questions) else DONE
        return {SLOT_REPLY: reply, SLOT: running.to_dict()}


async def _left(
    dispatcher: CollectingDispatcher, running: Dialogue, reading: Reading
) -> dict[str, Any]:
    """Not now, or not this time at all."""
    texts = desk().content.questions.texts["gesprek"]
    if reading.kind == DECLINE:
        await asyncio.to_thread(desk().decline, running.checkin)
        say(dispatcher, texts["geweigerd"], "info")
        return {SLOT_REPLY: LEFT, SLOT: None}
    say(dispatcher, texts["later"], "info")
    return {SLOT_REPLY: LEFT, SLOT: running.to_dict()}


def _react(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    running: Dialogue,
    question: Question,
    reading: Reading,
) -> None:
    """Keep an answer, go back, explain, or answer what was asked in between."""
    texts = desk().content.questions.texts["gesprek"]
    if reading.kind == GIVEN:
        running.take(question, reading)
    elif reading.kind == SKIP and question.kind != "alarm":
        if question.kind != "tekst":
            say(dispatcher, texts["overslaan"], "info")
        running.take(question, reading)
    elif reading.kind == STRANGE:
        low, high = RANGES.get(question.kind, (0, 10))
        say(dispatcher, texts["te_raar"].format(van=low, tot=high), "info")
    elif reading.kind == CORRECT and running.undo():
        say(dispatcher, content().questions["gecorrigeerd"], "info")
    elif reading.kind != EXPLAIN:
        interrupted(dispatcher, tracker)


class ActionCheckinKlaar(Action):
    """What follows when the form ended."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_checkin_klaar"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Keep the answers; a signal gets its advice first, and holds it when it is urgent."""
        running, why = Dialogue.from_dict(tracker.get_slot(SLOT)), tracker.get_slot(SLOT_REPLY)
        if running is None or why not in (DONE, ALARM):
            return [SlotSet(SLOT_REPLY, None)]
        outcome = await asyncio.to_thread(desk().keep, running.checkin, running.answers)
        texts = desk().content.questions.texts["gesprek"]
        events = [SlotSet(SLOT_REPLY, None), SlotSet(SLOT, None)]
        if outcome is None:
            say(dispatcher, texts["niets_open"], "info")
            return events
        if outcome.flags and not outcome.unsure:
            events += _advise(dispatcher, tracker, outcome.flags)
        say(dispatcher, " ".join([texts["klaar"], *outcome.words]), "checkin")
        return events


def _advise(
    dispatcher: CollectingDispatcher, tracker: Tracker, flags: tuple[str, ...]
) -> list[dict[str, Any]]:
    """The red-flag path: the advice of the level, held until the patient calls."""
    known, intake = content(), intake_of(tracker)
    intake.maybe.append(list(flags))
    decision = intake.decision(known.book)
    intake.tell(decision.level, decision.flags)
    named, either = list(flags), len(flags) > 1
    say_advice(dispatcher, known, decision.level, named, surface_of(tracker), either=either)
    events = [SlotSet(SLOT_TRIAGE, intake.to_dict())]
    if decision.level in URGENT:
        events.append(opened(decision.level, named, either=either))
    return events
