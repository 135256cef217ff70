"""What is to be sent: each row once, in order for each patient, and visible when it cannot be.

States: queued -> sending -> sent -> delivered -> read; aside: parked (waits until the patient writes),
cancelled (consent was withdrawn), failed (a dead letter). A row that is `sending` when its worker
dies is in doubt: it waits for the provider's status, and only when that stays away is it sent again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    bindparam,
    select,
    update,
)
from sqlalchemy.orm import Session

from . import lanes
from .base import Base, Counter, Moment, Sealed, new_id
from .consent import CHAT, FOLLOW_UP
from .database import insert_new, vault_of

QUEUED, SENDING, SENT, DELIVERED, READ = "queued", "sending", "sent", "delivered", "read"
PARKED, CANCELLED, FAILED = "parked", "cancelled", "failed"
STATES = (QUEUED, SENDING, SENT, DELIVERED, READ, PARKED, CANCELLED, FAILED)
#: A confirmation of the patient's own command, or a line to call: needs no consent.
SERVICE = "dienst"


class OutboxMessage(Base):
    """One send. `key` makes it unique, `ref` travels to the provider and back in its statuses.

    `created_at` is when it was last queued: what waited for the patient is tried from then on.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_patient_state", "patient_id", "state"),)
    id = Column(Counter, primary_key=True)
    patient_id = Column(String(32), ForeignKey("patients.id", ondelete="CASCADE"), nullable=False)
    channel = Column(String(32), nullable=False)
    key = Column(String(128), nullable=False, unique=True)
    ref = Column(String(32), nullable=False, unique=True)
    scope = Column(String(16), nullable=False)
    urgent = Column(Boolean, nullable=False)
    content = Column(Sealed)
    state = Column(String(16), nullable=False, index=True)
    attempts = Column(Integer, nullable=False, default=0)
    due_at = Column(Moment, nullable=False)
    sending_since = Column(Moment)
    provider_key = Column(String(64), index=True)
    error = Column(String(64))
    created_at = Column(Moment, nullable=False)
    changed_at = Column(Moment, nullable=False)


_OUTBOX = OutboxMessage.__table__
_PARKED = select(_OUTBOX.c.patient_id).where(
    _OUTBOX.c.patient_id.in_(bindparam("patients", expanding=True)), _OUTBOX.c.state == PARKED
)


def put(
    session: Session,
    patient_id: str,
    channel: str,
    key: str,
    content: str,
    now: datetime,
    *,
    scope: str = CHAT,
    urgent: bool = False,
) -> bool:
    """Queue a message, once for each key; whether it was new."""
    values = {
        "patient_id": patient_id,
        "channel": channel,
        "key": key,
        "ref": new_id(),
        "scope": scope,
        "urgent": urgent,
        "content": vault_of(session).seal(content),
        "state": QUEUED,
        "attempts": 0,
        "due_at": now,
        "created_at": now,
        "changed_at": now,
    }
    if not insert_new(session, OutboxMessage, values):
        return False
    lanes.wake(session, [patient_id], lanes.OUT, now)
    return True


def ask_to_write(session: Session, patient_id: str, channel: str, now: datetime) -> None:
    """Outside the window: the template that asks the patient to write, at most once a day."""
    content = json.dumps({"type": "template", "name": "reopen"})
    key = f"heropen:{patient_id}:{channel}:{now.date().isoformat()}"
    put(session, patient_id, channel, key, content, now)


def put_notice(
    session: Session,
    patient_id: str,
    channel: str,
    key: str,
    path: str,
    now: datetime,
    text: str = "",
) -> bool:
    """Queue 'there is a question for you' with the path of a secured page, for the follow-up.

    `text` is the question itself. It is only sent inside the window, and only when the practice
    allows questions about complaints on WhatsApp (RUGWIJZER_FOLLOWUP_OFF_WHATSAPP=nee).
    """
    content = json.dumps({"type": "notice", "path": path, "text": text}, ensure_ascii=False)
    return put(session, patient_id, channel, key, content, now, scope=FOLLOW_UP)


def parked_of(session: Session, patient_ids: Sequence[str]) -> set[str]:
    """Those of many patients for whom something waits until they write."""
    return set(session.execute(_PARKED, {"patients": list(patient_ids)}).scalars())


def unpark(session: Session, patient_id: str, channel: str, now: datetime) -> None:
    """The patient wrote: what waited for that goes out."""
    lanes.lock(session, patient_id, lanes.OUT)
    changed = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.patient_id == patient_id, OutboxMessage.channel == channel)
        .where(OutboxMessage.state == PARKED)
        .values(state=QUEUED, due_at=now, created_at=now, changed_at=now)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount:
        lanes.wake(session, [patient_id], lanes.OUT, now)


def dead(session: Session, limit: int = 100) -> list[OutboxMessage]:
    """The dead letters, newest first."""
    return list(
        session.execute(
            select(OutboxMessage)
            .where(OutboxMessage.state == FAILED)
            .order_by(OutboxMessage.id.desc())
            .limit(limit)
        ).scalars()
    )


def revive(session: Session, message_id: int, now: datetime) -> bool:
    """Send a dead letter again; False when it is none or its content is gone."""
    patient_id = session.execute(
        select(OutboxMessage.patient_id).where(OutboxMessage.id == message_id)
    ).scalar()
    if patient_id is None:
        return False
    lanes.lock(session, patient_id, lanes.OUT)
    row = session.get(OutboxMessage, message_id, with_for_update=True)
    if row is None or row.state != FAILED or row.content is None:
        return False
    row.state, row.error, row.attempts = QUEUED, None, 0
    row.due_at = row.created_at = row.changed_at = now
    session.flush()
    lanes.wake(session, [row.patient_id], lanes.OUT, now)
    return True
