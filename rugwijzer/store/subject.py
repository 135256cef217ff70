"""All that is kept of one patient: hand it out, or erase it.

Every table with a column `patient_id` belongs to a patient. A new table follows by itself.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.orm import Session

from .base import Sealed
from .database import vault_of
from .inbox import PENDING, InboxEntry
from .outbox import QUEUED, SENDING, OutboxMessage
from .patients import Address, Contact, Patient
from .tables import metadata
from .trackers import Trackers, sender_of

#: Needed to deliver the confirmation of an erasure; erased after it.
_LAST = frozenset({Address.__tablename__, Contact.__tablename__, "lanes"})


def tables() -> list[Table]:
    """The tables that hold something of a patient, those that point at others first."""
    ordered: list[Table] = list(reversed(metadata.sorted_tables))
    return [table for table in ordered if "patient_id" in table.c]


def export(session: Session, patient_id: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of a patient by table, decrypted, ready for JSON."""
    found = {}
    for table in tables():
        rows = session.execute(select(table).where(table.c.patient_id == patient_id)).mappings()
        listed = [{c.name: _plain(session, c, row[c.name]) for c in table.c} for row in rows]
        if listed:
            found[table.name] = listed
    return found


def as_file(session: Session, trackers: Trackers, patient_id: str) -> str:
    """All that is kept of a patient, Rasa's record of the conversation too, as JSON to take along."""
    whole = {
        "gegevens": export(session, patient_id),
        "gesprek": trackers.export(sender_of(patient_id)),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def erase(session: Session, patient_id: str, keep_pending_after: int | None = None) -> None:
    """Erase all but the address, which goes after the confirmation (see `finish_erasure`).

    `keep_pending_after` is the inbox entry that asked for it: what the patient sent after that is a
    new conversation.
    """
    for table in tables():
        if table.name in _LAST:
            continue
        condition = table.c.patient_id == patient_id
        if table.name == InboxEntry.__tablename__ and keep_pending_after is not None:
            later = (table.c.id > keep_pending_after) & (table.c.state == PENDING)
            condition &= ~later
        session.execute(delete(table).where(condition))
    session.execute(update(Contact).where(Contact.patient_id == patient_id).values(offered=None))
    session.execute(update(Patient).where(Patient.id == patient_id).values(erasing=True))
    session.expire_all()


def finish_erasure(session: Session, patient_id: str) -> bool:
    """Erase the rest when an erasure is under way and nothing is left to send or to answer."""
    erasing = select(Patient.erasing).where(Patient.id == patient_id)
    # Looked at without a lock first, because hardly any patient is being erased.
    if not session.execute(erasing).scalar():
        return False
    if not session.execute(erasing.with_for_update()).scalar():
        return False
    waiting = select(func.count()).where(
        OutboxMessage.patient_id == patient_id, OutboxMessage.state.in_((QUEUED, SENDING))
    )
    unanswered = select(func.count()).where(
        InboxEntry.patient_id == patient_id, InboxEntry.state == PENDING
    )
    if session.execute(waiting).scalar() or session.execute(unanswered).scalar():
        return False
    erase_now(session, patient_id)
    return True


def erase_now(session: Session, patient_id: str) -> None:
    """Erase every row of a patient and the patient."""
    for table in tables():
        session.execute(delete(table).where(table.c.patient_id == patient_id))
    session.execute(delete(Patient).where(Patient.id == patient_id))
    session.expire_all()


def keep_again(session: Session, patient_id: str) -> None:
    """The patient began anew before the erasure was finished: the address stays."""
    session.execute(update(Patient).where(Patient.id == patient_id).values(erasing=False))


def reseal(session: Session) -> int:
    """Bring every encrypted value under the newest key; returns how many.

    The other processes go on meanwhile: what they wrote since it was read is under that key already.
    """
    vault, count = vault_of(session), 0
    for table in metadata.sorted_tables:
        sealed = [c for c in table.c if isinstance(c.type, Sealed)]
        keys = list(table.primary_key.columns)
        for row in session.execute(select(*keys, *sealed)).mappings().all() if sealed else ():
            match = [key == row[key.name] for key in keys]
            for column in sealed:
                old = row[column.name]
                if old is not None:
                    unchanged = update(table).where(*match, column == old)
                    fresh = {column.name: vault.reseal(old)}
                    count += session.execute(unchanged.values(fresh)).rowcount
    return count


def _plain(session: Session, column: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Sealed):
        return vault_of(session).open(value)
    return value.isoformat() if isinstance(value, date) else value
