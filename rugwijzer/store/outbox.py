"""What is to be sent: each row once, in order for each patient, and visible when it cannot be.

States: queued -> sending -> sent -> delivered -> read; aside: parked (waits until the patient writes),
cancelled (consent was withdrawn), failed (a dead letter). A row that is `sending` when its worker
dies is in doubt: it waits for the provider's status, and only when that stays away is it sent again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, select, update
from sqlalchemy.orm import Session

from . import lanes
from .base import Base, Counter, Moment, Sealed, new_id
from .consent import CHAT, FOLLOW_UP
from .database import insert_new, vault_of

QUEUED, SENDING, SENT, DELIVERED, READ = "queued", "sending", "sent", "delivered", "read"
PARKED, CANCELLED, FAILED = "parked", "cancelled", "failed"
#: A confirmation of the patient's own command, or a line to call: needs no consent.
SERVICE = "dienst"
#: How far a message got; a status never takes it back.
_RANK = {QUEUED: 0, SENDING: 0, PARKED: 0, FAILED: 1, SENT: 1, DELIVERED: 2, READ: 3}


class OutboxMessage(Base):
    """One send. `key` makes it unique, `ref` travels to the provider and back in its statuses."""

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


@dataclass(frozen=True)
class Outgoing:
    """A row that was claimed for sending; `content` is JSON."""

    id: int
    patient_id: str
    channel: str
    ref: str
    scope: str
    attempts: int
    created_at: datetime
    content: str = field(repr=False)


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


def claim(
    session: Session,
    holder: str,
    limit: int,
    now: datetime,
    lease: timedelta,
    doubt: timedelta,
) -> list[Outgoing]:
    """Take the next message of up to `limit` patients; each is `sending` when this commits.

    `doubt` is how long a message that may have been sent waits for its status.
    """
    taken = []
    for patient_id in lanes.claim(session, lanes.OUT, holder, limit, now, lease):
        row, due = _next(session, patient_id, doubt)
        if row is None or due is None or due > now:
            lanes.release(session, patient_id, lanes.OUT, holder, due)
            continue
        row.state, row.attempts, row.sending_since, row.changed_at = (
            SENDING,
            row.attempts + 1,
            now,
            now,
        )
        taken.append(
            Outgoing(
                id=row.id,
                patient_id=patient_id,
                channel=row.channel,
                ref=row.ref,
                scope=row.scope,
                attempts=row.attempts,
                created_at=row.created_at,
                content=vault_of(session).open(row.content),
            )
        )
    session.flush()
    return taken


def recover(session: Session, now: datetime) -> None:
    """After a start: let the doubt about every message under way begin now.

    While nobody listened no status could come in, so that time says nothing. Of a message that
    another process is sending it only takes longer until it would be sent again.
    """
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state == SENDING)
        .values(sending_since=now)
        .execution_options(synchronize_session=False)
    )


def settle(
    session: Session,
    message: Outgoing,
    holder: str,
    state: str,
    now: datetime,
    doubt: timedelta,
    *,
    due_at: datetime | None = None,
    provider_id: str | None = None,
    error: str | None = None,
) -> None:
    """Record how a send went and give the lane back.

    `state` SENDING means that nobody knows whether it arrived. What a status said meanwhile stays.
    """
    row = session.get(OutboxMessage, message.id, with_for_update=True)
    if row is not None:
        if provider_id:
            row.provider_key = vault_of(session).lookup("provider", provider_id)
        if row.state == SENDING:
            row.state, row.error = state, error
            row.due_at = due_at or row.due_at
        row.changed_at = now
        if row.state in (CANCELLED, DELIVERED, READ):
            row.content = None
        session.flush()
    give_back(session, message.patient_id, holder, doubt)


def give_back(session: Session, patient_id: str, holder: str, doubt: timedelta) -> None:
    """Release a patient's lane, due when its next message is; nothing when the lane was lost."""
    try:
        lanes.keep(session, patient_id, lanes.OUT, holder)
    except lanes.LaneLost:
        return
    _, due = _next(session, patient_id, doubt)
    lanes.release(session, patient_id, lanes.OUT, holder, due)


def status(
    session: Session,
    state: str,
    now: datetime,
    *,
    ref: str | None = None,
    provider_id: str | None = None,
    error: str | None = None,
    park: bool = False,
) -> bool:
    """A provider's word on a message, found by its ref or by the provider's id; only ever forward.

    With `park` a failure means that the window was closed: the message waits for the patient.
    Returns whether the message is known.
    """
    query = select(OutboxMessage).with_for_update()
    if ref:
        query = query.where(OutboxMessage.ref == ref)
    else:
        key = vault_of(session).lookup("provider", provider_id or "")
        query = query.where(OutboxMessage.provider_key == key)
    row = session.execute(query).scalar()
    if row is None:
        return False
    forward = _RANK.get(state, 0) > _RANK.get(row.state, 9)
    if state == FAILED and row.state in (SENDING, SENT):
        row.state, row.error = (PARKED if park else FAILED), error
    elif forward:
        row.state = state
        if state in (DELIVERED, READ):
            row.content = None
    else:
        return True
    row.changed_at = now
    session.flush()
    if row.state == PARKED:
        ask_to_write(session, row.patient_id, row.channel, now)
    lanes.wake(session, [row.patient_id], lanes.OUT, now)
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


def unpark(session: Session, patient_id: str, channel: str, now: datetime) -> None:
    """The patient wrote: what waited for that goes out."""
    changed = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.patient_id == patient_id, OutboxMessage.channel == channel)
        .where(OutboxMessage.state == PARKED)
        .values(state=QUEUED, due_at=now, changed_at=now)
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
    row = session.get(OutboxMessage, message_id, with_for_update=True)
    if row is None or row.state != FAILED or row.content is None:
        return False
    row.state, row.error, row.attempts, row.due_at, row.changed_at = QUEUED, None, 0, now, now
    session.flush()
    lanes.wake(session, [row.patient_id], lanes.OUT, now)
    return True


def _next(
    session: Session, patient_id: str, doubt: timedelta
) -> tuple[OutboxMessage | None, datetime | None]:
    """The message whose turn it is and when: an urgent one overtakes, the others keep their order."""
    rows = list(
        session.execute(
            select(OutboxMessage)
            .where(OutboxMessage.patient_id == patient_id)
            .where(OutboxMessage.state.in_((QUEUED, SENDING)))
            .order_by(OutboxMessage.urgent.desc(), OutboxMessage.id)
            .with_for_update()
        ).scalars()
    )
    if not rows:
        return None, None
    first = rows[0]
    if first.state == SENDING and first.sending_since is not None:
        return first, first.sending_since + doubt
    return first, first.due_at
