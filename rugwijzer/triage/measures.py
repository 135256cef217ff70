"""Numbers on a scale: the temperature in degrees Celsius and the pain score."""

from __future__ import annotations

import re

from .numbers import value

_DEGREES = re.compile(
    r"(?<![\d.,])(3[5-9]|4[0-2])(?:\s?[.,]\s?(\d))?(?![\d])(?!\s?(?:jaar|kilo|kg|wek|km|mg|%|euro|jr))"
)
_HALF = re.compile(r"\s*(en )?(een )?hal(f|ve)\b")
_CUES = ("temperatuur", "thermometer", "verhoging", "gemeten", "temp", "koorts")
_DEGREES_SAID = ("graden", "graad")
_CUE_WORDS = frozenset(
    {*_DEGREES_SAID, "koorts", "temperatuur", "thermometer", "komma", "verhoging"}
)
_ON_THERMOMETER = re.compile(r"\W*(op|volgens) (de|mijn|onze|een) \w*thermometer\b")
_OUT_OF_TEN = (["uit", "10"], ["van", "10"], ["op", "10"], ["op", "de"])


def read_temperature(text: str, words: list[str]) -> float | None:
    """Body temperature in degrees Celsius, in digits ('38,5') or words; None when not told."""
    folded = text.lower().replace(" komma ", ",").replace(" punt ", ".")
    for match in _DEGREES.finditer(folded):
        tail = folded[match.end() : match.end() + 12]
        head = folded[max(0, match.start() - 30) : match.start()]
        half = _HALF.match(folded[match.end() :])
        cue = (
            any(w in tail for w in (*_DEGREES_SAID, "°", "koorts", "gemeten"))
            or any(w in head for w in _CUES)
            or _ON_THERMOMETER.match(folded[match.end() :])
        )
        said = half and any(w in folded for w in _DEGREES_SAID)
        if match.group(2) is not None or cue or said:
            tenth = int(match.group(2) or (5 if half else 0))
            return float(f"{match.group(1)}.{tenth}")
    return _in_words(words)


def _in_words(words: list[str]) -> float | None:
    for i, word in enumerate(words):
        number = value(word)
        if number is None or not word.isalpha() or not 35 <= number <= 42:
            continue
        rest = words[i + 1 : i + 4]
        if not _CUE_WORDS & set(words[max(0, i - 5) : i + 5]) and rest[:1] != ["gemeten"]:
            continue
        if {"half", "halve"} & set(rest):
            return number + 0.5
        tenth = next((value(w) for w in rest if w not in {"komma", "punt", "en"}), None)
        return number + (tenth / 10 if tenth is not None and tenth < 10 else 0)
    return None


def read_pain(words: list[str]) -> int | None:
    """A pain score from 0 to 10: 'pijncijfer 7', 'een 8 op 10'; None when not told."""
    for i, word in enumerate(words):
        number = value(word)
        if number is None or not 0 <= number <= 10 or number != int(number):
            continue
        if words[i + 1 : i + 3] in _OUT_OF_TEN:
            return int(number)
        if {"cijfer", "pijnscore", "nrs", "pijncijfer"} & set(words[max(0, i - 4) : i]):
            return int(number)
    return None
