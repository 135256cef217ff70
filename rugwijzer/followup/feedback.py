"""What a patient hears about the own course after a check-in: the curve in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .plans import WalkingGoal
from .worsening import Measures


def in_words(
    now: Measures,
    earlier: Sequence[Measures],
    worse: bool,
    goal: WalkingGoal | None,
    texts: Mapping[str, str],
) -> list[str]:
    """Sentences about pain and walking; `earlier` is oldest first, `texts` are 'terugkoppeling'."""
    lines = []
    before = next((m.pain for m in reversed(earlier) if m.pain is not None), None)
    if now.pain is not None and before is None:
        lines.append(texts["eerste"])
    elif now.pain is not None and before is not None:
        change = now.pain - before
        name = "beter" if change <= -2 else "slechter" if change >= 2 else "gelijk"
        lines.append(texts[name].format(eerder=before, nu=now.pain))
        if name != "beter" and not worse:
            lines.append(texts["wisselend"])
    if worse:
        lines.append(texts["verslechterd"])
    if goal is not None and now.walked is not None:
        name = "doel_gehaald" if now.walked >= goal.low else "doel_niet_gehaald"
        word = "dag" if now.walked == 1 else "dagen"
        lines.append(
            texts[name].format(dagen=now.walked, dagwoord=word, van=goal.low, tot=goal.high)
        )
    return lines
