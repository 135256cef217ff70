"""What lies in the database, counted at every scrape: check-ins, messages, mails, alerts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import Any

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rugwijzer.store import Database
from rugwijzer.store.base import utcnow
from rugwijzer.store.checkins import Alert, CheckIn
from rugwijzer.store.courses import ACTIVE, ENDED, INVITED, PAUSED, Course
from rugwijzer.store.inbox import PENDING, InboxEntry
from rugwijzer.store.mails import Mail
from rugwijzer.store.outbox import FAILED, QUEUED, SENDING, OutboxMessage
from rugwijzer.store.outbox import STATES as OUTBOX

from .labels import known

_CHECKINS = ("planned", "due", "sent", "delivered", "answered", "missed", "cancelled")
_COURSES = (INVITED, ACTIVE, PAUSED, ENDED)
_ALERTS = ("rode_vlag", "verslechtering", "gemist", "geweigerd", "niet_verzonden")


class StockCollector(Collector):
    """Counts rows by state. Several workers report the same figures; take their maximum."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utcnow) -> None:
        """Take the database and what gives the present moment."""
        self._database, self._clock = database, clock

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Count; nothing when the database does not answer, which rugwijzer_part_up tells."""
        try:
            with self._database.single() as session:
                yield from list(self._families(session))
        except Exception:
            return

    def describe(self) -> list[GaugeMetricFamily]:
        """Registering asks nothing."""
        return []

    def _families(self, session: Session) -> Iterator[GaugeMetricFamily]:
        yield _by(session, "checkins", "Check-ins, per staat.", CheckIn.state, _CHECKINS)
        yield _by(session, "courses", "Opvolgingen, per staat.", Course.state, _COURSES)
        yield _by(
            session, "outbox_messages", "Berichten in de outbox.", OutboxMessage.state, OUTBOX
        )
        waiting = (QUEUED, SENDING)
        oldest = select(func.min(OutboxMessage.created_at))
        first = session.execute(oldest.where(OutboxMessage.state.in_(waiting))).scalar()
        age = max(0.0, (self._clock() - first).total_seconds()) if first else 0.0
        text = "Hoe lang het oudste bericht in de outbox al wacht, in seconden."
        yield _one("outbox_oldest_seconds", text, age)
        dead = OutboxMessage.state == FAILED
        yield _one("dead_letters", "Dode brieven in de outbox.", _count(session, dead))
        pending = InboxEntry.state == PENDING
        yield _one(
            "inbox_pending", "Berichten van patiënten zonder antwoord.", _count(session, pending)
        )
        mails = Mail.next_at.isnot(None)
        yield _one("mails_waiting", "E-mails die nog weg moeten.", _count(session, mails))
        text = "Meldingen die de fysiotherapeut nog niet zag, per soort."
        unseen = Alert.acknowledged_at.is_(None)
        yield _by(session, "alerts_open", text, Alert.kind, _ALERTS, unseen, "kind")


def _by(
    session: Session,
    name: str,
    text: str,
    column: Any,
    values: Collection[str],
    where: Any = True,
    label: str = "state",
) -> GaugeMetricFamily:
    counted = dict.fromkeys(values, 0)
    query = select(column, func.count()).group_by(column)
    for value, count in session.execute(query if where is True else query.where(where)):
        key = known(value, values)
        counted[key] = counted.get(key, 0) + count
    family = GaugeMetricFamily(f"rugwijzer_{name}", text, labels=[label])
    for value, count in counted.items():
        family.add_metric([value], count)
    return family


def _one(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"rugwijzer_{name}", text, value=value)


def _count(session: Session, where: Any) -> int:
    return int(session.execute(select(func.count()).where(where)).scalar() or 0)
