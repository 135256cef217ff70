"""Patients by an opaque own id, and the addresses at which a channel reaches them, encrypted."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    select,
    update,
)
from sqlalchemy.orm import Session

from .base import Base, Counter, Moment, Sealed, new_id
from .database import insert_new, vault_of

PHONE, USER_ID = "phone", "user_id"
#: Meta allows free text this long after the patient's last message.
WINDOW = timedelta(hours=24)


class Patient(Base):
    """One person, known to every other table only by `id`.

    `erasing` means that everything but the address is gone already, and that the address follows once
    the confirmation has been sent.
    """

    __tablename__ = "patients"
    id = Column(String(32), primary_key=True)
    created_at = Column(Moment, nullable=False)
    erasing = Column(Boolean, nullable=False, default=False)


class Address(Base):
    """A phone number or a business-scoped user id, found by `lookup`, read by opening `sealed`."""

    __tablename__ = "addresses"
    __table_args__ = (UniqueConstraint("kind", "lookup"),)
    id = Column(Counter, primary_key=True)
    patient_id = Column(
        String(32), ForeignKey("patients.id", ondelete="CASCADE"), nullable=False, index=True
    )
    kind = Column(String(16), nullable=False)
    lookup = Column(String(64), nullable=False)
    sealed = Column(Sealed, nullable=False)


class Contact(Base):
    """What is known of a patient on one channel: the window, and the choices that were offered.

    `offered` is a JSON object of the gateway; its `numbered` lists the choices a number stands for.
    """

    __tablename__ = "contacts"
    patient_id = Column(String(32), ForeignKey("patients.id", ondelete="CASCADE"), primary_key=True)
    channel = Column(String(32), primary_key=True)
    last_inbound_at = Column(Moment)
    offered = Column(Sealed)


_ADDRESSES, _CONTACTS = Address.__table__, Contact.__table__
# Built once: SQLAlchemy takes longer to build a statement than PostgreSQL to run it.
_FIND = select(_ADDRESSES.c.patient_id).where(
    _ADDRESSES.c.kind == bindparam("kind"), _ADDRESSES.c.lookup == bindparam("lookup")
)
_REACHES = (
    select(_ADDRESSES.c.patient_id, _ADDRESSES.c.kind, _ADDRESSES.c.sealed)
    .where(_ADDRESSES.c.patient_id.in_(bindparam("patients", expanding=True)))
    .order_by(_ADDRESSES.c.kind, _ADDRESSES.c.id)
)
_ONE = (_CONTACTS.c.patient_id == bindparam("p")) & (_CONTACTS.c.channel == bindparam("on"))
_HEARD = (
    update(_CONTACTS)
    .where(_ONE)
    .where(_CONTACTS.c.last_inbound_at.is_(None) | (_CONTACTS.c.last_inbound_at < bindparam("at")))
    .values(last_inbound_at=bindparam("at"))
)
_OFFER = update(_CONTACTS).where(_ONE).values(offered=bindparam("sealed"))
_ERASING = select(Patient.__table__.c.id).where(
    Patient.__table__.c.id.in_(bindparam("patients", expanding=True)),
    Patient.__table__.c.erasing.is_(True),
)
_CONTACT = select(_CONTACTS).where(
    _CONTACTS.c.patient_id.in_(bindparam("patients", expanding=True))
)


@dataclass(frozen=True)
class Reach:
    """An address in the clear, only for the moment of sending."""

    kind: str
    value: str

    def __repr__(self) -> str:
        """Never shows the address: a representation ends up in logs."""
        return f"Reach({self.kind})"


def create(session: Session, now: datetime) -> str:
    """A new patient without an address; returns the id."""
    patient_id = new_id()
    session.add(Patient(id=patient_id, created_at=now, erasing=False))
    session.flush()
    return patient_id


def find(session: Session, reach: Reach) -> str | None:
    """The patient of an address."""
    lookup = vault_of(session).lookup(reach.kind, reach.value)
    return session.execute(_FIND, {"kind": reach.kind, "lookup": lookup}).scalar()


def find_or_create(session: Session, reaches: Iterable[Reach], now: datetime) -> str:
    """The patient of any of these addresses, created when none is known; all become known.

    Two processes that see a new address together agree on one patient.
    """
    listed = list(reaches)
    known = next((p for p in (find(session, r) for r in listed) if p), None)
    patient_id = known or create(session, now)
    for reach in listed:
        if add_address(session, patient_id, reach) or known:
            continue
        winner = find(session, reach)
        if winner is not None and winner != patient_id:
            session.execute(
                update(Address).where(Address.patient_id == patient_id).values(patient_id=winner)
            )
            session.execute(delete(Patient).where(Patient.id == patient_id))
            patient_id = known = winner
    return patient_id


def add_address(session: Session, patient_id: str, reach: Reach) -> bool:
    """Make an address known; False when it is known already, maybe of another patient."""
    vault = vault_of(session)
    lookup = vault.lookup(reach.kind, reach.value)
    values = {"patient_id": patient_id, "kind": reach.kind, "lookup": lookup}
    return insert_new(session, Address, values | {"sealed": vault.seal(reach.value)})


def move_address(session: Session, old: Reach, new: Reach) -> None:
    """The patient of `old` is from now on reached at `new` (a changed number)."""
    patient_id = find(session, old)
    if patient_id is None or find(session, new) is not None:
        return
    vault = vault_of(session)
    session.execute(
        update(Address)
        .where(Address.kind == old.kind, Address.lookup == vault.lookup(old.kind, old.value))
        .values(
            kind=new.kind, lookup=vault.lookup(new.kind, new.value), sealed=vault.seal(new.value)
        )
    )


def reaches(session: Session, patient_id: str) -> list[Reach]:
    """A patient's addresses, phone numbers first."""
    return reaches_of(session, [patient_id])[patient_id]


