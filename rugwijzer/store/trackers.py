"""Rasa's own record of a conversation: Rasa writes it, here it is handed out and erased."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import column, create_engine, delete, inspect, select, table
from sqlalchemy.engine import Engine, make_url

_EVENTS = table("events", column("id"), column("sender_id"), column("data"))


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
            if engine.dialect.name == "sqlite":
                # Without it the deleted text stays in the free pages of the file.
                connection.exec_driver_sql("PRAGMA secure_delete = ON")
            connection.execute(delete(_EVENTS).where(_EVENTS.c.sender_id == sender))
        engine.dispose()

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


def _is_marker(event: dict[str, Any]) -> bool:
    """A row of channel/tracker_store.py that sums up what came before; it says nothing new."""
    return event.get("event") == "slot" and event.get("name") == "begin"
