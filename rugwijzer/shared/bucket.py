"""A token bucket as arithmetic: it fills at a rate a second up to a burst. Pure; who keeps it decides."""

from __future__ import annotations

#: The level, and the moment in seconds at which it was that.
Bucket = tuple[float, float]


def drawn(kept: Bucket | None, now: float, rate: float, burst: int) -> tuple[Bucket, float]:
    """Take one from a bucket (None is a full one): the bucket after it, and the seconds to wait.

    0 means that one was taken; otherwise nothing was.
    """
    level, since = kept or (float(burst), now)
    level = min(burst, level + (now - since) * rate)
    if level >= 1:
        return (level - 1, now), 0.0
    return (level, now), (1 - level) / rate


def given_back(kept: Bucket | None, now: float, burst: int) -> Bucket:
    """The bucket with one more in it."""
    level, since = kept or (float(burst), now)
    return min(burst, level + 1), since
