"""Courses of follow-up: who follows whom, by which plan, on which channel."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String

from .base import Base, Counter, Moment, Sealed

INVITED, ACTIVE, PAUSED, ENDED = "invited", "active", "paused", "ended"
#: How a check-in reaches the patient: only the own page, or a message that points there.
PAGE, EMAIL, WHATSAPP = "pagina", "email", "whatsapp"
CHANNELS = (PAGE, EMAIL, WHATSAPP)


class Course(Base):
    """One patient in one plan. `activity` is the PSK activity, `goal` the patient's own words.

    `link_version` is part of the personal link: raising it makes an old link worthless.
    """

    __tablename__ = "courses"
    __table_args__ = (Index("ix_courses_account_state", "account_id", "state"),)
    id = Column(String(32), primary_key=True)
    patient_id = Column(
        String(32), ForeignKey("patients.id", ondelete="CASCADE"), nullable=False, index=True
    )
    account_id = Column(String(32), ForeignKey("accounts.id"), nullable=False)
    alias = Column(Sealed, nullable=False)
    goal = Column(Sealed)
    activity = Column(Sealed)
    plan_id = Column(String(40), nullable=False)
    channel = Column(String(16), nullable=False)
    state = Column(String(16), nullable=False)
    start_pain = Column(Integer)
    start_activity = Column(Integer)
    started_on = Column(Date)
    link_version = Column(Integer, nullable=False, default=1)
    created_at = Column(Moment, nullable=False)
    ended_at = Column(Moment)


class Note(Base):
    """A physiotherapist's note on a course."""

    __tablename__ = "notes"
    id = Column(Counter, primary_key=True)
    patient_id = Column(
        String(32), ForeignKey("patients.id", ondelete="CASCADE"), nullable=False, index=True
    )
    course_id = Column(
        String(32), ForeignKey("courses.id", ondelete="CASCADE"), nullable=False, index=True
    )
    account_id = Column(String(32), nullable=False)
    text = Column(Sealed, nullable=False)
    at = Column(Moment, nullable=False)
