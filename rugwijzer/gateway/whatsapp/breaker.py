"""Keeps an engine that is away from being asked for every message, and asks again soon."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ..engine import AroundEngine, Engine, EngineUnavailable
from ..messages import Reply

_LONGEST_S = 15.0
#: The engine is there but cannot answer this message; the next one may do better.
_ANSWERED = ("status", "malformed")


def away(error: Exception) -> bool:
    """Whether an error says that the engine is not there, and nothing about the message."""
    return isinstance(error, EngineUnavailable) and not str(error).startswith(
        (*_ANSWERED, "timeout")
    )


class Breaker(AroundEngine):
    """An Engine that refuses at once while the real one is known to be away."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the engine and a clock in seconds."""
        super().__init__(engine)
        self._clock = clock
        self._failures = 0
        self._again_at = 0.0

    async def send(self, sender: str, surface: str, content: dict[str, Any]) -> list[Reply]:
        """See Engine.send."""
        if self._clock() < self._again_at:
            raise EngineUnavailable("away")
        try:
            replies = await self._engine.send(sender, surface, content)
        except EngineUnavailable as error:
            if not str(error).startswith(_ANSWERED):
                self._failures += 1
                wait = min(_LONGEST_S, 0.5 * 2 ** min(self._failures, 10))
                self._again_at = self._clock() + wait
            raise
        self._failures, self._again_at = 0, 0.0
        return replies
