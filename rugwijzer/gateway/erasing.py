"""Erases a conversation from Rasa's record, for every surface in the same way."""

from __future__ import annotations

import asyncio

from sqlalchemy.exc import SQLAlchemyError

from rugwijzer.logs import lines as logs
from rugwijzer.store.trackers import Trackers

from .engine import Engine, EngineUnavailable

#: A patient who asks for it does not wait longer for an engine that hangs.
_PATIENCE_S = 3.0


class Erasing:
    """By the engine, under the conversation's lock; while it is away, from its database.

    The database alone is not enough: a turn that Rasa has under way saves the whole conversation
    again. So what was not erased by the engine stays on a list until it was.
    """

    def __init__(self, engine: Engine, trackers: Trackers) -> None:
        """Take the engine and its record."""
        self._engine, self._trackers = engine, trackers
        self._left: dict[str, None] = {}

    async def erase(self, sender: str) -> None:
        """Erase a conversation; raises what the database raises when neither way works."""
        self._left[sender] = None
        try:
            await asyncio.wait_for(self._engine.forget(sender), _PATIENCE_S)
        except (EngineUnavailable, asyncio.TimeoutError) as error:
            logs.failure("erase", error)
            await asyncio.to_thread(self._trackers.erase, sender)
        else:
            self._left.pop(sender, None)
        await self._compact()

    async def again(self) -> None:
        """Have the engine erase what is left; call it now and then."""
        erased = False
        for sender in tuple(self._left):
            try:
                await self._engine.forget(sender)
            except EngineUnavailable as error:
                logs.failure("erase", error)
                # Last in the row now, so that it keeps no other waiting for ever.
                self._left.pop(sender, None)
                self._left[sender] = None
                break
            self._left.pop(sender, None)
            erased = True
        if erased:
            await self._compact()

    async def _compact(self) -> None:
        try:
            await asyncio.to_thread(self._trackers.compact)
        except SQLAlchemyError as error:
            # The rows are gone; what SQLite may have left of them, the worker's purge clears.
            logs.failure("compact", error)
