"""Shared things in Redis."""

from __future__ import annotations

import asyncio
import contextlib
import math
import secrets
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import redis.asyncio as redis
from redis.exceptions import RedisError

from . import scripts
from .interface import SharedAway

PREFIX = "rugwijzer:"
BUS = f"{PREFIX}bus"
#: A step takes less than a millisecond; a Redis that needs longer than this is away.
_STEP_S = 1.0
#: Who died loses the line after this; who lives says so every quarter of it.
LEASE_S = 6.0
#: After a failure every call fails at once for so long, so that nobody waits for one that is gone.
REST_S = 0.25
_SHORTEST_S, _LONGEST_S = 0.004, 0.05
T = TypeVar("T")


@dataclass(frozen=True)
class _Place:
    """A ticket in a line, and whether its owner is done."""

    keys: list[str]
    ticket: str
    done: asyncio.Event


class RedisShared:
    """Shared by every process that names the same Redis; see Shared for the methods."""

    def __init__(self, url: str) -> None:
        """Take a redis:// or rediss:// address; connects at the first use."""
        self._redis: Any = redis.Redis.from_url(
            url,
            decode_responses=True,
            socket_timeout=_STEP_S,
            socket_connect_timeout=_STEP_S,
            health_check_interval=15,
        )
        self._stand = self._redis.register_script(scripts.STAND)
        self._leave = self._redis.register_script(scripts.LEAVE)
        self._bucket = self._redis.register_script(scripts.BUCKET)
        self._mark = self._redis.register_script(scripts.MARK)
        self._entries: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._goodbyes: dict[asyncio.Task[None], _Place] = {}
        self._until = 0.0

    async def get(self, key: str) -> str | None:
        """See Shared."""
        return await self._step(self._redis.get(PREFIX + key))

    async def put(self, key: str, value: str, seconds: float) -> None:
        """See Shared."""
        await self._step(self._redis.set(PREFIX + key, value, px=max(1, int(seconds * 1000))))

    async def pop(self, key: str) -> str | None:
        """See Shared."""
        return await self._step(self._redis.getdel(PREFIX + key))

    async def mark(self, index: str, member: str, at: float, most: int) -> list[str]:
        """See Shared."""
        return list(await self._step(self._mark([PREFIX + index], [repr(at), member, most])))

    async def marked(self, index: str, until: float = math.inf) -> list[str]:
        """See Shared."""
        last = "+inf" if until == math.inf else repr(until)
        return list(await self._step(self._redis.zrangebyscore(PREFIX + index, "-inf", last)))

    async def unmark(self, index: str, member: str) -> bool:
        """See Shared."""
        return bool(await self._step(self._redis.zrem(PREFIX + index, member)))

    async def take(self, key: str, rate: float, burst: int) -> float:
        """See Shared."""
        return float(await self._step(self._bucket([PREFIX + key], [rate, burst, -1]))) / 1000

    async def give_back(self, key: str, rate: float, burst: int) -> None:
        """See Shared."""
        await self._step(self._bucket([PREFIX + key], [rate, burst, 1]))

    @asynccontextmanager
    async def line(self, key: str, patience: float) -> AsyncIterator[None]:
        """See Shared."""
        place = _Place(
            [f"{PREFIX}line:{key}", f"{PREFIX}lease:{key}"], secrets.token_hex(8), asyncio.Event()
        )
        deadline, wait = time.monotonic() + patience, _SHORTEST_S
        try:
            # Tickets of this process are drawn in the order of asking, whichever connection is free.
            async with self._entry(key):
                first = await self._stands(place)
            while not first and not await self._stands(place):
                if time.monotonic() >= deadline:
                    raise SharedAway("line")
                await asyncio.sleep(wait)
                wait = min(wait * 1.5, _LONGEST_S)
        except BaseException:
            await self._left(place)
            raise
        living = asyncio.create_task(self._live(place))
        try:
            yield
        finally:
            place.done.set()
            # A sign of life that is under way must not come after the goodbye.
            await asyncio.wait({living})
            await self._left(place)

    def _entry(self, key: str) -> asyncio.Lock:
        lock = self._entries.get(key)
        if lock is None:
            self._entries[key] = lock = asyncio.Lock()
        return lock

    async def _stands(self, place: _Place, held: str = "") -> bool:
        """Stand in line; whether it is our turn."""
        arguments = [place.ticket, int(LEASE_S * 1000), held]
        step = asyncio.ensure_future(self._step(self._stand(place.keys, arguments)))
        try:
            return bool(await asyncio.shield(step))
        except asyncio.CancelledError:
            await asyncio.wait({step})
            raise

    async def _live(self, place: _Place) -> None:
        """Keep the place, also when Redis lost its memory or was away for a moment."""
        wait = LEASE_S / 4
        while not place.done.is_set():
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(place.done.wait(), wait)
                return
            try:
                await self._stands(place, "held")
                wait = LEASE_S / 4
            except SharedAway:
                # Redis may come back without its memory: be the first to stand there again.
                wait = REST_S

    async def _left(self, place: _Place) -> None:
        """Give the place up; what was done in the line counts, also when Redis cannot hear it now."""
        try:
            await asyncio.shield(self._step(self._leave(place.keys, [place.ticket])))
        except SharedAway:
            # Who is next would wait until the lease is over.
            later = asyncio.create_task(self._leave_later(place))
            self._goodbyes[later] = place
            later.add_done_callback(lambda task: self._goodbyes.pop(task, None))

    async def _leave_later(self, place: _Place) -> None:
        deadline = time.monotonic() + LEASE_S
        while time.monotonic() < deadline:
            await asyncio.sleep(REST_S)
            with contextlib.suppress(SharedAway):
                await self._step(self._leave(place.keys, [place.ticket]))
                return

    async def publish(self, text: str) -> None:
        """See Shared."""
        await self._step(self._redis.publish(BUS, text))

    async def heard(self) -> AsyncIterator[str]:
        """See Shared."""
        while True:
            try:
                async with self._redis.pubsub(ignore_subscribe_messages=True) as bus:
                    await bus.subscribe(BUS)
                    while True:
                        said = await bus.get_message(timeout=_STEP_S)
                        if said is not None:
                            yield said["data"]
            except (RedisError, OSError):
                await asyncio.sleep(REST_S)

    async def aclose(self) -> None:
        """See Shared."""
        for goodbye, place in list(self._goodbyes.items()):
            goodbye.cancel()
            with contextlib.suppress(SharedAway):
                await self._step(self._leave(place.keys, [place.ticket]))
        await self._redis.close()
        await self._redis.connection_pool.disconnect()

    async def _step(self, call: Awaitable[T]) -> T:
        if time.monotonic() < self._until:
            call.close()  # type: ignore[attr-defined]
            raise SharedAway("redis")
        try:
            return await call
        except (RedisError, OSError, asyncio.TimeoutError) as error:
            self._until = time.monotonic() + REST_S
            raise SharedAway(type(error).__name__) from None
