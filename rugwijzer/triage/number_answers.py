"""Reading a reply to a question for a number: an age, a duration, a pain score or a temperature."""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import date
from itertools import zip_longest

from .answers import (
    NOT_KNOWN,
    NUMBER,
    OTHER,
    STRANGE,
    UNKNOWN,
    Reply,
    about_the_question,
    plain_words,
)
from .durations import ALWAYS_DAYS, SOME_YEARS_DAYS, UNIT_DAYS, read_duration
from .facts import ADULT_AGE, dutch_today, extract
from .numbers import value

#: A bare number up to this counts as days; a larger one is more likely a year ('sinds 2019').
MAX_BARE_DAYS = 400
#: The oldest age that is believed, in years.
MAX_AGE = 115
#: The body temperatures that are believed, in degrees Celsius.
COLDEST, HOTTEST = 34, 43
_NOT_MEASURED = re.compile(r"\b(nee|neen|niet|geen|weet)\b")
_REFUSES = re.compile(
    r"^(nee|neen)( hoor)?$|^(neen? )?liever niet\b|\bzeg (het |dat )?liever niet\b"
)
#: 'Een' at the end or before these words is a one.
_ARTICLE = re.compile(
    r"\b(een|ene) (?!(op|uit|van|of|a|denk|hooguit|hoogstens|misschien|ongeveer|maar)\b)"
)
_NO_PAIN = re.compile(r"^(nu )?(helemaal )?(geen( pijn)?|niets)$")
#: 'Op een schaal van 0 tot 10 een 8' is an eight.
_SCALE = re.compile(r"\b(van )?(0|1|nul|een) tot (en met )?(10|tien)\b ?")
#: 'Al 5 jaar last', '3 jaar geleden' and 'over 2 jaar 65' tell no age; 'al 70 jaar oud' does.
_YEARS_OF_SOMETHING = re.compile(
    r"\b(al|sinds|over) \S+ (jaar|jaren|jr)\b(?! (oud|jong)\b) ?"
    r"|\b\S+ (jaar|jaren|jr) (?=(geleden|terug|lang|last|pijn|rugpijn|klachten)\b)"
)
_SINCE = re.compile(r"\b(sinds\w*|vanaf)\b")
_SHORTER_THAN_A_YEAR = frozenset(u for u, days in UNIT_DAYS.items() if days < UNIT_DAYS["jaar"])


def read_number(text: str, asks: str, today: date | None = None) -> Reply:
    """A reply to a question for a number.

    `asks` is 'age' (years), 'duration_days' (days), 'pain_score' (0-10) or 'temperature' (degrees
    Celsius). kind is NUMBER with the number, STRANGE for a number out of range, UNKNOWN, or one of
    the other kinds. Raises ValueError for another `asks`.
    """
    plain = plain_words(text)
    today = today or dutch_today()
    if meta := about_the_question(plain):
        return meta
    if asks == "duration_days":
        return _duration(plain, today)
    if asks == "temperature":
        return _temperature(plain)
    if asks == "age":
        return _age(text, plain, today)
    if asks == "pain_score":
        return _pain(plain)
    raise ValueError(f"no question asks for {asks}")


def _numbers(plain: str) -> list[float]:
    """The numbers in a reply, without the 'een' of 'een 6', 'een stuk erger' and 'een jaar of 60'."""
    return [n for n in map(value, _ARTICLE.sub("", plain).split()) if n is not None]


def _within(number: float, high: float) -> Reply:
    usable = number <= high and number == int(number)
    return Reply(NUMBER, number) if usable else Reply(STRANGE)


def _without_number(plain: str) -> Reply:
    return Reply(UNKNOWN if NOT_KNOWN.search(plain) or _REFUSES.search(plain) else OTHER)


def _age(text: str, plain: str, today: date) -> Reply:
    """An age in a sentence, or an adult's year of birth: 'ik ben 71', '1952', '15-3-1952'.

    A later year is no birth here: 'sinds 2019' must not make a child of the patient.
    """
    years = (today.year - n for n in _numbers(plain))
    born = [n for n in years if ADULT_AGE <= n <= MAX_AGE]
    if born and not _SINCE.search(plain):
        return Reply(NUMBER, born[0])
    told = extract(text, today=today).age
    if told is not None:
        return Reply(NUMBER, told)
    found = _numbers(_without(_SHORTER_THAN_A_YEAR, _YEARS_OF_SOMETHING.sub("", plain)))
    return _within(found[0], MAX_AGE) if found else _without_number(plain)


def _pain(plain: str) -> Reply:
    if _NO_PAIN.match(plain):
        return Reply(NUMBER, 0.0)
    found = _numbers(_without(UNIT_DAYS, _SCALE.sub("", plain)))
    return _within((found[0] + 0.5) // 1, 10) if found else _without_number(plain)


def _without(units: Container[str], plain: str) -> str:
    """The words without the number of '3 dagen', which is no age and no pain score."""
    words = plain.split()
    return " ".join(w for w, after in zip_longest(words, words[1:]) if after not in units)


def _temperature(plain: str) -> Reply:
    """The highest that was measured: 'gisteren 36,8, nu 39,1' is a fever, and so is the reverse."""
    words = plain.split()
    measured = [
        number + _tenths(number, words[i + 1 :])
        for i, number in enumerate(map(value, words))
        if number is not None and COLDEST <= number <= HOTTEST
    ]
    if measured:
        return Reply(NUMBER, max(measured))
    if _numbers(plain):
        return Reply(STRANGE)
    return Reply(UNKNOWN if _NOT_MEASURED.search(plain) else OTHER)


def _tenths(degrees: float, after: list[str]) -> float:
    """What '38 komma vijf' and '38 en een half' add to whole degrees."""
    if degrees != int(degrees):
        return 0
    match after:
        case ["komma" | "punt", word, *_] if (tenth := value(word)) is not None and tenth < 10:
            return tenth / 10
    return 0.5 if {"half", "halve"} & set(after) else 0


#: What a plural without a number counts for: 'al weken'.
_SOME = {"jaren": SOME_YEARS_DAYS / 365, "maanden": 3, "weken": 3, "dagen": 3}


def _duration(plain: str, today: date) -> Reply:
    words = plain.split()
    for i, word in enumerate(words):
        if word in UNIT_DAYS:
            return Reply(NUMBER, _count(words, i) * UNIT_DAYS[word])
    days = read_duration(["sinds", *words], today)
    if days is not None and not plain.isdigit():
        return Reply(NUMBER, days)
    if re.search(r"\b(heel mijn leven|mijn hele leven|altijd al|altijd|jarenlang)\b", plain):
        return Reply(NUMBER, ALWAYS_DAYS)
    if re.search(r"\b(net|zojuist|daarnet|zonet|nu pas)\b", plain):
        return Reply(NUMBER, 0)
    found = _numbers(plain)
    if len(words) <= 2 and found:
        return Reply(NUMBER, found[0]) if found[0] <= MAX_BARE_DAYS else Reply(STRANGE)
    return _without_number(plain)


def _count(words: list[str], i: int) -> float:
    """How many of the unit at `i`: the number before it, or the one after 'of' in 'een dag of 3'."""
    match words[i + 1 :]:
        case ["of", _, unit, *_] if unit in UNIT_DAYS:
            pass
        case ["of", amount, *_] if number := value(amount):
            return number
    before = (value(w) for w in reversed(words[max(0, i - 3) : i]))
    return next((n for n in before if n is not None), _SOME.get(words[i], 1))
