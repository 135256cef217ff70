"""Shared things inside one process: what a machine without Redis needs."""

from __future__ import annotations

import asyncio
import bisect
import time
from collections import OrderedDict, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from .bucket import drawn, given_back
from .interface import SharedAway

#: Values and buckets of one kind kept at once (the kind is the key up to its first colon).
CAPACITY = 20_000


class Memory:
    """Bounded: of each kind of key the one that was written longest ago goes first."""

    def __init__(
        self, limits: dict[str, int] | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Take how many keys of a kind to keep where that is not CAPACITY, and a clock in seconds."""
        self._limits, self._clock = limits or {}, clock
        self._values: defaultdict[str, OrderedDict[str, tuple[str, float]]]
        self._values = defaultdict(OrderedDict)
        self._buckets: defaultdict[str, OrderedDict[str, tuple[float, float]]]
        self._buckets = defaultdict(OrderedDict)
        self._indexes: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._lines: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def count(self, kind: str) -> int:
        """How many values and buckets of a kind are kept now."""
        self._purge(self._values[kind])
        return len(self._values[kind]) + len(self._buckets[kind])

    async def get(self, key: str) -> str | None:
        """See Shared."""
        value, until = self._values[_kind(key)].get(key, (None, 0.0))
        return value if until > self._clock() else None

    async def put(self, key: str, value: str, seconds: float) -> None:
        """See Shared."""
        kept = self._values[_kind(key)]
        kept.pop(key, None)
        kept[key] = (value, self._clock() + seconds)
        self._bound(_kind(key), kept)

    async def pop(self, key: str) -> str | None:
        """See Shared."""
        value, until = self._values[_kind(key)].pop(key, (None, 0.0))
        return value if until > self._clock() else None

    async def mark(self, index: str, member: str, at: float, most: int) -> list[str]:
        """See Shared."""
        members = self._indexes[index]
        members[member] = at
        gone = sorted(members, key=members.__getitem__)[: max(0, len(members) - most)]
        for name in gone:
            del members[name]
        return gone

    async def marked(self, index: str, until: float = float("inf")) -> list[str]:
        """See Shared."""
        found = sorted((at, member) for member, at in self._indexes[index].items())
        return [m for _, m in found[: bisect.bisect_right(found, (until, chr(0x10FFFF)))]]

    async def unmark(self, index: str, member: str) -> bool:
        """See Shared."""
        return self._indexes[index].pop(member, None) is not None

    async def take(self, key: str, rate: float, burst: int) -> float:
        """See Shared."""
        kept = self._buckets[_kind(key)]
        kept[key], wait = drawn(kept.pop(key, None), self._clock(), rate, burst)
        self._bound(_kind(key), kept)
        return wait

    async def give_back(self, key: str, rate: float, burst: int) -> None:
        """See Shared."""
        kept = self._buckets[_kind(key)]
        kept[key] = given_back(kept.get(key), self._clock(), burst)

    @asynccontextmanager
    async def line(self, key: str, patience: float) -> AsyncIterator[None]:
        """See Shared; asyncio's lock is first come, first served."""
        lock = self._lines.get(key)
        if lock is None:
            self._lines[key] = lock = asyncio.Lock()
        try:
            await asyncio.wait_for(lock.acquire(), patience)
        except asyncio.TimeoutError:
            raise SharedAway("line") from None
        try:
            yield
        finally:
            lock.release()

    async def publish(self, text: str) -> None:
        """See Shared; there is no other process."""

    async def heard(self) -> AsyncIterator[str]:
        """See Shared; nobody says anything."""
        await asyncio.Event().wait()
        yield ""

    async def aclose(self) -> None:
        """See Shared."""

    def _bound(
        self,
        kind: str,
        kept: OrderedDict[str, tuple[str, float]] | OrderedDict[str, tuple[float, float]],
    ) -> None:
        most = self._limits.get(kind, CAPACITY)
        while len(kept) > most:
            kept.popitem(last=False)

    def _purge(self, kept: OrderedDict[str, tuple[str, float]]) -> None:
        now = self._clock()
        for key in [k for k, (_, until) in kept.items() if until <= now]:
            del kept[key]


def _kind(key: str) -> str:
    return key.partition(":")[0]
