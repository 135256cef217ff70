"""An engine and a failsafe that are counted; what they answer stays the same."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from rugwijzer.knowledge.leveltexts import Phones
from rugwijzer.knowledge.office_hours import PracticeClock
from rugwijzer.logs import request_id
from rugwijzer.observe import labels
from rugwijzer.observe.turns import FAILSAFE, TurnMeter

from .engine import AroundEngine, Engine
from .failsafe import Failsafe, Rules, Said
from .messages import Reply


class MeteredEngine(AroundEngine):
    """An Engine whose turns are counted and timed; every channel goes through it."""

    def __init__(self, engine: Engine, meter: TurnMeter) -> None:
        """Take the engine and what counts."""
        super().__init__(engine)
        self._meter = meter

    async def send(self, sender: str, surface: str, content: dict[str, Any]) -> list[Reply]:
        """See Engine.send. A turn that no HTTP request began gets an id of its own."""
        began = time.perf_counter()
        try:
            with request_id.request(request_id.current()):
                replies = await self._engine.send(sender, surface, content)
        except asyncio.CancelledError:
            # Whoever waited for this turn gave up.
            self._meter.failure("timeout")
            raise
        except Exception as error:
            self._meter.failure(labels.reason(error))
            raise
        self._meter.turn(surface, (r.message for r in replies), time.perf_counter() - began)
        return replies


class MeteredFailsafe(Failsafe):
    """A Failsafe whose answers are counted, also the alarms it raises for WhatsApp."""

    def __init__(
        self, load: Callable[[], Rules], phones: Phones, clock: PracticeClock, meter: TurnMeter
    ) -> None:
        """Take what a Failsafe takes, and what counts."""
        super().__init__(load, phones, clock)
        self._meter = meter

    async def answer(self, text: str, surface: str, pending: tuple[str, ...] = ()) -> Said:
        """See Failsafe.answer."""
        said = await super().answer(text, surface, pending)
        # An alarm was counted by `judge` already.
        if said.told is None:
            self._meter.message(said.message, FAILSAFE)
        return said

    async def judge(self, text: str, surface: str, pending: tuple[str, ...] = ()) -> Said | None:
        """See Failsafe.judge."""
        found = await super().judge(text, surface, pending)
        if found:
            self._meter.message(found.message, FAILSAFE)
        return found
