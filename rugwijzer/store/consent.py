"""What a patient agreed to: every step is kept, the last one counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, String, bindparam, select
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


@dataclass(frozen=True)
class Steps:
    """The steps of one patient by scope, newest first."""

    by_scope: dict[str, list[Any]]

    def state(self, scope: str = CHAT) -> str | None:
        """The last step of a scope, None when there is none."""
        steps = self.by_scope.get(scope)
        return str(steps[0].state) if steps else None

    def agreed(self, scope: str, text_version: str) -> bool:
        """Whether the last step of a scope is a yes to this version of the text."""
        steps = self.by_scope.get(scope) or [None]
        return steps[0] is not None and (steps[0].state, steps[0].text_version) == (
            GIVEN,
            text_version,
        )

    def resumable(self, text_version: str) -> bool:
        """Whether START may bring back the conversation: stopped after a yes to this very text."""
        return self.state() == STOPPED and text_version in self.given(CHAT)

    def may_send(self, scope: str = FOLLOW_UP) -> bool:
        """Whether the assistant may write by itself: agreed, and no STOP for anything."""
        if STOPPED in (self.state(CHAT), self.state(FOLLOW_UP)):
            return False
        return self.state(scope) == GIVEN

    def given(self, scope: str) -> list[str]:
        """The versions of the text that were agreed to, newest first."""
        steps = self.by_scope.get(scope, [])
        return [step.text_version for step in steps if step.state == GIVEN]


_CONSENTS = Consent.__table__
# Built once: SQLAlchemy takes longer to build a statement than PostgreSQL to run it.
_STEPS = (
    select(_CONSENTS)
    .where(_CONSENTS.c.patient_id.in_(bindparam("patients", expanding=True)))
    .order_by(_CONSENTS.c.id.desc())
)


def steps_of(session: Session, patient_ids: Sequence[str]) -> dict[str, Steps]:
    """The steps of many patients at once; every asked patient is in the answer."""
    found: dict[str, defaultdict[str, list[Any]]] = {p: defaultdict(list) for p in patient_ids}
    for row in session.execute(_STEPS, {"patients": list(patient_ids)}):
        found[row.patient_id][row.scope].append(row)
    return {patient_id: Steps(dict(scopes)) for patient_id, scopes in found.items()}


def state(session: Session, patient_id: str, scope: str = CHAT) -> str | None:
    """The last step of a scope, None when there is none."""
    return steps_of(session, [patient_id])[patient_id].state(scope)


def may_send(session: Session, patient_id: str, scope: str = FOLLOW_UP) -> bool:
    """Whether the assistant may write by itself; see Steps."""
    return steps_of(session, [patient_id])[patient_id].may_send(scope)


def stop(session: Session, patient_id: str, channel: str, text_version: str, now: datetime) -> None:
    """The patient's STOP: ends every scope."""
    for scope in (CHAT, FOLLOW_UP):
        record(session, patient_id, scope, STOPPED, channel, text_version, now)


def resume(session: Session, patient_id: str, channel: str, now: datetime) -> None:
    """The patient's START: every scope is again as it was agreed before the STOP."""
    steps = steps_of(session, [patient_id])[patient_id]
    for scope in (CHAT, FOLLOW_UP):
        versions = steps.given(scope)
        if versions and steps.state(scope) == STOPPED:
            record(session, patient_id, scope, GIVEN, channel, versions[0], now)
