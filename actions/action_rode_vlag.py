"""The action that SafetyPolicy forces: escalate, ask one check question, or hold the advice."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from rugwijzer.triage import URGENT, rank
from rugwijzer.triage.answers import NO, NUMBER, UNKNOWN, YES, Reply, read_yes_no
from rugwijzer.triage.intake import Intake
from rugwijzer.triage.number_answers import read_number

from .action_checkin import after_signal
from .action_faq import answer_topics
from .action_vragenlijst import finish
from .content import content
from .followup import beside_an_advice, report_news
from .hold import hold, opened
from .questions import ask_next, explained, note_facts
from .say import say, say_advice, say_unknown
from .turn import (
    SLOT_ADVICE,
    SLOT_ANSWER,
    SLOT_TRIAGE,
    found_flags,
    in_form,
    intake_of,
    surface_of,
    text_of,
    topics_of,
)

_PLAIN_NO = re.compile(r"\s*(nee+|neen|nee hoor)\b", re.IGNORECASE)
#: 'Nee, maar ik moet wel vaak plassen': a no to the rest of the question only.
_BUT = re.compile(r"\b(maar|wel|alleen|behalve|soms|hooguit|beetje)\b", re.IGNORECASE)


class ActionRodeVlag(Action):
    """First in the turn whenever safety is at stake."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_rode_vlag"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Escalate, ask or hold, and say what else the turn needs afterwards."""
        events = await self._events(dispatcher, tracker, domain)
        with beside_an_advice():
            await asyncio.to_thread(report_news, tracker, events)
            after_signal(dispatcher, tracker, events)
        # It ends the turn. SafetyPolicy has no opinion any more once the advice is closed, and then
        # the open form would ask again and the fallback would speak.
        return [*events, FollowupAction("action_listen")]

    async def _events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        found, intake = found_flags(tracker), intake_of(tracker)
        note_facts(intake, found)
        outcome = found.get("uitkomst")
        if outcome == "escalate":
            return self._escalate(dispatcher, tracker, intake, found)
        if outcome == "ask":
            return await self._ask(dispatcher, tracker, intake, found, domain)
        return await hold(dispatcher, tracker, intake, domain)

    def _escalate(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        intake: Intake,
        found: dict[str, Any],
    ) -> list[dict[str, Any]]:
        known = content()
        if in_form(tracker):
            _answer_open_question(intake, found, text_of(tracker))
        for flag in found["vlaggen"]:
            intake.note([flag], explained(found, flag))
        decision = intake.decision(known.book)
        level, flags = decision.level, list(found["vlaggen"])
        if rank(level) > rank(found.get("niveau") or "geen"):
            flags = list(decision.flags)
        intake.tell(level, decision.flags)
        say_advice(dispatcher, known, level, flags, surface_of(tracker))
        if level in URGENT:
            interrupted = intake.running or bool(
                (tracker.get_slot(SLOT_ADVICE) or {}).get("hervat")
            )
            intake.let_go()
            advice = opened(level, flags, resume=interrupted)
            return _state(intake, advice, SlotSet(SLOT_ANSWER, None), ActiveLoop(None))
        topics = list(topics_of(tracker).get("antwoord") or [])
        doubt = _more_urgent(intake, found, level)
        if doubt:
            intake.ask_about(doubt)
            intake.later = topics
            return _resume(dispatcher, tracker, intake, said=True)
        events = answer_topics(dispatcher, topics)
        return [*events, *_resume(dispatcher, tracker, intake, said=True)]

    async def _ask(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        intake: Intake,
        found: dict[str, Any],
        domain: dict[str, Any],
    ) -> list[dict[str, Any]]:
        known = content()
        question = intake.next_question(known.book) if in_form(tracker) else None
        answered = question and _answer_open_question(intake, found, text_of(tracker))
        settled = {*intake.present, *intake.denied}
        if question and answered:
            settled |= set(question.flags)
        wanted = [f for f in found["vlaggen"] if f not in settled]
        if answered:
            decision = intake.decision(known.book)
            urgent = decision.level in URGENT and intake.has_news(decision)
            if urgent or not wanted:
                return _resume(dispatcher, tracker, intake)
        if wanted:
            flags = known.book.flags
            # One more question at most, and only for what cannot wait.
            urgent_too = [f for f in wanted[1:] if flags[f].level in URGENT][:1]
            intake.ask_about(wanted[0], urgent_too)
            intake.later = list(topics_of(tracker).get("antwoord") or [])
            return _resume(dispatcher, tracker, intake)
        if not in_form(tracker) and tracker.get_slot(SLOT_ADVICE):
            return await hold(dispatcher, tracker, intake, domain)
        guess = topics_of(tracker)
        events = answer_topics(dispatcher, list(guess.get("antwoord") or []))
        if in_form(tracker):
            if not events:
                say(dispatcher, known.questions["niet_begrepen"], "info")
            return [*events, *_resume(dispatcher, tracker, intake)]
        if not events:
            offered = list(guess.get("aanbod") or []) if guess.get("aanbieden") else []
            say_unknown(dispatcher, known.topics, offered)
        return [*events, *_state(intake)]


def _more_urgent(intake: Intake, found: dict[str, Any], level: str) -> str | None:
    """A signal of a higher level that was unsure beside a milder one and not answered before."""
    flags, known = content().book.flags, {*intake.present, *intake.denied}
    doubts = [f for f in found.get("ook") or [] if f not in known]
    return next((f for f in doubts if rank(flags[f].level) > rank(level)), None)


def _answer_open_question(intake: Intake, found: dict[str, Any], text: str) -> bool:
    """Let a reply that also holds a signal answer the question that was open; whether it did."""
    book = content().book
    question = intake.next_question(book)
    if question is None:
        return False
    if not question.flags:
        number = read_number(text, question.asks)
        answers = number.kind == NUMBER or (found["uitkomst"] == "ask" and number.kind == UNKNOWN)
        if answers:
            intake.apply(question, number, book)
        return answers
    hit = [f for f in found["vlaggen"] if f in question.flags]
    # A signal that was not asked about is no reply, unless it starts with an outright yes or no.
    reply = read_yes_no(text, is_question=not hit)
    if hit and found["uitkomst"] == "escalate":
        for flag in hit:
            intake.note([flag], explained(found, flag))
        if question.step not in intake.done and question.asks == "red_flags":
            intake.done.append(question.step)
        intake.confirm, intake.doubts = [], []
        return True
    # 'niet goed plassen' starts like a no, but holds the signal itself.
    doubtful = bool(hit) and reply.kind == NO and not _PLAIN_NO.match(text)
    if hit and reply.kind == NO and not doubtful and _BUT.search(text):
        if question.asks == "red_flags":
            intake.deny(f for f in question.flags if f not in hit)
        return False
    if reply.kind in (YES, NO, UNKNOWN) and not doubtful:
        intake.apply(question, Reply(reply.kind), book)
        return True
    return False


def _resume(
    dispatcher: CollectingDispatcher, tracker: Tracker, intake: Intake, said: bool = False
) -> list[dict[str, Any]]:
    """Put the next question and keep the form open for its answer, or end what has ended."""
    if in_form(tracker) and intake.must_end(content().book):
        events = finish(dispatcher, tracker, intake, said)
        closed = (SlotSet(SLOT_ANSWER, None), ActiveLoop(None), SlotSet("requested_slot", None))
        return _state(intake, *events, *closed)
    if intake.next_question(content().book) is None:
        return _state(intake, SlotSet(SLOT_ANSWER, None))
    return _state(intake, *ask_next(dispatcher, intake))


def _state(intake: Intake, *events: dict[str, Any]) -> list[dict[str, Any]]:
    return [SlotSet(SLOT_TRIAGE, intake.to_dict()), *events]
