"""Speaking while an urgent advice is open; what the patient's words do to it is in triage/hold.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from rugwijzer.triage import URGENT, Decision, rank
from rugwijzer.triage.hold import Advice, Step, follow, next_step
from rugwijzer.triage.intake import Intake
from rugwijzer.triage.summary import summary

from .action_faq import ActionMeerWeten, ActionVervolg, answer_topics
from .content import Content, content
from .questions import ask_next
from .say import hold_choices, say, say_advice, say_question, say_unknown
from .turn import (
    SLOT_ADVICE,
    SLOT_TRIAGE,
    entity,
    intent_of,
    spoken_response,
    surface_of,
    text_of,
    topics_of,
)

_MORE = ("meer_weten", "kies_meer")
_FOLLOW_UP = ("waarom", "bron", "hoe_lang")
#: More signals in one check question cannot be answered with one no.
MAX_CHECKED = 3
_QUESTIONNAIRE = ("vragenlijst", "kies_vragenlijst")


def opened(
    level: str, flags: list[str], resume: bool = False, either: bool = False
) -> dict[str, Any]:
    """The event that opens the hold of an urgent advice."""
    advice = Advice(level, tuple(flags), resume=resume, either=either)
    return SlotSet(SLOT_ADVICE, advice.to_dict())


async def hold(
    dispatcher: CollectingDispatcher, tracker: Tracker, intake: Intake, domain: dict[str, Any]
) -> list[dict[str, Any]]:
    """Keep an urgent advice alive until a call is made or it turns out a mistake."""
    advice = Advice.from_dict(tracker.get_slot(SLOT_ADVICE))
    if advice is None:
        return []
    decision = intake.decision(content().book)
    if rank(decision.level) > rank(advice.level):
        # A word of this turn made it worse, such as drowsiness after too many painkillers.
        return _raise(dispatcher, tracker, intake, advice, decision)
    step = next_step(advice, text_of(tracker))
    if step.say != "herinnering":
        return _speak(dispatcher, tracker, intake, advice, step)
    known, surface = content(), surface_of(tracker)
    asked = _has_subject(tracker)
    before = f"{known.levels.hold('herinnering')} " if asked else ""
    _escalation(
        dispatcher, advice, f"{before}{_short(advice, surface)}\n\n{_question(advice, surface)}"
    )
    events = [_state(intake), SlotSet(SLOT_ADVICE, step.advice.to_dict() if step.advice else None)]
    return [*events, *await _answer(dispatcher, tracker, intake, domain)]


def _raise(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    intake: Intake,
    advice: Advice,
    decision: Decision,
) -> list[dict[str, Any]]:
    flags = list(decision.flags)
    intake.tell(decision.level, flags)
    say_advice(dispatcher, content(), decision.level, flags, surface_of(tracker))
    return [_state(intake), opened(decision.level, flags, advice.resume)]


def react(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    intake: Intake,
    advice: Advice,
    reaction: str,
) -> list[dict[str, Any]]:
    """The patient taps that they call, cannot call, or that the signal is not there."""
    return _speak(dispatcher, tracker, intake, advice, follow(advice, reaction))


def _speak(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    intake: Intake,
    advice: Advice,
    step: Step,
) -> list[dict[str, Any]]:
    known, surface = content(), surface_of(tracker)
    flags = list(advice.flags)
    events = [SlotSet(SLOT_ADVICE, step.advice.to_dict() if step.advice else None)]
    if step.say == "controle":
        return _check(dispatcher, tracker, intake, advice)
    if step.say == "blijft":
        before = known.levels.hold("blijft")
        say_advice(dispatcher, known, advice.level, flags, surface, before, advice.either)
    elif step.say == "bevestigd":
        spoken = known.levels.hold("bevestigd", flags, surface)
        told = summary(intake, known.book, known.questions["samenvatting"], known.levels.rule)
        say(dispatcher, f"{spoken}\n\n{told}", "info")
    elif step.say == "hersteld":
        events += _withdraw(dispatcher, surface, intake, advice)
    else:
        text = known.levels.hold(step.say, flags, surface, advice.level)
        if "suicidaal" in flags:
            # These texts say it all; the same numbers twice would sound like a machine.
            text = known.levels.desk_line(advice.level, surface) + text
        else:
            text = f"{text}\n\n{_short(advice, 'website' if 'balie' in text else surface)}"
        question = f"\n\n{_question(advice, surface)}" if step.say == "aandringen" else ""
        _escalation(dispatcher, advice, text + question)
    return [*events, _state(intake)]


def _check(
    dispatcher: CollectingDispatcher, tracker: Tracker, intake: Intake, advice: Advice
) -> list[dict[str, Any]]:
    """Ask once more, and let go of a question that was open, so that the reply is about this one."""
    known = content()
    flags, text = _doubted(known, advice)
    say_question(dispatcher, f"{known.levels.hold('controle')} {text}", "confirm", flags)
    checking = replace(advice, checking=True, resume=advice.resume or intake.running)
    return [
        SlotSet(SLOT_ADVICE, checking.to_dict()),
        SlotSet("requested_slot", None),
        ActiveLoop(None),
        _state(intake),
    ]


def _doubted(known: Content, advice: Advice) -> tuple[list[str], str]:
    """The urgent flags that the check question is about, and its words."""
    book = known.book
    flags = [f for f in advice.flags if book.flags[f].level in URGENT] or list(advice.flags)
    for place, question in book.questions.items():
        if set(flags) == {f.id for f in book.flags.values() if f.question == place}:
            return flags, str(question["tekst"])
    flags = flags[:MAX_CHECKED]
    if len(flags) <= 2:
        return flags, " ".join(book.flags[f].check for f in flags)
    return flags, known.levels.hold("controle_meer", flags)


def _withdraw(
    dispatcher: CollectingDispatcher, surface: str, intake: Intake, advice: Advice
) -> list[dict[str, Any]]:
    """Take back what was asked about; an urgent flag beside it keeps its advice."""
    known = content()
    flags, _ = _doubted(known, advice)
    intake.withdraw(flags)
    decision = intake.decision(known.book)
    intake.told = decision.level
    left = [f for f in decision.flags if f in advice.flags]
    text = known.levels.hold("hersteld", flags)
    if decision.level in URGENT and left:
        say_advice(dispatcher, known, decision.level, left, surface, before=text)
        return [opened(decision.level, left, advice.resume)]
    intake.running = intake.running or advice.resume
    if intake.next_question(known.book) is None:
        say(dispatcher, text, "info")
        return []
    say(dispatcher, f"{text} {known.questions['hervat']}", "info")
    return ask_next(dispatcher, intake)


def _short(advice: Advice, surface: str) -> str:
    known = content()
    return known.levels.reminder(advice.level, advice.flags, surface, known.phones, advice.either)


def _question(advice: Advice, surface: str) -> str:
    return content().levels.hold("vraag", list(advice.flags), surface)


def _escalation(dispatcher: CollectingDispatcher, advice: Advice, text: str) -> None:
    say(
        dispatcher,
        text,
        "escalation",
        hold_choices(content()),
        level=advice.level,
        red_flags=list(advice.flags),
    )


def _has_subject(tracker: Tracker) -> bool:
    """Whether the turn holds something that is answered after the advice."""
    known = (*_MORE, *_FOLLOW_UP, *_QUESTIONNAIRE)
    return bool(entity(tracker, "onderwerp") or topics_of(tracker).get("antwoord")) or (
        intent_of(tracker) in known
    )


async def _answer(
    dispatcher: CollectingDispatcher, tracker: Tracker, intake: Intake, domain: dict[str, Any]
) -> list[dict[str, Any]]:
    """Answer what the patient asked, after the advice."""
    intent = intent_of(tracker)
    if intent in _QUESTIONNAIRE:
        intake.start()
        return [_state(intake), *ask_next(dispatcher, intake)]
    if intent in _MORE:
        return await ActionMeerWeten().run(dispatcher, tracker, domain)
    if intent in _FOLLOW_UP:
        return await ActionVervolg().run(dispatcher, tracker, domain)
    chosen = entity(tracker, "onderwerp")
    guess = topics_of(tracker)
    wanted = [chosen] if chosen else list(guess.get("antwoord") or [])
    response = spoken_response(tracker)
    if not wanted and response:
        dispatcher.utter_message(response=response)
    elif not wanted and guess.get("aanbieden") and guess.get("aanbod"):
        say_unknown(dispatcher, content().topics, guess["aanbod"])
    return answer_topics(dispatcher, wanted)


def _state(intake: Intake) -> dict[str, Any]:
    return SlotSet(SLOT_TRIAGE, intake.to_dict())
