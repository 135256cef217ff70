"""A worker inside the gateway: takes work that is due, handles some of it at once, sleeps, repeats."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from rugwijzer.logs import lines as logs

Work = TypeVar("Work")
#: Work that another process queued, or whose time has come, is seen after this many seconds.
POLL_S = 0.5
_AFTER_ERROR_S = 1.0


class Loop(Generic[Work]):
    """Claims in rows of the database, so a process that dies leaves its work to the next one."""

    def __init__(
        self,
        name: str,
        claim: Callable[[int], Awaitable[list[Work]]],
        handle: Callable[[Work], Awaitable[None]],
        concurrency: int,
    ) -> None:
        """Take what claims up to so many pieces of work, what handles one, and how many at once."""
        self._name, self._claim, self._handle = name, claim, handle
        self._concurrency = concurrency
        self._tasks: set[asyncio.Task[None]] = set()
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """There is work: do not sleep on."""
        self._awake.set()

    async def run(self) -> None:
        """Work until cancelled; then wait for what is under way."""
        try:
            while True:
                self._awake.clear()
                await self._round()
        finally:
            if self._tasks:
                await asyncio.wait(self._tasks)

    async def _round(self) -> None:
        free = self._concurrency - len(self._tasks)
        try:
            found = await self._claim(free) if free else []
        except Exception as error:
            logs.failure(self._name, error)
            await asyncio.sleep(_AFTER_ERROR_S)
            return
        for work in found:
            task = asyncio.create_task(self._guarded(work))
            self._tasks.add(task)
            task.add_done_callback(self._done)
        if len(found) < free or not free:
            try:
                await asyncio.wait_for(self._awake.wait(), POLL_S)
            except asyncio.TimeoutError:
                return

    async def _guarded(self, work: Work) -> None:
        try:
            await self._handle(work)
        except Exception as error:
            # The claim runs out, and the work is done again.
            logs.failure(self._name, error)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if len(self._tasks) == self._concurrency - 1:
            self._awake.set()
