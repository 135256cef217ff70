"""How much paracetamol on one day: amounts such as '3 keer 4 paracetamol van 500'."""

from __future__ import annotations

import re
from itertools import pairwise

from .numbers import value

#: Tablet strength in mg when the message does not say it (the usual strength sold in Dutch shops).
PARACETAMOL_MG = 500
#: Highest safe amount of paracetamol on one day for adults: NHG-Standaard Pijn, 4 gram.
PARACETAMOL_MAX_MG = 4000
_PARACETAMOL = re.compile(r"^(?:para?c\w*|parec\w*|panadol\w*|dafalgan\w*|pcm|sinaspril|finimal)$")
_GRAM = {"gram", "g", "gr"}
_TIMES = {"keer", "maal", "x", "dd"}
#: Strengths of tablets that are sold, in mg.
_STRENGTHS = (120, 240, 250, 500, 600, 665, 1000)
_TABLETS = {"tablet", "tabletten", "tabletjes", "pillen", "pilletjes", "stuks", "paracetamols"}


def read_paracetamol(words: list[str]) -> float | None:
    """Milligrams of paracetamol on one day; None when not told. `words` are without marks."""
    if not any(_PARACETAMOL.match(w) for w in words):
        return None
    if {"week", "weken"} & set(words) and not {"dag", "daags"} & set(words):
        return None
    strength = _strength(words)
    best = 0.0
    for i, word in enumerate(words):
        if not (
            _PARACETAMOL.match(word) or word in _TABLETS or word in {"strip", "strips", "doosje"}
        ):
            continue
        amount, times = None, 1.0
        for j in range(i - 1, max(-1, i - 8), -1):
            number = value(words[j])
            if number is None or (number in (strength,) and number >= 100):
                continue
            following = words[j + 1]
            if following in _TIMES | {"maaltijden"}:
                times = number
                break
            if following in {"uur", "dagen", "weken", "dag", "week", "jaar", "gram", "mg"}:
                if following == "gram":
                    best = max(best, number * 1000)
                continue
            if amount is None:
                amount = number
        if amount is None and times > 1:
            amount = 1.0
        if amount is not None:
            size = 10 if word in {"strip", "strips"} else 20 if word == "doosje" else 1
            best = max(best, amount * times * size * strength)
    for i, word in enumerate(words):
        if word in _GRAM and i and not (i > 1 and words[i - 2] == "van"):
            best = max(
                best, (value(words[i - 1]) or 0) * 1000 * _times(words[max(0, i - 7) : i - 1])
            )
    return best or None


def _strength(words: list[str]) -> float:
    """Milligrams in one tablet, as the message says it or else the usual."""
    for first, number, unit in zip(words, words[1:], words[2:]):
        if first == "van" and unit in _GRAM and value(number):
            return 1000 * (value(number) or 0)
    return next((n for n in map(value, words) if n in _STRENGTHS), None) or PARACETAMOL_MG


def _times(before: list[str]) -> float:
    """How often an amount is taken, from the words before it: 'zes keer per dag'."""
    for number, word in pairwise(before):
        if word in _TIMES and value(number):
            return value(number) or 1.0
    return 1.0
