"""The answers of one check-in, from a form or from free words: pure, the same on page and in chat."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rugwijzer.triage.answers import (
    CORRECT,
    EXPLAIN,
    NO,
    OTHER,
    STOP,
    STRANGE,
    UNKNOWN,
    YES,
    read_yes_no,
)
from rugwijzer.triage.dialect import standard
from rugwijzer.triage.number_answers import read_number
from rugwijzer.triage.numbers import value

from .questions import RANGES, Question, Questions
from .worsening import Measures

MAX_TEXT = 1000
SKIP, LATER, DECLINE, GIVEN = "overslaan", "later", "weigeren", "gegeven"
_LATER = re.compile(
    r"^(nu niet|later(?! (op|in) )|straks|morgen|komt (nu )?niet uit|geen tijd(?! gehad)|even niet)\b"
)
_DECLINE = re.compile(
    r"^(ik (wil|doe) (dit |hier )?niet( aan)? (mee|meedoen|antwoorden|invullen)|weiger|sla (deze keer|alles|"
    r"de vragen) over|geen zin(?! gehad))\b"
)
_SKIP = re.compile(
    r"^(sla( dit| die| deze)?( vraag)? over|overslaan|volgende( vraag)?|liever niet)\b"
)
_NOTHING = re.compile(
    r"^(nee+|neen|nee hoor|niets?|nee bedankt|nee dank u|geen|dat was het|-)[.! ]*$"
)
#: 'Een zesje' is a six, not a one.
_SMALL = re.compile(r"\b(nul|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien)(?:le)?t?je\b")
_NEVER = re.compile(r"\b(niet|geen|nooit|nul)\b")
_EVERY_DAY = re.compile(r"\b(elke|iedere|alle) (dag|dagen)\b|\bdagelijks\b")
_MEDICATION = (
    (
        "geen",
        re.compile(
            r"\b(geen|niets|niks|nooit|gestopt|(slik|neem|gebruik)( ze| het| die)?( nu)? niet(?! (meer dan|minder|anders|extra)))\b"
        ),
    ),
    (
        "gelijk",
        re.compile(
            r"\b(evenveel|gelijk|hetzelfde|zelfde|even veel|onveranderd|niet (minder|extra|meer dan))\b"
        ),
    ),
    ("minder", re.compile(r"\b(minder|afgebouwd|lagere?)\b")),
    ("meer", re.compile(r"\b(meer|hogere?|extra|ander[es]?|nieuwe?|zwaardere?|sterkere?)\b")),
)


@dataclass(frozen=True)
class Reading:
    """How a reply to a question was understood: GIVEN with a value, or what else was meant."""

    kind: str
    value: Any = None


@dataclass(frozen=True)
class Answers:
    """What was answered, by question id; a question that was skipped is absent.

    Numbers are int, choices and alarms text ('ja', 'nee', 'weet_niet'), the open question text.
    """

    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def measures(self) -> Measures:
        """The numbers that the curves are made of."""
        return Measures(*(self.given.get(k) for k in ("pijn", "activiteit", "wandelen")))

    def flags(self, questions: Questions) -> tuple[str, ...]:
        """The red flags that the alarm questions leave possible; 'weet ik niet' counts as a yes."""
        found = [
            flag
            for question in questions.items.values()
            if question.kind == "alarm" and self.given.get(question.id) in (YES, UNKNOWN)
            for flag in question.flags
        ]
        return tuple(dict.fromkeys(found))


class FormError(ValueError):
    """A form that cannot be taken; `problems` are Dutch sentences by question id."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        """Take what is wrong with which question."""
        super().__init__(", ".join(problems))
        self.problems = dict(problems)


def from_form(form: Mapping[str, str], asked: Sequence[str], questions: Questions) -> Answers:
    """Read a submitted form; raises FormError. Pain and the alarm questions must be answered."""
    given: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name in asked:
        question, raw = questions.items[name], form.get(name, "").strip()
        if not raw:
            if name == "pijn" or question.kind == "alarm":
                problems[name] = "Kies een antwoord."
        elif question.kind in RANGES:
            low, high = RANGES[question.kind]
            if raw.isascii() and raw.isdigit() and low <= int(raw) <= high:
                given[name] = int(raw)
            else:
                problems[name] = f"Kies een getal van {low} tot {high}."
        elif question.kind == "tekst":
            if len(raw) > MAX_TEXT:
                problems[name] = f"Uw tekst is te lang: hoogstens {MAX_TEXT} tekens."
            given[name] = raw
        else:
            allowed = question.choices if question.kind == "keuze" else (YES, NO, UNKNOWN)
            if raw not in allowed:
                problems[name] = "Kies een van de antwoorden."
            given[name] = raw
    if problems:
        raise FormError(problems)
    return Answers(given)


def read(text: str, question: Question, is_question: bool = False) -> Reading:
    """Read a reply in free words.

    `is_question` says that the topic classifier is sure the message asks about something else. The
    kind is GIVEN, SKIP, LATER, DECLINE, or one of rugwijzer.triage.answers: STRANGE (out of range),
    STOP, EXPLAIN, CORRECT, OTHER.
    """
    plain = " ".join(standard(text).lower().replace(",", " ").split())
    if question.kind != "tekst" or len(plain.split()) <= 6:
        if _DECLINE.match(plain):
            return Reading(DECLINE)
        if _LATER.match(plain):
            return Reading(LATER)
        if _SKIP.match(plain) and question.kind != "alarm":
            return Reading(SKIP)
    reader = _READERS[question.kind]
    return reader(text, plain, is_question)


def _scale(text: str, plain: str, is_question: bool) -> Reading:
    if is_question and "?" in text:
        return Reading(OTHER)
    reply = read_number(_SMALL.sub(r"\1", text.lower()), "pain_score")
    if reply.number is not None:
        return Reading(GIVEN, int(reply.number))
    return Reading(SKIP if reply.kind == UNKNOWN else reply.kind)


def _days(text: str, plain: str, is_question: bool) -> Reading:
    if is_question and "?" in text:
        return Reading(OTHER)
    if _EVERY_DAY.search(plain):
        return Reading(GIVEN, 7)
    numbers = [n for n in (value(word) for word in re.findall(r"\w+", plain)) if n is not None]
    if numbers:
        # 'vier of vijf dagen': the lower one, so that the goal is not met by a guess.
        lowest = min(numbers[:2])
        return Reading(GIVEN, int(lowest)) if 0 <= lowest <= 7 else Reading(STRANGE)
    unclear = _unclear(text, is_question)
    if unclear == OTHER and _NEVER.search(plain) and not is_question:
        return Reading(GIVEN, 0)
    return Reading(unclear)


def _choice(text: str, plain: str, is_question: bool) -> Reading:
    if is_question and "?" in text:
        return Reading(OTHER)
    unclear = _unclear(text, is_question)
    for name, pattern in _MEDICATION:
        if pattern.search(plain) and (name != "geen" or unclear == OTHER):
            return Reading(GIVEN, name)
    return Reading(unclear)


def _alarm(text: str, plain: str, is_question: bool) -> Reading:
    reply = read_yes_no(text, is_question)
    return Reading(GIVEN, reply.kind) if reply.kind in (YES, NO, UNKNOWN) else Reading(reply.kind)


def _open(text: str, plain: str, is_question: bool) -> Reading:
    if _NOTHING.match(plain):
        return Reading(SKIP)
    if read_yes_no(text).kind == STOP:
        return Reading(STOP)
    return Reading(OTHER) if is_question and "?" in text else Reading(GIVEN, text[:MAX_TEXT])


def _unclear(text: str, is_question: bool) -> str:
    """What a reply without an answer in it is: 'geen idee' is no 'geen', 'weet niet' no 'nooit'."""
    kind = read_yes_no(text, is_question).kind
    return SKIP if kind == UNKNOWN else _meta(kind)


def _meta(kind: str) -> str:
    return kind if kind in (STOP, EXPLAIN, CORRECT) else OTHER


_READERS = {"cijfer": _scale, "dagen": _days, "keuze": _choice, "alarm": _alarm, "tekst": _open}
