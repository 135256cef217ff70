"""Facts a message states in numbers: age, how long, fever, pain score, how many tablets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .numbers import value
from .text import Token, tokenise

#: Days in the units patients use; a month counts as 30 and a year as 365 days.
UNIT_DAYS = {
    "uur": 1 / 24,
    "uren": 1 / 24,
    "uurtje": 1 / 24,
    "uurtjes": 1 / 24,
    "dag": 1,
    "dagen": 1,
    "dage": 1,
    "daag": 1,
    "dagje": 1,
    "dagjes": 1,
    "nacht": 1,
    "nachten": 1,
    "week": 7,
    "weken": 7,
    "weke": 7,
    "weekje": 7,
    "weekjes": 7,
    "wk": 7,
    "wkn": 7,
    "maand": 30,
    "maanden": 30,
    "maande": 30,
    "mnd": 30,
    "maandje": 30,
    "jaar": 365,
    "jaren": 365,
    "jr": 365,
}
_RECENT = {
    "vandaag": 0,
    "vanochtend": 0,
    "vanmorgen": 0,
    "vanmiddag": 0,
    "vanavond": 0,
    "vannacht": 0,
    "zojuist": 0,
    "gisteren": 1,
    "gister": 1,
    "gisteravond": 1,
    "gisternacht": 1,
    "eergisteren": 2,
}
#: Tablet strength in mg when the message does not say it (the usual strength sold in Dutch shops).
PARACETAMOL_MG = 500
#: Highest safe amount of paracetamol on one day for adults: NHG-Standaard Pijn, 4 gram.
PARACETAMOL_MAX_MG = 4000
#: Children under this age count for the flag 'kind'.
ADULT_AGE = 18


@dataclass(frozen=True)
class Facts:
    """What a patient has told in numbers. None means: not told.

    `age` in years, `duration_days` in days, `temperature` in degrees Celsius, `pain_score` 0-10,
    `paracetamol_mg` milligrams on one day.
    """

    age: int | None = None
    duration_days: float | None = None
    temperature: float | None = None
    pain_score: int | None = None
    paracetamol_mg: float | None = None

    def merged(self, newer: Facts) -> Facts:
        """These facts, with every fact that `newer` has replaced."""
        changes = {k: v for k, v in vars(newer).items() if v is not None}
        return replace(self, **changes)


def _age(words: list[str]) -> int | None:
    for i, word in enumerate(words):
        number = value(word)
        if number is None or not 1 <= number <= 110 or number != int(number):
            continue
        after = words[i + 1 : i + 3]
        before = words[max(0, i - 3) : i]
        unit = after[0] if after else ""
        if unit in {"jaar", "jr", "jarige", "lentes"}:
            past = after[1:2] and after[1] in {
                "geleden",
                "terug",
                "last",
                "pijn",
                "rugpijn",
                "lang",
            }
            since = {"al", "sinds", "over", "na", "ongeveer", "elke", "paar", "drie"} & set(
                before[-1:]
            )
            lasting = "ben" in before and (number < 5 or after[1:2] == ["bezig"])
            if past or since or lasting:
                continue
            if "ben" in before or "is" in before or "van" in before or "," in before or not before:
                return int(number)
            if after[1:2] and after[1] in {"oud", "en", ",", ".", "zwanger"}:
                return int(number)
            continue
        if (
            before[-2:] == ["ik", "ben"]
            or before[-2:] == ["ben", "ik"]
            or before[-2:] == ["ben", "nu"]
        ) and unit not in {
            "kilo",
            "weken",
            "week",
            "maanden",
            "dagen",
            "uur",
            "keer",
            "kg",
            "procent",
        }:
            return int(number) if number >= 5 else None
        child = {
            "zoon",
            "dochter",
            "kind",
            "zoontje",
            "dochtertje",
            "jongen",
            "meisje",
            "kleinzoon",
        }
        if before[-1:] == ["van"] and child & set(before):
            return int(number)
        if unit == "" and before[-1:] == ["leeftijd"]:
            return int(number)
    return None


_YEAR_OLD = re.compile(r"\b(\d{1,3})\s?-?\s?(?:jarige|jaar oud|jr oud|j\b)", re.IGNORECASE)


def _duration(words: list[str]) -> float | None:
    best: float | None = None
    for i, word in enumerate(words):
        if word in UNIT_DAYS:
            number = value(words[i - 1]) if i else None
            if i >= 2 and words[i - 1] in {
                "tal",
                "of",
                "goede",
                "kleine",
                "ruime",
                "dikke",
                "hele",
            }:
                number = value(words[i - 2]) or (1 if words[i - 1] != "of" else None)
            before = words[max(0, i - 4) : i]
            after = words[i + 1 : i + 2]
            if number is None and words[i - 1] in {"vorige", "afgelopen", "de", "een", "hele"}:
                number = 1
            if number is None and before and before[-1] in {"al", "paar", "sinds"}:
                number = 2 if word.endswith("en") else 1
            if number is None or after == ["oud"] or "ben" in before[-2:] or "zwanger" in words:
                continue
            cue = {"al", "sinds", "nu", "bijna", "ruim", "duurt", "last", "pijn", "geleden", "over"}
            if cue & set(before) or (
                after[:1] and after[0] in {"geleden", "last", "pijn", "lang", "nu"}
            ):
                best = max(best or 0.0, number * UNIT_DAYS[word])
    if best is None:
        recent = [days for word, days in _RECENT.items() if word in words]
        if recent and ("sinds" in words or "begon" in words):
            return float(max(recent))
    return best


def _temperature(text: str, words: list[str]) -> float | None:
    folded = text.lower().replace(" komma ", ",").replace(" punt ", ".")
    for match in re.finditer(
        r"(?<![\d.,])(3[5-9]|4[0-2])(?:\s?[.,]\s?(\d))?(?![\d])(?!\s?(?:jaar|kilo|kg|wek|km|mg|%|euro|jr))",
        folded,
    ):
        tail = folded[match.end() : match.end() + 12]
        head = folded[max(0, match.start() - 30) : match.start()]
        cue = "graden" in tail or "°" in tail or "koorts" in tail or "koorts" in head
        cue = cue or any(
            w in head for w in ("temperatuur", "thermometer", "verhoging", "gemeten", "temp")
        )
        if match.group(2) is not None or cue:
            return float(f"{match.group(1)}.{match.group(2) or 0}")
    for i, word in enumerate(words):
        number = value(word)
        if number is not None and word.isalpha() and 35 <= number <= 42:
            rest = words[i + 1 : i + 4]
            tenth = next((value(w) for w in rest if w not in {"komma", "punt", "en"}), None)
            near = words[max(0, i - 5) : i + 5]
            if {"koorts", "graden", "temperatuur", "thermometer", "komma", "verhoging"} & set(near):
                extra = tenth / 10 if tenth is not None and tenth < 10 and "half" not in rest else 0
                return number + (0.5 if "half" in rest or "halve" in rest else extra)
    return None


def _pain(words: list[str]) -> int | None:
    for i, word in enumerate(words):
        number = value(word)
        if number is None or not 0 <= number <= 10 or number != int(number):
            continue
        if words[i + 1 : i + 3] in (["uit", "10"], ["van", "10"], ["op", "10"], ["op", "de"]):
            return int(number)
        if {"cijfer", "pijnscore", "nrs", "pijncijfer"} & set(words[max(0, i - 4) : i]):
            return int(number)
    return None


_PARACETAMOL = re.compile(r"^(?:para?c\w*|parec\w*|panadol\w*|dafalgan\w*|pcm|sinaspril|finimal)$")
_TABLETS = {"tablet", "tabletten", "tabletjes", "pillen", "pilletjes", "stuks", "paracetamols"}


def _paracetamol(words: list[str]) -> float | None:
    """Milligrams of paracetamol on one day, from amounts such as '3 keer 4 paracetamol van 500'."""
    if not any(_PARACETAMOL.match(w) for w in words):
        return None
    if "week" in words or ("weken" in words and "dag" not in words):
        return None
    strength = next(
        (value(w) for w in words if value(w) in (120, 240, 250, 500, 600, 665, 1000)), None
    )
    strength = strength or PARACETAMOL_MG
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
            following = words[j + 1] if j + 1 < len(words) else ""
            if following in {"keer", "maal", "x", "maaltijden"}:
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
        if word in {"gram", "g"} and i and value(words[i - 1]):
            best = max(best, (value(words[i - 1]) or 0) * 1000)
    return best or None


def extract(text: str, tokens: list[Token] | None = None) -> Facts:
    """Read the facts out of one message; anything doubtful stays None."""
    tokens = tokens if tokens is not None else tokenise(text)
    words = [t.norm for t in tokens if not t.is_mark or t.norm == ","]
    bare = [w for w in words if w != ","]
    age = _age(words)
    if age is None:
        match = _YEAR_OLD.search(text)
        age = int(match.group(1)) if match and 0 < int(match.group(1)) <= 110 else None
    return Facts(
        age=age,
        duration_days=_duration(bare),
        temperature=_temperature(text, bare),
        pain_score=_pain(bare),
        paracetamol_mg=_paracetamol(_split_times(bare)),
    )


def _split_times(words: list[str]) -> list[str]:
    """'3x' and '3x4' to separate words, so that amounts can be multiplied."""
    out: list[str] = []
    for word in words:
        match = re.fullmatch(r"(\d+)x(\d*)", word)
        out.extend(
            [match.group(1), "keer", *([match.group(2)] if match.group(2) else [])]
            if match
            else [word]
        )
    merged: list[str] = []
    for word in out:
        merged.append("keer" if word == "x" else word)
    return merged
