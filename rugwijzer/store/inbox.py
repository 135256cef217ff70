"""What came in and is not answered yet: durable before the sender gets its 200, in order, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, select, update
from sqlalchemy.orm import Session

from . import lanes, patients
from .base import Base, Counter, Moment, Sealed
from .database import insert_new, vault_of
from .patients import Reach

PENDING, DONE = "pending", "done"


class Delivery(Base):
    """A message id that was seen, as a keyed hash: WhatsApp's ids contain the phone number.

    It belongs to no patient, so a repeated delivery stays known after an erasure.
    """

    __tablename__ = "deliveries"
    key = Column(String(64), primary_key=True)
    seen_at = Column(Moment, nullable=False, index=True)


class InboxEntry(Base):
    """One message of a patient; its content goes as soon as it has been answered."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_patient_state", "patient_id", "state"),)
    id = Column(Counter, primary_key=True)
    patient_id = Column(String(32), ForeignKey("patients.id", ondelete="CASCADE"), nullable=False)
    channel = Column(String(32), nullable=False)
    key = Column(String(64), nullable=False)
    kind = Column(String(32), nullable=False)
    content = Column(Sealed)
    sent_at = Column(Moment, nullable=False)
    received_at = Column(Moment, nullable=False)
    state = Column(String(8), nullable=False)
    attempts = Column(Integer, nullable=False, default=0)
    screened = Column(Boolean, nullable=False, default=False)
    done_at = Column(Moment)


@dataclass(frozen=True)
class Arrival:
    """A message as a channel read it: `content` is text (JSON where it has parts)."""

    reaches: tuple[Reach, ...]
    channel: str
    message_id: str = field(repr=False)
    kind: str
    content: str = field(repr=False)
    sent_at: datetime


@dataclass(frozen=True)
class Entry:
    """A message to answer; `key` is the same for every delivery of it."""

    id: int
    patient_id: str
    channel: str
    key: str
    kind: str
    content: str = field(repr=False)
    attempts: int
    screened: bool
    received_at: datetime


def accept(session: Session, arrivals: Sequence[Arrival], now: datetime) -> int:
    """Keep the arrivals that are new and wake their lanes; returns how many were new."""
    vault = vault_of(session)
    keyed = {vault.lookup(f"message {a.channel}", a.message_id): a for a in reversed(arrivals)}
    known = set(
        session.execute(select(Delivery.key).where(Delivery.key.in_(list(keyed)))).scalars()
    )
    fresh = [(key, a) for key, a in reversed(keyed.items()) if key not in known]
    # One order of patients for everybody, so that two deliveries cannot wait for each other.
    fresh.sort(key=lambda pair: vault.lookup("order", repr(sorted(_pairs(pair[1])))))
    woken = []
    for key, arrival in fresh:
        sent_at = min(arrival.sent_at, now)
        patient_id = patients.find_or_create(session, arrival.reaches, now)
        patients.heard(session, patient_id, arrival.channel, sent_at)
        if not insert_new(session, Delivery, {"key": key, "seen_at": now}):
            continue
        session.add(
            InboxEntry(
                patient_id=patient_id,
                channel=arrival.channel,
                key=key,
                kind=arrival.kind,
                content=vault.seal(arrival.content),
                sent_at=sent_at,
                received_at=now,
                state=PENDING,
                attempts=0,
                screened=False,
            )
        )
        session.flush()
        woken.append(patient_id)
    lanes.wake(session, woken, lanes.IN, now)
    return len(woken)


def pending(session: Session, patient_id: str) -> list[Entry]:
    """What is not answered yet, in the order in which the patient sent it."""
    rows = session.execute(
        select(InboxEntry)
        .where(InboxEntry.patient_id == patient_id, InboxEntry.state == PENDING)
        .order_by(InboxEntry.sent_at, InboxEntry.id)
    ).scalars()
    vault = vault_of(session)
    return [
        Entry(
            id=row.id,
            patient_id=row.patient_id,
            channel=row.channel,
            key=row.key,
            kind=row.kind,
            content=vault.open(row.content),
            attempts=row.attempts,
            screened=row.screened,
            received_at=row.received_at,
        )
        for row in rows
    ]


def finish(session: Session, entry_id: int, now: datetime) -> None:
    """The entry is answered: its content goes."""
    _change(session, entry_id, state=DONE, content=None, done_at=now)


def failed(session: Session, entry_id: int) -> None:
    """The engine gave no answer; the entry stays."""
    _change(session, entry_id, attempts=InboxEntry.attempts + 1)


def screened(session: Session, entry_id: int) -> None:
    """The red-flag rules have looked at the entry and what they say is in the outbox."""
    _change(session, entry_id, screened=True)


def _change(session: Session, entry_id: int, **values: object) -> None:
    session.execute(
        update(InboxEntry)
        .where(InboxEntry.id == entry_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _pairs(arrival: Arrival) -> list[tuple[str, str]]:
    return [(reach.kind, reach.value) for reach in arrival.reaches]
