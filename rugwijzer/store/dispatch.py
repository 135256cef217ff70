"""Sending what is in the outbox: who takes a message, how it ended, and what a status says of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.orm import Session

from . import lanes, subject
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

#: The error of a dead letter that no key opens, or whose content is gone.
UNREADABLE = "unreadable"
#: After how many sends in doubt the wait for a status grows no longer.
_DOUBLINGS = 6
#: How far a message got; a status never takes it back.
_RANK = {QUEUED: 0, SENDING: 0, PARKED: 0, FAILED: 1, SENT: 1, DELIVERED: 2, READ: 3}


_OUTBOX = OutboxMessage.__table__
# Built once: SQLAlchemy takes longer to build a statement than PostgreSQL to run it.
_ONE = _OUTBOX.c.id == bindparam("message")
_NEXT = (
    select(_OUTBOX)
    .where(_OUTBOX.c.patient_id == bindparam("p"), _OUTBOX.c.state.in_((QUEUED, SENDING)))
    .order_by(_OUTBOX.c.urgent.desc(), _OUTBOX.c.id)
    .limit(1)
    .with_for_update()
)
_SEND = (
    update(_OUTBOX)
    .where(_ONE)
    .values(
        state=SENDING,
        attempts=_OUTBOX.c.attempts + 1,
        sending_since=bindparam("now"),
        changed_at=bindparam("now"),
    )
)
_UNDER_WAY = _OUTBOX.c.state == SENDING
_SETTLE = (
    update(_OUTBOX)
    .where(_ONE)
    .values(
        # What a status said while the send was under way stays.
        state=case((_UNDER_WAY, bindparam("to")), else_=_OUTBOX.c.state),
        error=case((_UNDER_WAY, bindparam("why")), else_=_OUTBOX.c.error),
        due_at=func.coalesce(bindparam("due", type_=_OUTBOX.c.due_at.type), _OUTBOX.c.due_at),
        # Who is in doubt begins to wait for a status now, and not when the send began.
        sending_since=bindparam("now"),
        provider_key=func.coalesce(bindparam("provider"), _OUTBOX.c.provider_key),
        changed_at=bindparam("now"),
    )
)
_FORGET = update(_OUTBOX).where(_ONE).values(content=None)
_FORWARD = (
    update(_OUTBOX)
    .where(_OUTBOX.c.ref == bindparam("of"))
    .where(_OUTBOX.c.state.in_(bindparam("earlier", expanding=True)))
    .values(state=bindparam("to"), content=None, changed_at=bindparam("now"))
)
_WHICH = select(_OUTBOX.c.id, _OUTBOX.c.patient_id, _OUTBOX.c.channel, _OUTBOX.c.state)
_BY_REF = _WHICH.where(_OUTBOX.c.ref == bindparam("of"))
_BY_PROVIDER = _WHICH.where(_OUTBOX.c.provider_key == bindparam("of"))
_LOCKED = select(_OUTBOX.c.state, _OUTBOX.c.content).where(_ONE).with_for_update()
_CHANGE = (
    update(_OUTBOX)
    .where(_ONE)
    .values(state=bindparam("to"), error=bindparam("why"), changed_at=bindparam("now"))
)


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

    `doubt` is how long a message that may have been sent waits for its status. What cannot be opened
    becomes a dead letter.
    """
    taken = []
    for patient_id in lanes.claim(session, lanes.OUT, holder, limit, now, lease):
        row, due = _next(session, patient_id, doubt)
        if row is None and subject.finish_erasure(session, patient_id):
            # A status said that the confirmation arrived.
            continue
        if row is None or due is None or due > now:
            lanes.release(session, patient_id, lanes.OUT, holder, due)
            continue
        content = vault_of(session).readable(row.content)
        if content is None:
            # The others, also those of the same patient, must not wait for it.
            change = {"message": row.id, "to": FAILED, "why": UNREADABLE, "now": now}
            session.execute(_CHANGE, change)
            lanes.release(session, patient_id, lanes.OUT, holder, now)
            continue
        session.execute(_SEND, {"message": row.id, "now": now})
        taken.append(
            Outgoing(
                id=row.id,
                patient_id=patient_id,
                channel=row.channel,
                ref=row.ref,
                scope=row.scope,
                attempts=row.attempts + 1,
                created_at=row.created_at,
                content=content,
            )
        )
    return taken


