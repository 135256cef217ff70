"""Token buckets: how much one address or one session may ask."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

from rugwijzer.shared import Shared, SharedAway
from rugwijzer.shared.bucket import Bucket, drawn, given_back

from .errors import too_many

#: Keys remembered at once; the least recently seen goes first, and by then its bucket is usually full.
CAPACITY = 20_000


class RateLimit:
    """A bucket for each key, which fills at `rate` a second up to `burst`."""

    def __init__(
        self,
        rate: float,
        burst: int,
        capacity: int = CAPACITY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the rate a second, the burst, how many keys to remember, and a clock in seconds."""
        self._rate, self._burst, self._capacity, self._clock = rate, burst, capacity, clock
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._buckets)

    def take(self, key: str) -> None:
        """Take one from the key's bucket; raises ApiError 429 with Retry-After when it is empty."""
        kept = self._buckets.pop(key, None)
        self._buckets[key], wait = drawn(kept, self._clock(), self._rate, self._burst)
        while len(self._buckets) > self._capacity:
            self._buckets.popitem(last=False)
        if wait > 0:
            raise too_many(max(1, math.ceil(wait)))

    def give_back(self, key: str) -> None:
        """Put one back that was taken: it turned out not to count."""
        self._buckets[key] = given_back(self._buckets.get(key), self._clock(), self._burst)


class SharedRateLimit:
    """The same bucket for a key in every gateway; while Redis is away, one in each."""

    def __init__(self, shared: Shared, name: str, rate: float, burst: int) -> None:
        """Take what the gateways share, a name for these buckets, the rate a second and the burst."""
        self._shared, self._name, self._rate, self._burst = shared, f"rate-{name}", rate, burst
        self._own = RateLimit(rate, burst)

    async def take(self, key: str) -> None:
        """Take one from the key's bucket; raises ApiError 429 with Retry-After when it is empty."""
        try:
            wait = await self._shared.take(f"{self._name}:{key}", self._rate, self._burst)
        except SharedAway:
            self._own.take(key)
            return
        if wait > 0:
            raise too_many(max(1, math.ceil(wait)))

    async def give_back(self, key: str) -> None:
        """Put one back that was taken: it turned out not to count."""
        try:
            await self._shared.give_back(f"{self._name}:{key}", self._rate, self._burst)
        except SharedAway:
            self._own.give_back(key)


def network(address: str | None) -> str:
    """The part of a client address that counts as one client: an IPv4 address or an IPv6 /64."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
