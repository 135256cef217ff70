"""What a patient can show or read out on the phone: the level, what was told, and why.

Pure: the state of the intake and reviewed sentences go in, plain Dutch lines come out. Each signal is
explained by the patient's own words or answer, the rule that set the level, and the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from .durations import ALWAYS_DAYS, SOME_YEARS_DAYS
from .flags import FlagBook, rank
from .intake import Intake

#: References inside the project mean nothing to a reader on the phone.
_INTERNAL = re.compile(r"\s*\(?references? [^;)]*\)?|\s*\([^)]*nog te[^)]*\)|\s*\(OK in [^)]*\)")
_MAX_DENIED = 12
#: Days of a unit, its names, and up to how many days a whole number of it is still said in it.
_UNITS = (
    (365, "jaar", "jaar", ALWAYS_DAYS),
    (30, "maand", "maanden", 720),
    (7, "week", "weken", 364),
)
_ONE_AND_A_HALF = {10.5: "anderhalve week", 45: "anderhalve maand", 547.5: "anderhalf jaar"}


def summary(
    intake: Intake, book: FlagBook, texts: Mapping[str, Any], rule: Callable[[str], str]
) -> str:
    """The summary as lines; `texts` is `samenvatting` of vragenlijst.yml, `rule` words a rule's name."""
    decision = intake.decision(book)
    counting = intake.counting()
    lines = [str(texts["kop"]), str(texts["advies"][decision.level])]
    lines += _facts(intake, texts)
    for flag in decision.flags:
        if flag in intake.present and flag in counting:
            known = book.flags[flag]
            lines.append(
                texts["signaal"].format(
                    naam=known.name, hoe=intake.present[flag], bron=source(known.source, texts)
                )
            )
    for group in intake.maybe:
        names = "; ".join(book.flags[f].name for f in group)
        lines.append(texts["een_van"].format(namen=names))
    lines += [texts["regel"].format(regel=words) for words in _rules(decision.rules, rule)]
    top = [book.flags[f].name for f in decision.flags if _same(book, f, decision.flags[0])]
    if not decision.rules and decision.flags and decision.flags[0] in intake.present:
        lines.append(texts["hoogste"].format(namen=" en ".join(top[:2])))
    denied = [book.flags[f].name for f in intake.denied if f in book.flags]
    if denied:
        lines.append(texts["ontkend"].format(namen="; ".join(denied[:_MAX_DENIED])))
    return "\n".join([*lines, str(texts["slot"])])


def source(raw: str, texts: Mapping[str, Any]) -> str:
    """A flag's source without references inside the project; the makers' own when nothing is left."""
    parts = [_INTERNAL.sub("", part).strip() for part in raw.split(";")]
    return ", ".join(p for p in parts if p) or str(texts["eigen_bron"])


def duration(days: float) -> str:
    """Days in the words a patient would use: '3 dagen', '6 weken', 'een half jaar'.

    Who says six weeks reads six weeks again; other numbers are rounded from two of a unit on.
    """
    if days < 1:
        return "vandaag"
    if days == SOME_YEARS_DAYS:
        return "enkele jaren"
    if days >= ALWAYS_DAYS:
        return "al heel lang"
    if days in _ONE_AND_A_HALF:
        return _ONE_AND_A_HALF[days]
    if 180 <= days <= 185:
        return "een half jaar"
    for size, one, more, most in _UNITS:
        if days % size == 0 and days <= most:
            return f"{days / size:.0f} {one if days == size else more}"
    for size, _, more, _ in _UNITS:
        if days // size >= 2:
            return f"{round(days / size)} {more}"
    return f"{round(days)} {'dag' if round(days) == 1 else 'dagen'}"


def _facts(intake: Intake, texts: Mapping[str, Any]) -> list[str]:
    facts = intake.facts
    told = {
        "leeftijd": facts.age,
        "duur": None if facts.duration_days is None else duration(facts.duration_days),
        "pijn": facts.pain_score,
        "temperatuur": None if facts.temperature is None else f"{facts.temperature:.1f}",
    }
    return [
        texts[key].format(waarde=str(value).replace(".", ","))
        for key, value in told.items()
        if value is not None
    ]


def _rules(names: tuple[str, ...], rule: Callable[[str], str]) -> list[str]:
    return [words for words in map(rule, names) if words]


def _same(book: FlagBook, one: str, other: str) -> bool:
    return rank(book.flags[one].level) == rank(book.flags[other].level)
