"""Deleting a conversation from Rasa's tracker store, which offers no such thing itself."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa
from rasa.core.tracker_store import (
    AwaitableTrackerStore,
    FailSafeTrackerStore,
    InMemoryTrackerStore,
    SQLTrackerStore,
    TrackerStore,
)


class CannotErase(TypeError):
    """A kind of tracker store that this project does not know how to erase from."""


async def erase(store: TrackerStore, sender: str) -> None:
    """Delete every event of a conversation; unknown senders are no error.

    Raises CannotErase for a kind of store other than SQL or memory.
    """
    while isinstance(store, AwaitableTrackerStore | FailSafeTrackerStore):
        store = store._tracker_store
    if isinstance(store, InMemoryTrackerStore):
        store.store.pop(sender, None)
    elif isinstance(store, SQLTrackerStore):
        await asyncio.to_thread(_erase_rows, store, sender)
    else:
        raise CannotErase(type(store).__name__)


def _erase_rows(store: SQLTrackerStore, sender: str) -> None:
    with store.session_scope() as session:
        if store.engine.dialect.name == "sqlite":
            # Without it SQLite leaves the deleted text in the free pages of the file.
            session.execute(sa.text("PRAGMA secure_delete = ON"))
            # Copies may be left all the same: store/trackers.py compacts a file with this mark.
            session.execute(sa.text("PRAGMA user_version = 1"))
        session.query(store.SQLEvent).filter_by(sender_id=sender).delete()
        session.commit()
