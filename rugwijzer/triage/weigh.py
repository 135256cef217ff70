"""Joining lexicon and detector into two sets: sure and unsure.

Every flag gets points on the scale of log-odds: what the detector hears, plus what the lexicon found
in the patient's words. The points were fitted on messages of voices that neither the makers of the
lexicon nor the detector had seen (docs/evaluatie.md); they are few, so that one can read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, isnan, log

from .finding import COUNTED, Finding
from .flags import URGENT, Flag

_SURE, _MAYBE, _ASIDE, _COUNT = "zeker", "misschien", "terzijde", "geteld"
_DENIED = "ontkend"
#: From strong to weak: a flag gets the points of the strongest thing found.
_ORDER = (_COUNT, _SURE, _MAYBE, _ASIDE, _DENIED)
#: Reasons of the context that speak against the signal, where the others leave it open.
_AGAINST = frozenset({"ontkend", "verleden"})
_FLOOR = 1e-5


@dataclass(frozen=True)
class Weights:
    """Points of one group of flags, and the chances from which a flag counts.

    `base` counts always and `heard` for each point of log-odds of the detector; of the lexicon
    count `sure` or `maybe` words, words that the context sets `aside`, words that are `denied` or
    long past, or a `counted` number. From chance `sure_at` a flag is escalated, from `ask_at` there
    is a check question; from `counted_at` when a number counts.
    """

    base: float
    heard: float
    sure: float
    maybe: float
    aside: float
    denied: float
    counted: float
    sure_at: float
    ask_at: float
    counted_at: float

    def chance(self, detected: float, found: str | None) -> float:
        """The chance of a flag, from the detector's chance and the strongest thing found."""
        kept = min(max(detected, _FLOOR), 1 - _FLOOR)
        points = {
            _SURE: self.sure,
            _MAYBE: self.maybe,
            _ASIDE: self.aside,
            _DENIED: self.denied,
            _COUNT: self.counted,
        }
        total = self.base + self.heard * log(kept / (1 - kept)) + (points[found] if found else 0)
        return 1 / (1 + exp(-total))


#: bel_112 and spoed.
URGENT_WEIGHTS = Weights(
    base=0.2,
    heard=0.87,
    sure=1.5,
    maybe=0.25,
    aside=-0.7,
    denied=-1.6,
    counted=0.8,
    sure_at=0.45,
    ask_at=0.03,
    counted_at=0.01,
)
#: vandaag and deze_week.
OTHER_WEIGHTS = Weights(
    base=0.3,
    heard=0.88,
    sure=1.7,
    maybe=0.6,
    aside=0.0,
    denied=-1.3,
    counted=1.0,
    sure_at=0.45,
    ask_at=0.12,
    counted_at=0.01,
)


def weigh(
    findings: Iterable[Finding],
    probabilities: Mapping[str, float] | None,
    flags: Mapping[str, Flag],
) -> tuple[set[str], set[str]]:
    """Return (sure, unsure) flags; `probabilities` are those of the detector.

    Without them (detector absent), or for a flag that the detector does not know or has no number for,
    the lexicon alone decides, on the safe side.
    """
    found = _strongest(findings)
    sure: set[str] = set()
    unsure: set[str] = set()
    for name, flag in flags.items():
        words, detected = found.get(name), (probabilities or {}).get(name)
        if detected is None or isnan(detected):
            if words in (_SURE, _COUNT):
                sure.add(name)
            elif words == _MAYBE:
                unsure.add(name)
            continue
        weights = URGENT_WEIGHTS if flag.level in URGENT else OTHER_WEIGHTS
        chance = weights.chance(detected, words)
        if chance >= weights.sure_at:
            sure.add(name)
        elif chance >= (weights.counted_at if words == _COUNT else weights.ask_at):
            unsure.add(name)
    return sure, unsure


def _strongest(findings: Iterable[Finding]) -> dict[str, str]:
    best: dict[str, str] = {}
    for finding in findings:
        if finding.ruling:
            kind = _DENIED if finding.ruling.reason in _AGAINST else _ASIDE
        elif finding.pattern == COUNTED:
            kind = _COUNT
        else:
            kind = finding.strength
        old = best.get(finding.flag, _ORDER[-1])
        best[finding.flag] = min(old, kind, key=_ORDER.index)
    return best
