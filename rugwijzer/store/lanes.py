"""One lane for each patient and direction: who holds it works alone, so order is kept.

A lane is a row. Any number of workers on any number of machines may ask for due lanes; a lane whose
holder died is free again after its lease.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Column, ForeignKey, Index, String, case, or_, select, update
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


class LaneLost(Exception):
    """The lease ran out and another worker may hold the lane: what was done must not count."""


def wake(session: Session, patient_ids: Iterable[str], direction: str, at: datetime) -> None:
    """Make lanes due at a moment or earlier; in a fixed order, so that two callers cannot lock."""
    for patient_id in sorted(set(patient_ids)):
        change = (
            update(Lane)
            .where(Lane.patient_id == patient_id, Lane.direction == direction)
            .values(due_at=case((Lane.due_at < at, Lane.due_at), else_=at))
            .execution_options(synchronize_session=False)
        )
        if session.execute(change).rowcount == 0:
            values = {"patient_id": patient_id, "direction": direction, "due_at": at}
            if not insert_new(session, Lane, values):
                session.execute(change)


def claim(
    session: Session, direction: str, holder: str, limit: int, now: datetime, lease: timedelta
) -> list[str]:
    """Take up to `limit` lanes that are due and free; returns their patients, longest waiting first."""
    rows = session.execute(
        select(Lane.patient_id)
        .where(Lane.direction == direction, Lane.due_at <= now)
        .where(or_(Lane.busy_until.is_(None), Lane.busy_until <= now))
        .order_by(Lane.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = list(rows.scalars())
    if taken:
        session.execute(
            update(Lane)
            .where(Lane.direction == direction, Lane.patient_id.in_(taken))
            .values(busy_until=now + lease, holder=holder)
            .execution_options(synchronize_session=False)
        )
    return taken


def keep(session: Session, patient_id: str, direction: str, holder: str) -> None:
    """Lock the lane for the rest of this transaction; raises LaneLost when it is not held any more."""
    held = session.execute(
        select(Lane.holder)
        .where(Lane.patient_id == patient_id, Lane.direction == direction)
        .with_for_update()
    ).scalar()
    if held != holder:
        raise LaneLost


def extend(session: Session, patient_id: str, direction: str, holder: str, until: datetime) -> None:
    """Hold the lane longer; call `keep` before in the transaction."""
    session.execute(
        update(Lane)
        .where(Lane.patient_id == patient_id, Lane.direction == direction, Lane.holder == holder)
        .values(busy_until=until)
        .execution_options(synchronize_session=False)
    )


def release(
    session: Session, patient_id: str, direction: str, holder: str, due_at: datetime | None
) -> None:
    """Give the lane back, due again at a moment or not; call `keep` before in the transaction."""
    session.execute(
        update(Lane)
        .where(Lane.patient_id == patient_id, Lane.direction == direction, Lane.holder == holder)
        .values(due_at=due_at, busy_until=None, holder=None)
        .execution_options(synchronize_session=False)
    )
