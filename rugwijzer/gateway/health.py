"""Whether the whole assistant can answer."""

from __future__ import annotations

import asyncio
import time

from .engine import Engine

#: Every open page asks; the engine is asked at most this often.
_FRESH_S = 1.0


class Health:
    """Asks the engine, remembers the answer for a second."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine to ask."""
        self._engine = engine
        self._lock = asyncio.Lock()
        self._parts: dict[str, str] = {}
        self._at = float("-inf")

    async def parts(self) -> dict[str, str]:
        """The state of each part: 'ok' or 'down'."""
        async with self._lock:
            if time.monotonic() - self._at > _FRESH_S:
                self._parts = {"gateway": "ok"} | await self._engine.health()
                self._at = time.monotonic()
            return self._parts
