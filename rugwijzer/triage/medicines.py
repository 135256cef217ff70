"""How much paracetamol on one day: amounts such as '3 keer 4 paracetamol van 500'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .numbers import value

#: Tablet strength in mg when the message does not say it (the usual strength sold in Dutch shops).
PARACETAMOL_MG = 500
#: Highest safe amount of paracetamol on one day for adults: NHG-Standaard Pijn, 4 gram.
PARACETAMOL_MAX_MG = 4000
_PARACETAMOL = re.compile(r"^(?:para?c\w*|parec\w*|panadol\w*|dafalgan\w*|pcm|sinaspril|finimal)$")
_GRAM = {"gram", "g", "gr"}
_MILLIGRAMS = {**dict.fromkeys(_GRAM, 1000), "mg": 1, "milligram": 1}
_TIMES = {"keer", "maal", "x", "dd", "maaltijden"}
#: Strengths of tablets that are sold, in mg.
_STRENGTHS = (120, 240, 250, 500, 600, 665, 1000)
_TABLETS = {"tablet", "tabletten", "tabletjes", "pillen", "pilletjes", "stuks", "paracetamols"}
#: Tablets in one.
_PACKS = {"strip": 10, "strips": 10, "doosje": 20}
#: A number of these is no number of tablets.
_OTHER_UNITS = {"uur", "dag", "dagen", "week", "weken", "jaar", *_MILLIGRAMS}
#: So many words before the tablets or the weight may tell how many and how often.
_TABLETS_REACH, _WEIGHT_REACH = 7, 6
#: 'Van 500, zes keer per dag': behind an amount that is no total of the day ('per dag, en ...').
_PER_DAY = re.compile(
    r"(?:(?!(?:en(?! dat)|maar|moet|dag|daags|vandaag) )\S+ ){0,6}?"
    r"(\S+) (?:(?:keer|maal|x) (?:per dag|op een dag|daags|vandaag)|dd) "
)
#: 'Elk uur', 'om de 3 uur', 'ieder halfuur'.
_EVERY_HOURS = re.compile(
    r"\b(?:elke?|iedere?|om (?:de|het)|per) (?:(?P<number>\S+) )?(?P<half>half)?(?:uur(?:tje)?|uren)\b"
)
_HOURS_IN_A_DAY = 24
#: 'Zesmaal daags' is 'zes maal daags'.
_TIMES_AS_ONE_WORD = re.compile(r"\b(\w+)(maal|keer)\b")
#: What stands before the first word and after the last.
_EDGE = ""
#: A word between the one before it and the one after it.
_Step = tuple[str, str, str]


def read_paracetamol(words: list[str]) -> float | None:
    """Milligrams of paracetamol on one day; None when not told. `words` are without marks."""
    if not any(_PARACETAMOL.match(w) for w in words):
        return None
    if {"week", "weken"} & set(words) and not {"dag", "daags"} & set(words):
        return None
    words = _often_in_numbers(" ".join(words)).split()
    steps = list(zip([_EDGE, *words], words, [*words[1:], _EDGE]))
    return max([*_in_tablets(steps), *_by_weight(steps)]) or None


def _often_in_numbers(text: str) -> str:
    """The text with 'elk uur' and 'zesmaal' as a number of times: '24 keer', 'zes maal'."""
    return _EVERY_HOURS.sub(_times_a_day, _TIMES_AS_ONE_WORD.sub(r"\1 \2", text))


def _times_a_day(found: re.Match[str]) -> str:
    """'Elk uur' beside an amount; elsewhere ('ik word elk uur wakker') it stays as it is."""
    hours = (value(found["number"]) if found["number"] else 1) or 0
    if found["half"]:
        hours /= 2
    before = found.string[: found.start()].split()[-1:]
    after = found.string[found.end() :].split()[:1]
    if not 0 < hours <= _HOURS_IN_A_DAY:
        return found[0]
    times = f"{_HOURS_IN_A_DAY // hours:.0f} keer"
    if any(value(word) is not None and word != "een" for word in after):
        return times
    if any(map(_is_amount, before)):
        return f"{times} per dag"
    return times if any(map(_is_amount, after)) else found[0]


def _is_amount(word: str) -> bool:
    return value(word) is not None or word in _MILLIGRAMS or _tablets_in(word) is not None


def _in_tablets(steps: Sequence[_Step]) -> Iterator[float]:
    """Milligrams at every word for tablets or packs, from the numbers before it."""
    strength = _strength(steps)
    for i, (_, word, _) in enumerate(steps):
        if size := _tablets_in(word):
            numbers, before = _told(steps[max(0, i - _TABLETS_REACH) : i])
            often = before or _per_day(steps[i + 1 :])
            count = next((n for n in numbers if n != strength), 1 if often else 0)
            yield count * (often or 1) * size * strength


def _by_weight(steps: Sequence[_Step]) -> Iterator[float]:
    """Milligrams at every weight that can be paracetamol: '10 mg' is of something else."""
    for i, (_, number, unit) in enumerate(steps):
        weight = (value(number) or 0) * _MILLIGRAMS.get(unit, 0)
        if weight >= min(_STRENGTHS):
            _, often = _told(steps[max(0, i - _WEIGHT_REACH) : i])
            yield weight * (often or _per_day(steps[i + 2 :]) or 1)


def _tablets_in(word: str) -> int | None:
    """How many tablets a word names: 10 in a strip; None in a word for something else."""
    return 1 if _PARACETAMOL.match(word) or word in _TABLETS else _PACKS.get(word)


def _strength(steps: Sequence[_Step]) -> float:
    """Milligrams in one tablet, as the message says it or else the usual."""
    for before, number, unit in steps:
        if before == "van" and unit in _GRAM and (grams := value(number)):
            return 1000 * grams
    told = (value(word) for _, word, _ in steps)
    return next((n for n in told if n in _STRENGTHS), PARACETAMOL_MG)


def _told(steps: Sequence[_Step]) -> tuple[list[float], float]:
    """The numbers before an amount that may count tablets, the nearest first, and how often (or 0)."""
    numbers: list[float] = []
    for before, word, unit in reversed(steps):
        number = value(word)
        if number is None or (before == "ben" and not _tablets_in(unit)):
            continue
        if unit in _TIMES:
            return numbers, number
        if unit not in _OTHER_UNITS:
            numbers.append(number)
    return numbers, 0


def _per_day(steps: Sequence[_Step]) -> float:
    """How often (or 0), from the words behind an amount: '2 paracetamol, zes keer per dag'."""
    found = _PER_DAY.match("".join(f"{word} " for _, word, _ in steps))
    return (value(found.group(1)) if found else 0) or 0
