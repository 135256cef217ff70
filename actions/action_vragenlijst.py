"""The questionnaire: start, ask, read each reply, and the outcome."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from rugwijzer.triage import URGENT
from rugwijzer.triage.answers import (
    CORRECT,
    EXPLAIN,
    NO,
    OTHER,
    STOP,
    STRANGE,
    Reply,
    read_yes_no,
)
from rugwijzer.triage.intake import Intake, Question
from rugwijzer.triage.number_answers import read_number
from rugwijzer.triage.summary import summary
from rugwijzer.triage.told import told_absent, told_facts

from .action_faq import answer_topics
from .content import content
from .followup import beside_an_advice, report_news
from .hold import opened
from .questions import explanation, note_facts, put
from .say import CHECK, say, say_advice
from .turn import (
    SLOT_ANSWER,
    SLOT_TRIAGE,
    found_flags,
    intake_of,
    intent_of,
    spoken_response,
    surface_of,
    topics_of,
)

#: Chance from which a message inside a question counts as a question of its own.
INTERRUPTION = 0.6
DONE = "klaar"
REPEAT, RESTART = "herhaal", "opnieuw"
#: Asking for the questionnaire, also while it runs, answers no question of it.
STARTS = ("vragenlijst", "kies_vragenlijst")
#: What a message that is no reply means by its intent.
_STEERING = {"stop": STOP, "waarom": EXPLAIN, "herhaal": REPEAT, "opnieuw": RESTART}
RESTARTED = "We beginnen opnieuw met de vragen."
#: A message of this form asks something, whatever numbers it holds.
_QUESTION = re.compile(
    r"\?|^(mag|moet|kan|helpt?|werkt|is|zijn|hoe|hoeveel|wat|welke|waarom|wanneer)\b", re.IGNORECASE
)


class ActionVragenlijstStart(Action):
    """Begins the questionnaire, or resumes it with what is already known."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_vragenlijst_start"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Explain what comes; the form asks the first question."""
        intake = intake_of(tracker)
        _begin(dispatcher, tracker, intake)
        return [SlotSet(SLOT_TRIAGE, intake.to_dict()), SlotSet(SLOT_ANSWER, None)]


def _begin(dispatcher: CollectingDispatcher, tracker: Tracker, intake: Intake) -> None:
    """Start with what was told already, and say what comes."""
    told = _told_before(tracker)
    intake.facts = told_facts(told).merged(intake.facts)
    note_facts(intake, found_flags(tracker))
    intake.start()
    known = content()
    intake.deny(told_absent(told, known.questions["een_ontkenning"], known.book))
    say(dispatcher, content().questions["start"], "info")


def _told_before(tracker: Tracker) -> list[dict[str, Any]]:
    """The detector's verdicts on this session's earlier messages."""
    told: list[dict[str, Any]] = []
    for event in tracker.events:
        if event.get("event") in ("reset_slots", "session_started"):
            told = []
        if event.get("event") == "user":
            told.append((event.get("parse_data") or {}).get("rode_vlaggen") or {})
    return told


class ActionAskTriageAntwoord(Action):
    """Rasa's form asks through this action."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_triage_antwoord"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Put the next question."""
        put(dispatcher, intake_of(tracker))
        return []


