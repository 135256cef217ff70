"""Whether the whole assistant can answer, and whether this gateway may get requests.

Alive, ready and whole are three things. Alive: the process runs. Ready: this gateway has loaded its
rules, or knows that it cannot; one without Rasa or without rules stays ready, because a proxy that took
it away would take the line to call away. Whole: every part works.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping

from .engine import Engine

#: Every open page asks; the parts are asked at most this often.
_FRESH_S = 1.0
#: A part that says nothing for this long is down.
_PATIENCE_S = 3.0


class Health:
    """Asks the engine and the stores, remembers the answer for a second."""

    def __init__(
        self, engine: Engine, probes: Mapping[str, Callable[[], bool]] | None = None
    ) -> None:
        """Take the engine to ask, and what asks the other parts; a probe may block."""
        self._engine, self._probes = engine, dict(probes or {})
        self._lock = asyncio.Lock()
        self._asking: dict[str, asyncio.Future[bool]] = {}
        self._parts: dict[str, str] = {}
        self._at = float("-inf")

    async def parts(self) -> dict[str, str]:
        """The state of each part: 'ok' or 'down'."""
        async with self._lock:
            if time.monotonic() - self._at > _FRESH_S:
                asked = asyncio.gather(*(self._store(name) for name in self._probes))
                engine = await self._engine.health()
                states = {n: "ok" if up else "down" for n, up in zip(self._probes, await asked)}
                self._parts = {"gateway": "ok"} | engine | states
                self._at = time.monotonic()
            return self._parts

    async def _store(self, name: str) -> bool:
        """Ask a store in a thread; one that hangs keeps one thread, however often it is asked."""
        asking = self._asking.get(name)
        if asking is None or asking.done():
            asking = asyncio.ensure_future(asyncio.to_thread(self._probes[name]))
            self._asking[name] = asking
        try:
            return await asyncio.wait_for(asyncio.shield(asking), _PATIENCE_S)
        except Exception:
            return False
