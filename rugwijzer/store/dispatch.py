"""Sending what is in the outbox: who takes a message, how it ended, and what a status says of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from . import lanes
from .database import vault_of
from .outbox import (
    CANCELLED,
    DELIVERED,
    FAILED,
    PARKED,
    QUEUED,
    READ,
    SENDING,
    SENT,
    OutboxMessage,
    ask_to_write,
)

#: How far a message got; a status never takes it back.
_RANK = {QUEUED: 0, SENDING: 0, PARKED: 0, FAILED: 1, SENT: 1, DELIVERED: 2, READ: 3}


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
    lanes.lock(session, message.patient_id, lanes.OUT)
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
    query = select(OutboxMessage.id, OutboxMessage.patient_id)
    if ref:
        query = query.where(OutboxMessage.ref == ref)
    else:
        key = vault_of(session).lookup("provider", provider_id or "")
        query = query.where(OutboxMessage.provider_key == key)
    found = session.execute(query).first()
    if found is None:
        return False
    lanes.lock(session, found.patient_id, lanes.OUT)
    row = session.get(OutboxMessage, found.id, with_for_update=True)
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
