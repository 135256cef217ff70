"""Whether a series grows: pure, on numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.stats import theilslopes

#: So much of a run is warm-up: caches fill, sessions of the first minutes have not ended yet.
WARM_UP = 0.2
#: With fewer points no slope can be told from chance.
FEWEST = 8


@dataclass(frozen=True)
class Trend:
    """How much a series rose from the end of the warm-up to its end, in its own unit.

    `level` is its median, `rise` the Theil-Sen slope times the length, `sure` the lower bound of the
    slope's 95% interval times the length.
    """

    level: float
    rise: float
    sure: float

    @property
    def share(self) -> float:
        """The rise as a share of the level."""
        return self.rise / self.level if self.level else 0.0

    def grows(self, share: float, least: float) -> bool:
        """Whether it surely rises, and by more than both a share of its level and an amount."""
        return self.sure > 0 and self.rise > max(share * self.level, least)


def trend(times: Sequence[float], values: Sequence[float]) -> Trend:
    """The trend after the warm-up; raises ValueError when there are too few points.

    Theil-Sen (the median of all slopes between two points), because one disturbed minute on a shared
    machine must not decide, and neither must a single step at the end be averaged away.
    """
    x, y = np.asarray(times, float), np.asarray(values, float)
    kept = x >= x[0] + WARM_UP * (x[-1] - x[0]) if len(x) else x.astype(bool)
    x, y = x[kept], y[kept]
    if len(x) < FEWEST:
        raise ValueError(f"{len(x)} points after the warm-up; {FEWEST} are needed")
    slope, _, low, _ = theilslopes(y, x, 0.95)
    length = float(x[-1] - x[0])
    return Trend(float(np.median(y)), float(slope) * length, float(low) * length)


def windows(
    times: Sequence[float], seconds: Sequence[float], count: int
) -> tuple[list[float], list[float], list[float]]:
    """Middle, p50 and p95 of so many equal stretches of time; empty ones are left out."""
    x, y = np.asarray(times, float), np.asarray(seconds, float)
    middles: list[float] = []
    half: list[float] = []
    most: list[float] = []
    if not len(x):
        return middles, half, most
    edges = np.linspace(x.min(), x.max(), count + 1)
    for begin, end in pairwise(edges):
        inside = y[(x >= begin) & ((x < end) | (end == edges[-1]))]
        if len(inside):
            middles.append(float((begin + end) / 2))
            half.append(float(np.percentile(inside, 50)))
            most.append(float(np.percentile(inside, 95)))
    return middles, half, most
