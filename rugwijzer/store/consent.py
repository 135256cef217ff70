"""What a patient agreed to: every step is kept, the last one counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, select
from sqlalchemy.orm import Session

from .base import Base, Counter, Moment

#: What is agreed to: the conversation itself, and messages of the follow-up.
CHAT, FOLLOW_UP = "gesprek", "opvolging"
ASKED, GIVEN, DECLINED, STOPPED = "gevraagd", "gegeven", "geweigerd", "gestopt"


class Consent(Base):
    """One step, with the version of the text that was shown."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_patient_scope", "patient_id", "scope", "id"),)
    id = Column(Counter, primary_key=True)
    patient_id = Column(String(32), ForeignKey("patients.id", ondelete="CASCADE"), nullable=False)
    scope = Column(String(16), nullable=False)
    state = Column(String(16), nullable=False)
    channel = Column(String(32), nullable=False)
    text_version = Column(String(32), nullable=False)
    at = Column(Moment, nullable=False)


def record(
    session: Session,
    patient_id: str,
    scope: str,
    state: str,
    channel: str,
    text_version: str,
    now: datetime,
) -> None:
    """Keep a step."""
    session.add(
        Consent(
            patient_id=patient_id,
            scope=scope,
            state=state,
            channel=channel,
            text_version=text_version,
            at=now,
        )
    )
    session.flush()


def state(session: Session, patient_id: str, scope: str = CHAT) -> str | None:
    """The last step of a scope, None when there is none."""
    return session.execute(
        select(Consent.state)
        .where(Consent.patient_id == patient_id, Consent.scope == scope)
        .order_by(Consent.id.desc())
        .limit(1)
    ).scalar()


def agreed(session: Session, patient_id: str, scope: str, text_version: str) -> bool:
    """Whether the last step of a scope is a yes to this version of the text."""
    last = session.execute(
        select(Consent.state, Consent.text_version)
        .where(Consent.patient_id == patient_id, Consent.scope == scope)
        .order_by(Consent.id.desc())
        .limit(1)
    ).first()
    return last is not None and tuple(last) == (GIVEN, text_version)


def may_send(session: Session, patient_id: str, scope: str = FOLLOW_UP) -> bool:
    """Whether the assistant may write by itself: agreed to the scope, and no STOP for anything."""
    if STOPPED in (state(session, patient_id, CHAT), state(session, patient_id, FOLLOW_UP)):
        return False
    return state(session, patient_id, scope) == GIVEN


def stop(session: Session, patient_id: str, channel: str, text_version: str, now: datetime) -> None:
    """The patient's STOP: ends every scope."""
    for scope in (CHAT, FOLLOW_UP):
        record(session, patient_id, scope, STOPPED, channel, text_version, now)


def resumable(session: Session, patient_id: str, text_version: str) -> bool:
    """Whether START may bring back the conversation: stopped after a yes to this very text."""
    return state(session, patient_id) == STOPPED and text_version in _given(
        session, patient_id, CHAT
    )


def resume(session: Session, patient_id: str, channel: str, now: datetime) -> None:
    """The patient's START: every scope is again as it was agreed before the STOP."""
    for scope in (CHAT, FOLLOW_UP):
        versions = _given(session, patient_id, scope)
        if versions and state(session, patient_id, scope) == STOPPED:
            record(session, patient_id, scope, GIVEN, channel, versions[0], now)


def _given(session: Session, patient_id: str, scope: str) -> list[str]:
    """The versions that were agreed to, newest first."""
    return list(
        session.execute(
            select(Consent.text_version)
            .where(Consent.patient_id == patient_id, Consent.scope == scope)
            .where(Consent.state == GIVEN)
            .order_by(Consent.id.desc())
        ).scalars()
    )
