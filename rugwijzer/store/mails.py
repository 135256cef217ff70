"""E-mail to be sent: each once by its key; the row is the queue, any number of workers may share it.

A worker that dies between the mail server's yes and its own record leaves the mail in doubt: after the
lease it goes again with the same Message-ID, by which mail programs recognise a double.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Column, ForeignKey, Index, Integer, String, select, update
from sqlalchemy.orm import Session

from .base import Base, Counter, Moment, Sealed, new_id
from .database import insert_new, vault_of

#: A mail server that does not take it for this many attempts will not take it.
ATTEMPTS = 8
LEASE = timedelta(minutes=5)
_FIRST_WAIT = timedelta(minutes=1)


class Mail(Base):
    """One mail; `next_at` is None once it was sent or given up; then the content goes."""

    __tablename__ = "mails"
    __table_args__ = (Index("ix_mails_next", "next_at"),)
    id = Column(Counter, primary_key=True)
    patient_id = Column(String(32), ForeignKey("patients.id", ondelete="CASCADE"), index=True)
    key = Column(String(128), nullable=False, unique=True)
    ref = Column(String(32), nullable=False)
    recipient = Column(Sealed)
    subject = Column(String(120), nullable=False)
    body = Column(Sealed)
    attempts = Column(Integer, nullable=False, default=0)
    next_at = Column(Moment)
    sent_at = Column(Moment)
    error = Column(String(40))


@dataclass(frozen=True)
class Letter:
    """A claimed mail in the clear, only for the moment of sending.

    `recipient` and `body` are None when no key opens them.
    """

    id: int
    key: str
    ref: str
    attempts: int
    subject: str
    recipient: str | None = field(repr=False)
    body: str | None = field(repr=False)


def put(
    session: Session,
    patient_id: str | None,
    key: str,
    recipient: str,
    subject: str,
    body: str,
    now: datetime,
) -> bool:
    """Queue a mail, once for each key; whether it was new."""
    vault = vault_of(session)
    return insert_new(
        session,
        Mail,
        {
            "patient_id": patient_id,
            "key": key,
            "ref": new_id(),
            "recipient": vault.seal(recipient),
            "subject": subject,
            "body": vault.seal(body),
            "attempts": 0,
            "next_at": now,
        },
    )


def claim(session: Session, limit: int, now: datetime) -> list[Letter]:
    """Take mails that are due, for the length of a lease."""
    rows: Sequence[Mail] = (
        session.execute(
            select(Mail)
            .where(Mail.next_at <= now)
            .order_by(Mail.next_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        .scalars()
        .all()
    )
    vault = vault_of(session)
    for row in rows:
        row.next_at, row.attempts = now + LEASE, row.attempts + 1
    session.flush()
    return [
        Letter(
            id=r.id,
            key=r.key,
            ref=r.ref,
            attempts=r.attempts,
            subject=r.subject,
            recipient=vault.readable(r.recipient),
            body=vault.readable(r.body),
        )
        for r in rows
    ]


def sent(session: Session, mail_id: int, now: datetime) -> None:
    """The mail server took it."""
    _settle(session, mail_id, next_at=None, sent_at=now, error=None, recipient=None, body=None)


def failed(session: Session, letter: Letter, error: str, now: datetime) -> bool:
    """The mail server did not take it: later again, each time twice as late. Whether it was given up."""
    if letter.attempts >= ATTEMPTS:
        drop(session, letter, error)
        return True
    again = now + _FIRST_WAIT * 2 ** (letter.attempts - 1)
    _settle(session, letter.id, next_at=again, error=error[:40])
    return False


def drop(session: Session, letter: Letter, reason: str) -> None:
    """Never send it; what was in it goes."""
    _settle(session, letter.id, next_at=None, error=reason[:40], recipient=None, body=None)


def postpone(session: Session, letter: Letter, until: datetime) -> None:
    """Send it later, as if it had not been claimed."""
    _settle(session, letter.id, next_at=until, attempts=letter.attempts - 1)


def _settle(session: Session, mail_id: int, **values: object) -> None:
    session.execute(
        update(Mail)
        .where(Mail.id == mail_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
