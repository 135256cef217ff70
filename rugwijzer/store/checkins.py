"""Check-ins as rows with a state, their answers, and the alerts that answers raise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, UniqueConstraint, update
from sqlalchemy.orm import Session

from .base import Base, Counter, Moment, Sealed
from .database import insert_new, vault_of


class CheckIn(Base):
    """One check-in; its states and steps are those of rugwijzer.followup.states.

    `next_at` is when the clock has to look at it again; None once it is over. `talk_at` is when the
    conversation about it has to be begun; None when there is none, or when it was begun.
    """

    __tablename__ = "checkins"
    __table_args__ = (
        UniqueConstraint("course_id", "moment"),
        Index("ix_checkins_next", "next_at"),
    )
    id = Column(String(32), primary_key=True)
    patient_id = Column(
        String(32), ForeignKey("patients.id", ondelete="CASCADE"), nullable=False, index=True
    )
    course_id = Column(String(32), ForeignKey("courses.id", ondelete="CASCADE"), nullable=False)
    moment = Column(String(40), nullable=False)
    state = Column(String(16), nullable=False)
    due_at = Column(Moment, nullable=False)
    next_at = Column(Moment)
    talk_at = Column(Moment, index=True)
    sent_at = Column(Moment)
    delivered_at = Column(Moment)
    reminded_at = Column(Moment)
    closed_at = Column(Moment)
    declined = Column(Boolean, nullable=False, default=False)


class Answer(Base):
    """What was answered to one check-in; words are encrypted, the numbers make the curves."""

    __tablename__ = "answers"
    checkin_id = Column(String(32), ForeignKey("checkins.id", ondelete="CASCADE"), primary_key=True)
    patient_id = Column(
        String(32), ForeignKey("patients.id", ondelete="CASCADE"), nullable=False, index=True
    )
    at = Column(Moment, nullable=False)
    source = Column(String(16), nullable=False)
    pain = Column(Integer)
    activity = Column(Integer)
    walked = Column(Integer)
    rest = Column(Sealed, nullable=False)


class Alert(Base):
    """Something the physiotherapist must see. `key` keeps one cause from raising it twice.

    `kind` is rode_vlag, verslechtering, gemist or geweigerd; `detail` says it in Dutch.
    """

    __tablename__ = "alerts"
    id = Column(Counter, primary_key=True)
    patient_id = Column(
        String(32), ForeignKey("patients.id", ondelete="CASCADE"), nullable=False, index=True
    )
    course_id = Column(
        String(32), ForeignKey("courses.id", ondelete="CASCADE"), nullable=False, index=True
    )
    key = Column(String(128), nullable=False, unique=True)
    kind = Column(String(16), nullable=False)
    level = Column(String(16), nullable=False)
    detail = Column(Sealed, nullable=False)
    created_at = Column(Moment, nullable=False)
    mailed_at = Column(Moment)
    acknowledged_at = Column(Moment)
    acknowledged_by = Column(String(32))


def move(
    session: Session,
    checkin_id: str,
    before: Iterable[str],
    to: str,
    values: Mapping[str, Any] | None = None,
) -> bool:
    """Change a state only when it is one of `before`: of two that try, one gets True."""
    changed = session.execute(
        update(CheckIn)
        .where(CheckIn.id == checkin_id, CheckIn.state.in_(tuple(before)))
        .values(state=to, **(values or {}))
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)


def raise_alert(
    session: Session,
    patient_id: str,
    course_id: str,
    kind: str,
    key: str,
    level: str,
    detail: str,
    now: datetime,
) -> bool:
    """Raise an alert once for each key; whether it was new."""
    return insert_new(
        session,
        Alert,
        {
            "patient_id": patient_id,
            "course_id": course_id,
            "key": key,
            "kind": kind,
            "level": level,
            "detail": vault_of(session).seal(detail),
            "created_at": now,
        },
    )
