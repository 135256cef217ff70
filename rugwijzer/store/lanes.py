"""One lane for each patient and direction: who holds it works alone, so order is kept.

A lane is a row. Any number of workers on any number of machines may ask for due lanes; a lane whose
holder died is free again after its lease. Every transaction that changes a patient's messages locks
the lane first and the messages after it, so that no two of them can wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Column, ForeignKey, Index, String, bindparam, case, or_, select, update
from sqlalchemy.orm import Session

from .base import Base, Moment
from .database import insert_new

IN, OUT = "in", "out"


class Lane(Base):
    """`due_at` is None when there is nothing to do."""

    __tablename__ = "lanes"
    __table_args__ = (Index("ix_lanes_due", "direction", "due_at"),)
    patient_id = Column(String(32), ForeignKey("patients.id", ondelete="CASCADE"), primary_key=True)
    direction = Column(String(4), primary_key=True)
    due_at = Column(Moment)
    busy_until = Column(Moment)
    holder = Column(String(32))


_LANES = Lane.__table__
# Built once: SQLAlchemy takes longer to build a statement than PostgreSQL to run it.
_ONE = (_LANES.c.patient_id == bindparam("p")) & (_LANES.c.direction == bindparam("d"))
_HELD = _ONE & (_LANES.c.holder == bindparam("h"))
_WAKE = (
    update(_LANES)
    .where(_ONE)
    .values(
        due_at=case((_LANES.c.due_at < bindparam("at"), _LANES.c.due_at), else_=bindparam("at"))
    )
)
_DUE = (
    select(_LANES.c.patient_id)
    .where(_LANES.c.direction == bindparam("d"), _LANES.c.due_at <= bindparam("now"))
    .where(or_(_LANES.c.busy_until.is_(None), _LANES.c.busy_until <= bindparam("now")))
    .order_by(_LANES.c.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(_LANES)
    .where(_LANES.c.direction == bindparam("d"))
    .where(_LANES.c.patient_id.in_(bindparam("patients", expanding=True)))
    .values(busy_until=bindparam("until"), holder=bindparam("h"))
)
_LOCK = select(_LANES.c.holder).where(_ONE).with_for_update()
_EXTEND = update(_LANES).where(_HELD).values(busy_until=bindparam("until"))
_RELEASE = update(_LANES).where(_HELD).values(due_at=bindparam("at"), busy_until=None, holder=None)


class LaneLost(Exception):
    """The lease ran out and another worker may hold the lane: what was done must not count."""


def wake(session: Session, patient_ids: Iterable[str], direction: str, at: datetime) -> None:
    """Make lanes due at a moment or earlier; in a fixed order, so that two callers cannot lock."""
    for patient_id in sorted(set(patient_ids)):
        change = {"p": patient_id, "d": direction, "at": at}
        if session.execute(_WAKE, change).rowcount == 0:
            values = {"patient_id": patient_id, "direction": direction, "due_at": at}
            if not insert_new(session, Lane, values):
                session.execute(_WAKE, change)


def claim(
    session: Session, direction: str, holder: str, limit: int, now: datetime, lease: timedelta
) -> list[str]:
    """Take up to `limit` lanes that are due and free; returns their patients, longest waiting first."""
    due = {"d": direction, "now": now, "most": limit}
    taken = list(session.execute(_DUE, due).scalars())
    if taken:
        change = {"d": direction, "patients": taken, "until": now + lease, "h": holder}
        session.execute(_TAKE, change)
    return taken


def lock(session: Session, patient_id: str, direction: str) -> str | None:
    """Lock a lane for the rest of this transaction; returns who holds it."""
    return session.execute(_LOCK, {"p": patient_id, "d": direction}).scalar()


def keep(session: Session, patient_id: str, direction: str, holder: str) -> None:
    """Lock the lane for the rest of this transaction; raises LaneLost when it is not held any more."""
    if lock(session, patient_id, direction) != holder:
        raise LaneLost


def extend(session: Session, patient_id: str, direction: str, holder: str, until: datetime) -> None:
    """Hold the lane longer; call `keep` before in the transaction."""
    session.execute(_EXTEND, {"p": patient_id, "d": direction, "h": holder, "until": until})


def release(
    session: Session, patient_id: str, direction: str, holder: str, due_at: datetime | None
) -> None:
    """Give the lane back, due again at a moment or not; call `keep` before in the transaction."""
    session.execute(_RELEASE, {"p": patient_id, "d": direction, "h": holder, "at": due_at})
