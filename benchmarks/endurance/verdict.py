"""What a run proves: figures, and what does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .log import Log
from .trend import Trend, trend, windows

#: A part may not surely rise by more than this share of its memory, nor by more MB than this.
MEMORY_SHARE, MEMORY_MB = 0.03, 5.0
#: The p95 of a turn may not surely rise by more than this share, nor by more seconds than this.
LATENCY_SHARE, LATENCY_S = 0.25, 0.02
#: From so many cores on, other programs of the machine explain slower turns.
ELSEWHERE = 0.25
#: So many stretches of time make the latency curve.
WINDOWS = 40
#: Kinds of turns whose time is judged; the others are too few for a p95.
JUDGED = ("beurt", "whatsapp")


def verdict(log: Log) -> tuple[dict[str, Any], list[str]]:
    """The figures as numbers, and a Dutch line for everything that does not hold."""
    figures: dict[str, Any] = {"turns": sum(len(v) for v in log.turns.values())}
    problems = [f"{log.wrong} keer ging er iets mis, zoals: {log.mistakes[0]}"] if log.wrong else []
    figures["mistakes"] = log.wrong
    for part, points in log.memory.items():
        if not any(megabytes for _, megabytes in points):
            problems.append(f"geheugen van {part} is niet gemeten: het proces is niet gevonden")
        found = _trend(f"geheugen van {part}", points, problems)
        if found:
            figures |= _rounded(f"memory_{part}", found, "mb", 1)
            if found.grows(MEMORY_SHARE, MEMORY_MB):
                problems.append(f"het geheugen van {part} groeit: {found.rise:.1f} MB")
    others = sorted(cores for _, cores in log.elsewhere)
    figures["elsewhere_cores"] = round(others[len(others) // 2], 2) if others else 0.0
    for kind in JUDGED:
        turns = log.turns.get(kind, [])
        times, half, most = windows([t for t, _ in turns], [s for _, s in turns], WINDOWS)
        found = _trend(f"tijd van {kind}", list(zip(times, most)), problems)
        if found:
            figures |= _rounded(f"p95_{kind}", found, "s", 3)
            figures[f"p50_{kind}_s"] = round(sorted(half)[len(half) // 2], 3)
            if found.grows(LATENCY_SHARE, LATENCY_S):
                problems.append(
                    f"de tijd van {kind} groeit: {found.rise * 1000:.0f} ms"
                    + _excuse(figures["elsewhere_cores"])
                )
    return figures, problems


def _excuse(cores: float) -> str:
    """Growth stays growth; this only says where to look first."""
    if cores < ELSEWHERE:
        return ""
    return (
        f" (andere programma's gebruikten {cores:.1f} kernen: meet opnieuw op een rustige machine)"
    )


def _trend(what: str, points: Sequence[tuple[float, float]], problems: list[str]) -> Trend | None:
    try:
        return trend([at for at, _ in points], [value for _, value in points])
    except ValueError as error:
        problems.append(f"te weinig gemeten: {what} ({error})")
        return None


def _rounded(name: str, found: Trend, unit: str, digits: int) -> dict[str, float]:
    return {
        f"{name}_{unit}": round(found.level, digits),
        f"{name}_rise_{unit}": round(found.rise, digits),
        f"{name}_rise_ratio": round(found.share, 4),
    }
