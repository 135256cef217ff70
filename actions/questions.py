"""Putting the questions of the intake into words, and the follow-up of a turn inside it."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from rugwijzer.triage import Facts
from rugwijzer.triage.finding import COUNTED
from rugwijzer.triage.intake import Intake, Question

from .content import Content, content
from .say import say_question
from .turn import FORM, SLOT_ANSWER

_NUMBER_TEXT = {
    "age": "leeftijd",
    "duration_days": "duur",
    "pain_score": "pijn",
    "temperature": "temperatuur",
}
_SCALE = tuple(str(n) for n in range(11))


def question_text(question: Question, known: Content) -> str:
    """The words of a question."""
    if question.asks == "confirm":
        return known.book.flags[question.flags[0]].check
    if question.asks == "red_flags":
        if question.place is None:
            return known.book.flags[question.flags[0]].check
        whole = [f.id for f in known.book.flags.values() if f.question == question.place]
        if len(question.flags) < len(whole):
            return " ".join(known.book.flags[f].check for f in question.flags)
        return str(known.book.questions[question.place]["tekst"])
    return str(known.questions[_NUMBER_TEXT[question.asks]]["tekst"])


def explanation(question: Question, known: Content) -> str:
    """Why the assistant asks this, in plain words."""
    if question.asks in ("confirm", "red_flags"):
        if question.place is None:
            return known.book.flags[question.flags[0]].explanation
        return str(known.book.questions[question.place]["uitleg"])
    return str(known.questions[_NUMBER_TEXT[question.asks]]["uitleg"])


def put(dispatcher: CollectingDispatcher, intake: Intake, before: str = "") -> None:
    """Ask the next question of the intake, if there is one."""
    known = content()
    question = intake.next_question(known.book)
    if question is None:
        return
    text = f"{before} {question_text(question, known)}".strip()
    if question.asks in ("confirm", "red_flags"):
        say_question(dispatcher, text, question.asks, question.flags)
    elif question.asks == "pain_score":
        say_question(dispatcher, text, question.asks, (), _SCALE)
    elif question.asks == "temperature":
        say_question(dispatcher, text, question.asks, (), ("Niet gemeten",))
    else:
        say_question(dispatcher, text, question.asks, (), ())


def ask_next(dispatcher: CollectingDispatcher, intake: Intake) -> list[dict[str, Any]]:
    """Put the next question; returns the events that keep the form open for its answer."""
    put(dispatcher, intake)
    return [
        ActiveLoop(FORM),
        SlotSet("requested_slot", SLOT_ANSWER),
        SlotSet(SLOT_ANSWER, None),
    ]


def note_facts(intake: Intake, found: dict[str, Any]) -> None:
    """Add numbers and modifiers of a message to the intake."""
    intake.facts = intake.facts.merged(Facts(**(found.get("feiten") or {})))
    for word in found.get("kenmerken") or []:
        if word not in intake.modifiers:
            intake.modifiers.append(word)


def explained(found: dict[str, Any], flag: str) -> str:
    """How a flag was recognised, in plain words; the pattern stays with the message in the tracker."""
    for item in found.get("uitleg") or []:
        if item["vlag"] == flag and "telt_niet" not in item:
            if item["patroon"] == COUNTED:
                return f"uit de getallen in wat u schreef: {item['woorden']}"
            return f"u schreef '{item['woorden']}'"
    return "gehoord in wat u schreef"
