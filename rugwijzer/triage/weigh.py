"""Joining lexicon and detector into two sets: sure and unsure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .flags import URGENT, Flag

#: Pattern name of what follows from numbers in the text (age, dose, fever), not from words.
COUNTED = "afgeleid"

if TYPE_CHECKING:
    from .assess import Finding


@dataclass(frozen=True)
class Weights:
    """Probabilities of the detector from which a flag counts.

    Tuned on cross-validation over the project's own messages for recall, per level group:
    `urgent` for bel_112 and spoed, `other` for vandaag and deze_week. Clear words of the lexicon
    are sure from `confirm_sure`, and a check question below it; only for `other` flags may a
    chance under `dismiss_other` silence them. See docs/evaluatie.md.
    """

    sure_urgent: float = 0.35
    sure_other: float = 0.35
    ask_urgent: float = 0.05
    ask_other: float = 0.07
    confirm_sure: float = 0.05
    confirm_unsure: float = 0.2
    dismiss_other: float = 0.005
    overrule: float = 0.8


DEFAULT_WEIGHTS = Weights()


def weigh(
    findings: Iterable[Finding],
    probabilities: Mapping[str, float] | None,
    flags: Mapping[str, Flag],
    weights: Weights,
) -> tuple[set[str], set[str]]:
    """Return (sure, unsure) flags.

    Without probabilities (detector absent) the lexicon alone decides, on the safe side.
    """
    best: dict[str, int] = {}
    counted: set[str] = set()
    for finding in findings:
        if finding.pattern == COUNTED and not finding.ruling:
            counted.add(finding.flag)
        score = 0 if finding.ruling else (2 if finding.strength == "zeker" else 1)
        best[finding.flag] = max(best.get(finding.flag, 0), score)
    if probabilities is None:
        return {f for f, s in best.items() if s == 2}, {f for f, s in best.items() if s == 1}
    sure: set[str] = set()
    unsure: set[str] = set()
    for flag in flags:
        chance = probabilities.get(flag)
        if chance is None:
            if best.get(flag, 0) > 0:
                (sure if best[flag] == 2 else unsure).add(flag)
            continue
        urgent = flags[flag].level in URGENT
        high = weights.sure_urgent if urgent else weights.sure_other
        low = weights.ask_urgent if urgent else weights.ask_other
        score = best.get(flag, -1)
        if score == 2:
            if chance >= weights.confirm_sure:
                sure.add(flag)
            elif urgent or flag in counted or chance >= weights.dismiss_other:
                unsure.add(flag)
        elif score == 1:
            if chance >= weights.confirm_unsure:
                sure.add(flag)
            elif chance >= weights.confirm_sure:
                unsure.add(flag)
        elif score == 0:
            if chance >= weights.overrule:
                unsure.add(flag)
        elif chance >= high:
            sure.add(flag)
        elif chance >= low:
            unsure.add(flag)
    return sure, unsure
