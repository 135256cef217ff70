"""Shares with their 95% confidence interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

#: The normal deviate of a two-sided 95% interval.
Z = 1.959964


@dataclass(frozen=True)
class Share:
    """`hits` out of `total`."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share; 0 of nothing is 0."""
        return self.hits / self.total if self.total else 0.0

    def interval(self) -> tuple[float, float]:
        """Wilson's 95% score interval; (0, 1) for nothing measured.

        It stays within 0 and 1 and is sensible for small samples and shares near 1, unlike the
        normal approximation.
        """
        n, p = self.total, self.value
        if not n:
            return 0.0, 1.0
        centre = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
        half = Z / (1 + Z**2 / n) * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
        return max(0.0, centre - half), min(1.0, centre + half)

    def __str__(self) -> str:
        low, high = self.interval()
        return f"{self.value:.3f}  ({low:.2f}-{high:.2f})  {self.hits}/{self.total}"
