"""Rasa's lock store: one turn of a conversation at a time, first come first served, on every engine.

Rasa's own RedisLockStore reads and writes a lock in two steps, so that two engines can draw the same
ticket (RasaHQ/rasa 9213), and who waits looks once a second. Here each step is one step of Redis.
Without RUGWIJZER_REDIS_URL the lines are in this process, for the one engine of a laptop.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore

from rugwijzer.shared import Memory, RedisShared, Shared, SharedAway

_HELD: ContextVar[frozenset[str]] = ContextVar("held", default=frozenset())


class LineLockStore(LockStore):
    """For `lock_store: type:` in endpoints.yml."""

    def __init__(self, endpoint_config: Any = None, shared: Shared | None = None) -> None:
        """Use `shared`, or the Redis of RUGWIJZER_REDIS_URL, or this process."""
        url = os.environ.get("RUGWIJZER_REDIS_URL", "")
        self._shared = shared or (RedisShared(url) if url else Memory())
        super().__init__()

    @asynccontextmanager
    async def lock(  # type: ignore[override]
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncIterator[TicketLock]:
        """Hold the conversation during the block; who holds it already goes straight in.

        Raises LockError when it takes longer than `lock_lifetime`, or when Redis is away.
        """
        held = _HELD.get()
        if conversation_id in held:
            yield TicketLock(conversation_id)
            return
        try:
            async with self._shared.line(f"turn:{conversation_id}", lock_lifetime):
                token = _HELD.set(held | {conversation_id})
                try:
                    yield TicketLock(conversation_id)
                finally:
                    _HELD.reset(token)
        except SharedAway as error:
            raise LockError(f"no lock: {error}") from None
