"""When answers are worse than before: pure rules on numbers.

Two points on a scale of 0 to 10 is a common choice for a change that matters to patients. It is this
project's own threshold, editable in each plan; no clinician has signed it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

#: So many earlier measurements count: a slow climb of one point a time is seen, an old low is not
#: held against the patient for ever.
MEMORY = 3


@dataclass(frozen=True)
class Measures:
    """The numbers of one check-in; None where nothing was answered.

    `pain` (NRS) and `activity` (PSK) run from 0 to 10, higher is worse; `walked` is days of the last
    week, 0 to 7.
    """

    pain: int | None = None
    activity: int | None = None
    walked: int | None = None


@dataclass(frozen=True)
class Thresholds:
    """From where on a plan raises an alert; None switches that rule off. Keys as in the YAML."""

    pain_up: int = field(default=2, metadata={"key": "pijn_erbij"})
    activity_up: int | None = field(default=None, metadata={"key": "activiteit_erbij"})
    pain_from: int | None = field(default=None, metadata={"key": "pijn_vanaf"})
    walked_below: int | None = field(default=None, metadata={"key": "wandelen_onder"})


def worsened(now: Measures, earlier: Sequence[Measures], limits: Thresholds) -> tuple[str, ...]:
    """The reasons for an alert, in Dutch for the physiotherapist; empty when there is none.

    `earlier` are the measurements before this one, oldest first, the one at the start included.
    """
    reasons = []
    recent = earlier[-MEMORY:]
    rise = _rise(now.pain, [m.pain for m in recent])
    if rise is not None and rise[1] - rise[0] >= limits.pain_up:
        reasons.append(f"pijn van {rise[0]} naar {rise[1]}")
    rise = _rise(now.activity, [m.activity for m in recent])
    if limits.activity_up is not None and rise and rise[1] - rise[0] >= limits.activity_up:
        reasons.append(f"moeite met de activiteit van {rise[0]} naar {rise[1]}")
    if limits.pain_from is not None and now.pain is not None and now.pain >= limits.pain_from:
        reasons.append(f"pijn is {now.pain}, de grens van het plan is {limits.pain_from}")
    below = limits.walked_below
    if below is not None and now.walked is not None and now.walked < below:
        reasons.append(f"wandelde {now.walked} dagen, de grens van het plan is {below}")
    return tuple(reasons)


def _rise(now: int | None, before: Sequence[int | None]) -> tuple[int, int] | None:
    known = [value for value in before if value is not None]
    return None if now is None or not known else (min(known), now)
