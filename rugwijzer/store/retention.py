"""What the message tables may forget by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from . import subject
from .consent import GIVEN, Consent
from .courses import Course
from .inbox import DONE, Delivery, InboxEntry
from .outbox import CANCELLED, DELIVERED, FAILED, PARKED, READ, SENT, OutboxMessage
from .patients import Contact, Patient

#: Providers repeat a delivery for up to seven days.
SEEN = timedelta(days=30)
#: Finished rows hold no content, only times and states. Dead letters and answers for which the
#: patient never came back do hold some; after this time nobody needs it.
FINISHED = timedelta(days=30)
#: A sent message whose delivery was never reported keeps its content this long.
CONTENT = timedelta(days=1)
#: The address of somebody who never agreed and writes no more.
STRANGER = timedelta(days=30)


def purge_messages(session: Session, now: datetime) -> None:
    """Delete old ids and finished rows, and the content of what was sent a day ago."""
    session.execute(delete(Delivery).where(Delivery.seen_at < now - SEEN))
    session.execute(
        delete(InboxEntry)
        .where(InboxEntry.state == DONE, InboxEntry.done_at < now - FINISHED)
        .execution_options(synchronize_session=False)
    )
    finished = (SENT, DELIVERED, READ, CANCELLED, FAILED, PARKED)
    session.execute(
        delete(OutboxMessage)
        .where(OutboxMessage.state.in_(finished), OutboxMessage.changed_at < now - FINISHED)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state == SENT, OutboxMessage.changed_at < now - CONTENT)
        .values(content=None)
        .execution_options(synchronize_session=False)
    )


def purge_strangers(session: Session, now: datetime) -> int:
    """Erase who wrote once, never agreed to anything and has no course; returns how many."""
    known = (
        select(Contact.patient_id).where(Contact.last_inbound_at >= now - STRANGER),
        select(Consent.patient_id).where(Consent.state == GIVEN),
        select(Course.patient_id),
    )
    query = select(Patient.id).where(Patient.created_at < now - STRANGER)
    gone = list(session.execute(query.where(*(Patient.id.notin_(k) for k in known))).scalars())
    for patient_id in gone:
        subject.erase_now(session, patient_id)
    return len(gone)