def reaches_of(session: Session, patient_ids: Sequence[str]) -> defaultdict[str, list[Reach]]:
    """The addresses of many patients at once; one that no key opens is left out."""
    vault = vault_of(session)
    found: defaultdict[str, list[Reach]] = defaultdict(list)
    for patient_id, kind, sealed in session.execute(_REACHES, {"patients": list(patient_ids)}):
        address = vault.readable(sealed)
        if address is not None:
            found[patient_id].append(Reach(kind, address))
    return found


def heard(session: Session, patient_id: str, channel: str, at: datetime) -> None:
    """The patient wrote on a channel at a moment: the window opens, never closes earlier."""
    change = {"p": patient_id, "on": channel, "at": at}
    if session.execute(_HEARD, change).rowcount:
        return
    values = {"patient_id": patient_id, "channel": channel, "last_inbound_at": at}
    if not insert_new(session, Contact, values):
        session.execute(_HEARD, change)


def contacts_of(session: Session, patient_ids: Sequence[str]) -> dict[tuple[str, str], Any]:
    """The rows of `contacts` of many patients at once, by patient and channel."""
    rows = session.execute(_CONTACT, {"patients": list(patient_ids)})
    return {(row.patient_id, row.channel): row for row in rows}


def erasing_of(session: Session, patient_ids: Sequence[str]) -> set[str]:
    """Those of many patients whose erasure is under way."""
    return set(session.execute(_ERASING, {"patients": list(patient_ids)}).scalars())


def window_open(session: Session, patient_id: str, channel: str, now: datetime) -> bool:
    """Whether free text may be sent now."""
    return in_window(contacts_of(session, [patient_id]).get((patient_id, channel)), now)


def in_window(contact: Any, now: datetime) -> bool:
    """Whether a row of `contacts_of` (None when there is none) allows free text now."""
    last = contact.last_inbound_at if contact is not None else None
    return last is not None and now - last < WINDOW


def offered(session: Session, patient_id: str, channel: str) -> str | None:
    """The choices that were offered, as the text that `set_offered` was given."""
    sealed = session.execute(
        select(Contact.offered).where(Contact.patient_id == patient_id, Contact.channel == channel)
    ).scalar()
    return None if sealed is None else vault_of(session).open(sealed)


def set_offered(session: Session, patient_id: str, channel: str, value: str) -> None:
    """Remember the choices that were offered; the contact exists because the patient wrote."""
    sealed = vault_of(session).seal(value)
    session.execute(_OFFER, {"p": patient_id, "on": channel, "sealed": sealed})


def end_numbers(session: Session, patient_id: str, channel: str) -> None:
    """What is asked by itself comes after the choices that were offered: a number is none of them."""
    row = session.execute(
        select(_CONTACTS.c.offered).where(_ONE).with_for_update(),
        {"p": patient_id, "on": channel},
    ).first()
    # Without its key nobody can read what the numbers stood for.
    offered = vault_of(session).readable(row.offered) if row else None
    if offered is not None:
        kept = json.loads(offered) | {"numbered": []}
        set_offered(session, patient_id, channel, json.dumps(kept, ensure_ascii=False))