class ValidateTriageForm(FormValidationAction):
    """Reads the reply to the open question."""

    def name(self) -> str:
        """Name in the domain."""
        return "validate_triage_form"

    def validate_triage_antwoord(
        self,
        value: Any,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> dict[str, Any]:
        """Apply the reply; the slot stays empty (ask on) until nothing is left to ask."""
        book = content().book
        intake = intake_of(tracker)
        question = intake.next_question(book)
        if question is None:
            return {SLOT_ANSWER: DONE}
        if intent_of(tracker) in STARTS:
            if not intake.running:
                _begin(dispatcher, tracker, intake)
            return {SLOT_ANSWER: None, SLOT_TRIAGE: intake.to_dict()}
        reply = _read(str(value), question, tracker)
        if reply.kind == STOP:
            intake.stop()
            say(dispatcher, content().questions["gestopt"], "info")
            return {SLOT_ANSWER: STOP, SLOT_TRIAGE: intake.to_dict()}
        if reply.kind == CORRECT and intake.undo():
            say(dispatcher, content().questions["gecorrigeerd"], "info")
        elif reply.kind == EXPLAIN:
            say(dispatcher, explanation(question, content()), "info")
        elif reply.kind == RESTART and question.asks != "confirm":
            intake.restart()
            say(dispatcher, RESTARTED, "info")
        elif reply.kind in (OTHER, CORRECT, RESTART):
            interrupted(dispatcher, tracker)
        elif reply.kind == STRANGE:
            say(dispatcher, content().questions["te_raar"], "info")
        elif reply.kind != REPEAT:  # the form then asks its question again
            note_facts(intake, _numbers_only(found_flags(tracker), question))
            intake.apply(question, reply, book)
        return {SLOT_ANSWER: DONE if intake.must_end(book) else None, SLOT_TRIAGE: intake.to_dict()}


def _read(text: str, question: Question, tracker: Tracker) -> Reply:
    sure = (topics_of(tracker).get("kans") or 0) >= INTERRUPTION
    reply = _read_reply(text, question, tracker, sure)
    steering = _STEERING.get(intent_of(tracker))
    # 'Ik wil deze lijst niet afmaken' holds a 'niet', but denies no signal.
    no_reply = sure and reply.kind == NO and read_yes_no(text, is_question=True).kind == OTHER
    return Reply(steering) if steering and (reply.kind == OTHER or no_reply) else reply


def _read_reply(text: str, question: Question, tracker: Tracker, sure: bool) -> Reply:
    if question.asks not in ("confirm", "red_flags"):
        if sure and intent_of(tracker) == "faq" and _QUESTION.search(text):
            return Reply(OTHER)
        return read_number(text, question.asks)
    asked = sure and intent_of(tracker) in ("faq", "praat", "buiten")
    return read_yes_no(text, is_question=asked)


def _numbers_only(found: dict[str, Any], question: Question) -> dict[str, Any]:
    """Facts told along the way, but not a number that answers this very question."""
    facts = {k: v for k, v in (found.get("feiten") or {}).items() if k != question.asks}
    return {**found, "feiten": facts} if question.asks in ("confirm", "red_flags") else {}


def interrupted(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Answer what was asked in between; the form then asks its question again."""
    intent = intent_of(tracker)
    if intent == "faq" and answer_topics(
        dispatcher, list(topics_of(tracker).get("antwoord") or [])
    ):
        say(dispatcher, content().questions["onderbroken"], "info")
        return
    response = spoken_response(tracker)
    if response:
        dispatcher.utter_message(response=response)
        return
    say(dispatcher, content().questions["niet_begrepen"], "info")


class ActionTriageUitkomst(Action):
    """What follows when the last question is answered."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_triage_uitkomst"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Escalate when urgent; else the outcome of the questionnaire, or back to the question."""
        intake = intake_of(tracker)
        events: list[dict[str, Any]] = [SlotSet(SLOT_ANSWER, None)]
        if tracker.get_slot(SLOT_ANSWER) != STOP:
            events += finish(dispatcher, tracker, intake)
        events.append(SlotSet(SLOT_TRIAGE, intake.to_dict()))
        with beside_an_advice():
            await asyncio.to_thread(report_news, tracker, events)
        return events


def finish(
    dispatcher: CollectingDispatcher, tracker: Tracker, intake: Intake, said: bool = False
) -> list[dict[str, Any]]:
    """Speak the result of a check question or of the whole questionnaire.

    `said` tells that an advice was given in this turn already.
    """
    known = content()
    decision = intake.decision(known.book)
    surface = surface_of(tracker)
    news, running = intake.has_news(decision), intake.running
    intake.running = False
    intake.tell(decision.level, decision.flags)
    if decision.level in URGENT and (running or news):
        intake.later = []
        flags, either = list(decision.flags), intake.either(decision.flags)
        say_advice(dispatcher, known, decision.level, flags, surface, either=either)
        return [opened(decision.level, flags, resume=running, either=either)]
    if running:
        _outcome(dispatcher, intake, surface)
        return []
    if decision.level != "geen" and news:
        either = intake.either(decision.flags)
        say_advice(dispatcher, known, decision.level, decision.flags, surface, either=either)
    elif not intake.later and not said:
        say(dispatcher, CLEARED, "info", [CHECK])
    later, intake.later = intake.later, []
    return answer_topics(dispatcher, later)


CLEARED = (
    "Dank u, dat is goed om te weten. Verandert dat, bel dan uw huisarts. "
    "Wat wilt u verder weten over uw rug?"
)


def _outcome(dispatcher: CollectingDispatcher, intake: Intake, surface: str) -> None:
    known = content()
    decision = intake.decision(known.book)
    level, flags = decision.level, decision.flags
    either = intake.either(flags)
    texts = known.questions["uitkomst"]
    advice = texts["geen"]
    if level != "geen":
        advice = known.levels.text(level, flags, surface, known.phones, either)
    why = texts["waarom"].get(level, "").format(signalen=known.levels.listed(flags, either))
    rules = [known.levels.rule(name) for name in decision.rules]
    parts = [
        advice,
        " ".join([why, *rules]).strip(),
        texts["wat_nu"],
        texts["let_op"],
        texts["slot"],
    ]
    text = "\n\n".join(p for p in parts if p)
    say(dispatcher, text, "outcome", level=level, red_flags=list(flags) or None)
    told = summary(intake, known.book, known.questions["samenvatting"], known.levels.rule)
    say(dispatcher, told, "info")
