"""Rasa's own record of a conversation: Rasa writes it, here it is handed out and erased."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from sqlalchemy import column, create_engine, delete, func, inspect, select, table
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import OperationalError

_EVENTS = table("events", column("id"), column("sender_id"), column("timestamp"), column("data"))
#: Conversations erased in one transaction: Rasa waits meanwhile, so it takes milliseconds.
_BATCH = 100
#: A file up to this size is rewritten while a patient waits (0.2 s per 32 MB), a larger one by the
#: worker, and one beyond that never: a turn that must write gives up after 5 s.
_AT_ONCE = 32 * 2**20
_BY_THE_WORKER = 256 * 2**20
_BUSY_MS = 2000
_SENDER = re.compile(r"^whatsapp-([0-9a-f]{32})$")


def sender_of(patient_id: str) -> str:
    """The name under which Rasa keeps what a known patient said; only WhatsApp knows who somebody is."""
    return f"whatsapp-{patient_id}"


def patient_of(sender: str) -> str | None:
    """The patient whose name this is; None on the website and the tablet, where nobody is known."""
    match = _SENDER.match(sender)
    return match.group(1) if match else None


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
            _mark(connection)
        engine.dispose()

    def compact(self, most: int = _AT_ONCE) -> None:
        """Rewrite an SQLite file of up to `most` bytes, so that nothing erased is left in it.

        Rows that SQLite moved to another page before they were erased may have left a copy behind,
        which `secure_delete` does not know of. Who erases marks the file; when it is too large or
        too busy now, the next `purge` does it. Other databases clear up by themselves.
        """
        engine = self._engine()
        if engine is None:
            return
        try:
            _compact(engine, most)
        finally:
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
            if _is_marked(engine):
                _compact(engine, _BY_THE_WORKER)
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


def _mark(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # A number that Rasa does not use; channel/erase.py sets it too.
        connection.exec_driver_sql("PRAGMA user_version = 1")


def _is_marked(engine: Engine) -> bool:
    if engine.dialect.name != "sqlite":
        return False
    with engine.connect() as connection:
        return bool(connection.exec_driver_sql("PRAGMA user_version").scalar())


def _compact(engine: Engine, most: int) -> None:
    if engine.dialect.name != "sqlite":
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        run = connection.exec_driver_sql
        run(f"PRAGMA busy_timeout = {_BUSY_MS}")
        pages, size = run("PRAGMA page_count").scalar_one(), run("PRAGMA page_size").scalar_one()
        if pages * size > most:
            return
        # The rewritten copy stays out of the folder for temporary files.
        run("PRAGMA temp_store = MEMORY")
        try:
            run("VACUUM")
        except OperationalError:
            return
        # In WAL mode the words would stay in the log beside the file.
        run("PRAGMA wal_checkpoint(TRUNCATE)")
        run("PRAGMA user_version = 0")


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
            _mark(connection)
        connection.commit()
    return len(gone)


def _is_marker(event: dict[str, Any]) -> bool:
    """A row of channel/tracker_store.py that sums up what came before; it says nothing new."""
    return event.get("event") == "slot" and event.get("name") == "begin"
