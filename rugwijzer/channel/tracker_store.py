"""Rasa's SQL tracker store with bounded loading, and safe when two engines meet.

Rasa loads a conversation from its last session start on, at every turn. Here a marker is written now
and then: what came before it is summed up in a few events (beginning.py), so a turn loads the last
three to six turns, however long the conversation is. Nothing is removed: the whole record stays.
A marker is a row of the same table, so that whoever erases a conversation erases it too.

A save counts only when nobody else wrote since the load. So even when a lock was lost (Redis
restarted, a process stood still) no conversation forks and no turn is answered from an old state.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore, create_engine_kwargs
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

from .beginning import beginning

#: Of the loaded turns, so many stay in view behind a new marker. Actions look one turn back.
KEPT_TURNS = 3
#: A marker is written when so many turns were loaded.
MOST_TURNS = 6
#: While a form is open Rasa looks back to where it began, so no marker cuts through a questionnaire,
#: which has at most a dozen turns; but one that is never ended must not grow for ever.
MOST_IN_FORM = 24
MARK = "begin"
_RETRY_S = 2.0
_EVENTS = SQLTrackerStore.SQLEvent.__table__
_OF = _EVENTS.c.sender_id == sa.bindparam("s")
# Built once: SQLAlchemy takes longer to build a statement than the database to run it.
_MARKER = (
    sa.select(_EVENTS.c.id, _EVENTS.c.type_name, _EVENTS.c.data)
    .where(_OF, _EVENTS.c.type_name.in_((MARK, SessionStarted.type_name)))
    .order_by(_EVENTS.c.id.desc())
    .limit(1)
)
_SINCE = (
    sa.select(_EVENTS.c.id, _EVENTS.c.data)
    .where(_OF, _EVENTS.c.id >= sa.bindparam("first"), _EVENTS.c.type_name != MARK)
    .order_by(_EVENTS.c.id)
)
_LAST = sa.select(sa.func.max(_EVENTS.c.id)).where(_OF)
_INSERT = _EVENTS.insert()
#: PostgreSQL's own lock on one conversation, until the transaction ends.
_HOLD = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:s, 8))")
_INDEX = "CREATE INDEX IF NOT EXISTS ix_events_conversation ON events (sender_id, id)"


class Overtaken(RasaException):
    """Somebody else wrote this conversation since it was loaded; the turn must be done again."""


@dataclass
class _View:
    """What a tracker was loaded with: the newest row seen, and how many events are stored."""

    last: int
    stored: int
    #: Stored rows that the tracker holds, and how many events of a beginning stand before them.
    ids: list[int] = field(default_factory=list)
    before: int = 0


class BoundedTrackerStore(SQLTrackerStore):
    """For `tracker_store: type:` in endpoints.yml; RUGWIJZER_TRACKER_URL goes before its address."""

    def __init__(
        self,
        domain: Domain | None = None,
        dialect: str = "sqlite",
        host: str | None = None,
        port: int | None = None,
        db: str = "var/gesprekken.sqlite",
        username: str | None = None,
        password: str | None = None,
        event_broker: EventBroker | None = None,
        query: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """Connect, and wait for the database while it is not there yet."""
        own = os.environ.get("RUGWIJZER_TRACKER_URL") or host
        url = self.get_db_url(dialect, own, port, db, username, password, None, query)
        self.engine = _engine(url)
        while True:
            try:
                self._prepare()
                break
            except sa.exc.OperationalError:
                time.sleep(_RETRY_S)
        self.sessionmaker = sessionmaker(bind=self.engine)
        TrackerStore.__init__(self, domain, event_broker, **kwargs)

    def _prepare(self) -> None:
        with self.engine.begin() as connection:
            if self.engine.dialect.name == "postgresql":
                # Engines that start together make the table one after another.
                connection.execute(_HOLD, {"s": "rugwijzer"})
            self.Base.metadata.create_all(connection)
            connection.execute(sa.text(_INDEX))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation with its last turns in view; None when there is none."""
        return await asyncio.to_thread(self._load, sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add what is new; raises Overtaken when somebody else wrote meanwhile."""
        await self.stream_events(tracker)
        await asyncio.to_thread(self._store, tracker)

    def _load(self, sender: str) -> DialogueStateTracker | None:
        with self.session_scope() as session:
            marker = session.execute(_MARKER, {"s": sender}).first()
            first, before = 0, []
            if marker and marker.type_name == MARK:
                value = json.loads(marker.data)["value"]
                first, before = value["from"], value["events"]
            elif marker:
                first = marker.id
            rows = session.execute(_SINCE, {"s": sender, "first": first}).all()
        if not rows:
            return None
        events = [*before, *(json.loads(row.data) for row in rows)]
        tracker = DialogueStateTracker.from_dict(sender, events, self.domain.slots)
        ids = [row.id for row in rows]
        # The marker is newer than the rows before it.
        last = max(ids[-1], marker.id if marker else 0)
        tracker.view = _View(last, len(tracker.events), ids, len(before))  # type: ignore[attr-defined]
        return tracker

    def _store(self, tracker: DialogueStateTracker) -> None:
        view: _View | None = getattr(tracker, "view", None)
        sender = tracker.sender_id
        with self.session_scope() as session:
            if self.engine.dialect.name == "postgresql":
                session.execute(_HOLD, {"s": sender})
            last = session.execute(_LAST, {"s": sender}).scalar() or 0
            if view is None:
                # Not from here: a new conversation, or one that was put together elsewhere.
                new = list(self._additional_events(session, tracker) if last else tracker.events)
            elif view.last != last:
                raise Overtaken("the conversation was written meanwhile")
            else:
                new = list(tracker.events)[view.stored :]
            rows = [_row(sender, event) for event in new]
            mark = view and self._mark(tracker, view)
            if mark:
                rows.append(mark)
            if rows:
                session.execute(_INSERT, rows)
                last = session.execute(_LAST, {"s": sender}).scalar() or 0
            session.commit()
        # The tracker may be saved again with more; then it has no more rows to mark.
        tracker.view = _View(last, len(tracker.events))  # type: ignore[attr-defined]

    def _mark(self, tracker: DialogueStateTracker, view: _View) -> dict[str, Any] | None:
        """The row that lets the next load begin later, when this one was long."""
        events = list(tracker.events)
        loaded = events[view.before : view.before + len(view.ids)]
        turns = [i for i, event in enumerate(loaded) if isinstance(event, UserUttered)]
        begun = any(isinstance(event, SessionStarted) for event in events[view.before + 1 :])
        if len(turns) < MOST_TURNS or begun:
            return None
        cut = self._cut(events, [view.before + turn for turn in turns])
        if cut is None:
            return None
        made = beginning(tracker.sender_id, events[:cut], self.domain)
        value = {"from": view.ids[cut - view.before], "events": [event.as_dict() for event in made]}
        # To Rasa's own store it is a slot that the domain does not have, which it passes over.
        data = {"event": "slot", "timestamp": made[-1].timestamp, "name": MARK, "value": value}
        return _values(tracker.sender_id, MARK, data)

    def _cut(self, events: list[Event], turns: list[int]) -> int | None:
        """Where a later load may begin: the latest place outside a form, KEPT_TURNS back or more."""
        tracker = DialogueStateTracker.from_events("", events[: turns[0]], self.domain.slots)
        found = None
        for begin, end in zip(turns, turns[1:][: 1 - KEPT_TURNS]):
            tracker.update_with_events(events[begin:end], self.domain, override_timestamp=False)
            found = found if tracker.active_loop_name else end
        if found is None and len(turns) >= MOST_IN_FORM:
            return turns[-KEPT_TURNS]
        return found

    def _event_query(
        self, session: Session, sender_id: str, fetch_events_from_all_sessions: bool
    ) -> Any:
        """Rasa's query of the whole record, without the markers."""
        query = super()._event_query(session, sender_id, fetch_events_from_all_sessions)
        return query.filter(self.SQLEvent.type_name != MARK)


def _engine(url: Any) -> sa.engine.Engine:
    options = create_engine_kwargs(url)
    if sa.engine.make_url(url).get_backend_name() == "sqlite":
        options |= {"poolclass": QueuePool}
        options |= {"connect_args": {"check_same_thread": False, "timeout": 30}}
    # A database that was restarted closed every connection; the next turn must not find out.
    return sa.create_engine(url, pool_pre_ping=True, **options)


def _row(sender: str, event: Event) -> dict[str, Any]:
    return _values(sender, event.type_name, event.as_dict())


def _values(sender: str, kind: str, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "sender_id": sender,
        "type_name": kind,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }
