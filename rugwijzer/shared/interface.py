"""The few things that gateways and engines need to share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol


class SharedAway(Exception):
    """What is shared cannot be reached, or a place in a line did not come up in time."""


class Shared(Protocol):
    """Values with an end, indexes by time, buckets, lines and a bus. Each call is one atomic step.

    Every method may raise SharedAway. Times are seconds.
    """

    async def get(self, key: str) -> str | None:
        """The value, or None when there is none or its time is over."""
        ...

    async def put(self, key: str, value: str, seconds: float) -> None:
        """Keep a value so long."""
        ...

    async def pop(self, key: str) -> str | None:
        """The value, which is gone after this; of several callers one gets it."""
        ...

    async def mark(self, index: str, member: str, at: float, most: int) -> list[str]:
        """Put a member at a time in an index; returns those dropped beyond the `most` newest."""
        ...

    async def marked(self, index: str, until: float = float("inf")) -> list[str]:
        """The members up to a time, oldest first."""
        ...

    async def unmark(self, index: str, member: str) -> bool:
        """Take a member out; False when it was not in, so of several callers one gets True."""
        ...

    async def take(self, key: str, rate: float, burst: int) -> float:
        """Take one from a bucket that fills at `rate` a second up to `burst`.

        0 when it was taken, else the seconds until it can be.
        """
        ...

    async def give_back(self, key: str, rate: float, burst: int) -> None:
        """Put one back into a bucket."""
        ...

    def line(self, key: str, patience: float) -> AbstractAsyncContextManager[None]:
        """Wait in line for a key, first come first served, and hold it during the block.

        Raises SharedAway when it takes longer than `patience`. A holder that dies loses its place
        after a few seconds.
        """
        ...

    async def publish(self, text: str) -> None:
        """Say something to the other processes."""
        ...

    def heard(self) -> AsyncIterator[str]:
        """What the other processes say, from now on; goes on through an outage."""
        ...

    async def aclose(self) -> None:
        """Close the connections."""
        ...
