"""What a run leaves behind: every turn's time, memory of every process, and what went wrong."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

#: The longest list of mistakes that is worth reading.
_MISTAKES = 50


@dataclass
class Log:
    """Times are in seconds since the beginning; memory is in MB; `elsewhere` are cores that other programs used."""

    began: float = field(default_factory=time.monotonic)
    turns: defaultdict[str, list[tuple[float, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    memory: defaultdict[str, list[tuple[float, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    elsewhere: list[tuple[float, float]] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)
    wrong: int = 0

    def now(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.began

    def turn(self, kind: str, seconds: float) -> None:
        """A turn of a kind and how long it took."""
        self.turns[kind].append((self.now(), seconds))

    def mistake(self, what: str) -> None:
        """Something that must not happen."""
        self.wrong += 1
        if len(self.mistakes) < _MISTAKES:
            self.mistakes.append(f"{self.now():.0f} s: {what}")
