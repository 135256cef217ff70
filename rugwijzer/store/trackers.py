"""Rasa's own record of a conversation: Rasa writes it, here it is handed out and erased."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import column, create_engine, delete, func, inspect, select, table
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import OperationalError

_EVENTS = table("events", column("id"), column("sender_id"), column("timestamp"), column("data"))
#: Conversations erased in one transaction: Rasa waits meanwhile, so it takes milliseconds.
_BATCH = 100


class Trackers:
    """The SQL tracker store of endpoints.yml, seen from outside; connects at each use.

    For processes that cannot ask Rasa. The gateway can, and does so first: gateway/erasing.py.
    """

    def __init__(self, url: str) -> None:
        """Take the SQLAlchemy URL of the tracker store."""
        self._url = make_url(url)

    def export(self, sender: str) -> list[dict[str, Any]]:
        """The events of a conversation, oldest first."""
        engine = self._engine()
        if engine is None:
            return []
        query = select(_EVENTS.c.data).where(_EVENTS.c.sender_id == sender)
        with engine.connect() as connection:
            rows = list(connection.execute(query.order_by(_EVENTS.c.id)).scalars())
        engine.dispose()
        events = (json.loads(row) for row in rows)
        return [event for event in events if not _is_marker(event)]

    def erase(self, sender: str) -> None:
        """Erase a conversation; nothing when there is none."""
        engine = self._engine()
        if engine is None:
            return
        with engine.begin() as connection:
            _securely(connection)
            connection.execute(delete(_EVENTS).where(_EVENTS.c.sender_id == sender))
        engine.dispose()

    def purge(self, before: float) -> int:
        """Erase the conversations without an event since `before` (seconds since 1970); how many.

        One that comes to life meanwhile stays. A store that is busy is left for the next time.
        """
        engine = self._engine()
        if engine is None:
            return 0
        gone = 0
        try:
            with engine.connect() as connection:
                silent = list(connection.execute(_silent(before)).scalars())
            for start in range(0, len(silent), _BATCH):
                gone += _purge_batch(engine, silent[start : start + _BATCH], before)
            if gone and engine.dialect.name == "sqlite":
                with engine.connect() as connection:
                    # In WAL mode the words would stay in the log beside the file.
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            engine.dispose()
        return gone

    def _engine(self) -> Engine | None:
        """An engine, or None when Rasa has not made its table yet."""
        if self._url.get_backend_name() == "sqlite":
            if not self._url.database or not Path(self._url.database).exists():
                return None
            engine = create_engine(self._url, future=True, connect_args={"timeout": 30})
        else:
            engine = create_engine(self._url, future=True, pool_size=1)
        if inspect(engine).has_table("events"):
            return engine
        engine.dispose()
        return None


def _securely(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # Without it the deleted text stays in the free pages of the file.
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def _silent(before: float) -> Any:
    newest = func.max(_EVENTS.c.timestamp)
    return select(_EVENTS.c.sender_id).group_by(_EVENTS.c.sender_id).having(newest < before)


def _purge_batch(engine: Engine, senders: list[str], before: float) -> int:
    """Look again under a lock that keeps every writer out, then delete."""
    with engine.connect() as connection:
        _securely(connection)
        try:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                # Rasa counts a conversation's events and then adds the new ones; a deletion between
                # the two would keep a part of it. So its readers wait as well, at most this long.
                connection.exec_driver_sql("SET LOCAL lock_timeout = '2s'")
                connection.exec_driver_sql("LOCK TABLE events IN ACCESS EXCLUSIVE MODE")
        except OperationalError:
            connection.rollback()
            return 0
        still = _silent(before).where(_EVENTS.c.sender_id.in_(senders))
        gone = list(connection.execute(still).scalars())
        if gone:
            connection.execute(delete(_EVENTS).where(_EVENTS.c.sender_id.in_(gone)))
        connection.commit()
    return len(gone)


def _is_marker(event: dict[str, Any]) -> bool:
    """A row of channel/tracker_store.py that sums up what came before; it says nothing new."""
    return event.get("event") == "slot" and event.get("name") == "begin"