def recover(session: Session, now: datetime) -> None:
    """After a start: let the doubt about every message under way begin now.

    While nobody listened no status could come in, so that time says nothing. Of a message that
    another process is sending it only takes longer until it would be sent again.
    """
    session.execute(update(_OUTBOX).where(_UNDER_WAY).values(sending_since=now))


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
    Who lost the lane only reports that it was sent.
    """
    held = lanes.lock(session, message.patient_id, lanes.OUT) == holder
    if not held and state != SENT:
        # Another worker has the message now: only that it was sent is news to it.
        return
    change = {"message": message.id, "to": state, "why": error, "due": due_at, "now": now}
    key = vault_of(session).lookup("provider", provider_id) if provider_id else None
    session.execute(_SETTLE, change | {"provider": key})
    if state == CANCELLED:
        session.execute(_FORGET, {"message": message.id})
    if held:
        _, due = _next(session, message.patient_id, doubt)
        lanes.release(session, message.patient_id, lanes.OUT, holder, due)


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

    With `park` a failure means that the window was closed: the message waits for the patient, unless
    its content is gone already.
    Returns whether the message is known.
    """
    found = _found(session, ref, provider_id)
    if found is None:
        return False
    lanes.lock(session, found.patient_id, lanes.OUT)
    before = session.execute(_LOCKED, {"message": found.id}).first()
    if before is None or not _moves(before.state, state):
        return before is not None
    after = PARKED if state == FAILED and park and before.content is not None else state
    change = {"message": found.id, "to": after, "why": error, "now": now}
    session.execute(_CHANGE, change)
    if after in (DELIVERED, READ):
        session.execute(_FORGET, {"message": found.id})
    if after == PARKED:
        ask_to_write(session, found.patient_id, found.channel, now)
    lanes.wake(session, [found.patient_id], lanes.OUT, now)
    return True


def plain_status(
    session: Session, state: str, now: datetime, *, ref: str | None, provider_id: str | None
) -> bool:
    """The common case of `status`, in single statements; False when it takes a whole transaction.

    Nobody waits for a message that was sent before, so its lane needs no lock.
    """
    if ref and state in _SETTLED:
        change = {"of": ref, "to": state, "earlier": _SETTLED[state], "now": now}
        if session.execute(_FORWARD, change).rowcount:
            return True
    found = _found(session, ref, provider_id)
    return found is None or not _moves(found.state, state)


#: From which states a status moves a message on that was sent before.
_SETTLED = {DELIVERED: [SENT], READ: [SENT, DELIVERED]}


def _found(session: Session, ref: str | None, provider_id: str | None) -> Any | None:
    query, of = (_BY_REF, ref) if ref else (_BY_PROVIDER, _provider_key(session, provider_id))
    return session.execute(query, {"of": of}).first()


def _moves(before: str, after: str) -> bool:
    """Whether a status says something new: forward, or a failure of what is not delivered."""
    if after == FAILED:
        return before in (SENDING, SENT)
    return _RANK.get(after, 0) > _RANK.get(before, 9)


def _provider_key(session: Session, provider_id: str | None) -> str:
    return vault_of(session).lookup("provider", provider_id or "")


def _next(
    session: Session, patient_id: str, doubt: timedelta
) -> tuple[Any | None, datetime | None]:
    """The message whose turn it is and when: an urgent one overtakes, the others keep their order."""
    first = session.execute(_NEXT, {"p": patient_id}).first()
    if first is None:
        return None, None
    if first.state == SENDING and first.sending_since is not None:
        # Each time twice as long: a provider that takes messages and stays silent is not to repeat
        # one to the patient every minute.
        return first, first.sending_since + doubt * 2 ** min(first.attempts - 1, _DOUBLINGS)
    return first, first.due_at
