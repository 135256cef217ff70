"""Recall against false alarms and against questions asked, per level, as pictures for the docs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rugwijzer.triage import LEVELS, Triage

from .folds import SHIFTS, Judged, assessed
from .measure import is_caught
from .wilson import Share

#: Colours that stay apart for the colour-blind (Okabe and Ito), most urgent first.
_COLOURS = {"bel_112": "#D55E00", "spoed": "#E69F00", "vandaag": "#0072B2", "deze_week": "#009E73"}


@dataclass(frozen=True)
class Point:
    """One setting: recall per level, and what it costs on messages without a signal."""

    shift: float
    recall: dict[str, Share]
    false_alarm: Share
    asked: Share


def points(triage: Triage, judged: Sequence[Judged]) -> list[Point]:
    """The curve over all shifts."""
    return [_point(triage, judged, shift) for shift in SHIFTS]


def _point(triage: Triage, judged: Sequence[Judged], shift: float) -> Point:
    pairs = [(j.case, v) for j, v in zip(judged, assessed(triage, judged, shift))]
    quiet = [v for c, v in pairs if not c.flags]
    recall = {}
    for level in LEVELS[1:]:
        hits = [is_caught(c, v) for c, v in pairs if c.flags and c.level == level]
        recall[level] = Share(sum(hits), len(hits))
    return Point(
        shift,
        recall,
        Share(sum(v.escalates for v in quiet), len(quiet)),
        Share(sum(bool(v.asked) for v in quiet), len(quiet)),
    )


def draw(curve: Sequence[Point], folder: Path) -> list[Path]:
    """Write the two pictures; returns their paths."""
    return [
        _draw(curve, "false_alarm", "vals alarm", folder / "veiligheid-vals-alarm.svg"),
        _draw(curve, "asked", "controlevraag gesteld", folder / "veiligheid-gevraagd.svg"),
    ]


def _draw(curve: Sequence[Point], cost: str, label: str, path: Path) -> Path:
    import matplotlib

    matplotlib.use("svg")
    # The same input gives the same file, so that a diff shows a real change.
    matplotlib.rcParams["svg.hashsalt"] = "rugwijzer"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6.4, 4.0))
    for level, colour in _COLOURS.items():
        xs = [getattr(p, cost).value for p in curve]
        ys = [p.recall[level].value for p in curve]
        axes.plot(xs, ys, marker=".", color=colour, label=level)
        now = next(p for p in curve if p.shift == 0)
        axes.plot(
            getattr(now, cost).value, now.recall[level].value, "o", color=colour, mfc="none", ms=11
        )
    axes.set_xlabel(f"{label}, aandeel van de berichten zonder signaal")
    axes.set_ylabel("opgemerkt, aandeel van de signalen")
    axes.grid(alpha=0.3)
    axes.legend(loc="lower right")
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
    return path
