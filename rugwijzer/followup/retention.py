"""What the follow-up forgets by itself, and erasing one patient everywhere."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from rugwijzer.settings import Settings
from rugwijzer.store import subject
from rugwijzer.store.accounts import AuditEntry, PortalSession
from rugwijzer.store.courses import ENDED, INVITED, Course
from rugwijzer.store.mails import Mail
from rugwijzer.store.patients import Contact
from rugwijzer.store.trackers import Trackers, sender_of

#: An invitation that nobody answered.
INVITATION = timedelta(days=30)
_MAILS = timedelta(days=30)
_SESSIONS = timedelta(days=1)


def erase(session: Session, trackers: Trackers, patient_id: str) -> None:
    """Every row of a patient in every table, and Rasa's conversations."""
    trackers.erase(sender_of(patient_id))
    subject.erase_now(session, patient_id)


def purge(session: Session, settings: Settings, now: datetime) -> int:
    """Erase what is past its period; returns how many patients went."""
    kept = timedelta(days=settings.followup_keep_days)
    audit = timedelta(days=settings.audit_keep_days)
    session.execute(delete(AuditEntry).where(AuditEntry.at < now - audit))
    session.execute(delete(PortalSession).where(PortalSession.seen_at < now - _SESSIONS))
    session.execute(delete(Mail).where(Mail.next_at.is_(None), Mail.sent_at < now - _MAILS))
    gone = session.execute(
        select(Course.id, Course.patient_id).where(
            ((Course.state == ENDED) & (Course.ended_at < now - kept))
            | ((Course.state == INVITED) & (Course.created_at < now - INVITATION))
        )
    ).all()
    trackers = Trackers(settings.tracker_url)
    for course_id, patient_id in gone:
        session.execute(delete(Course).where(Course.id == course_id))
        others = select(func.count()).where(Course.patient_id == patient_id)
        # Who wrote to the assistant is its patient too, and erases that with the own words.
        chats = select(func.count()).where(Contact.patient_id == patient_id)
        if not session.execute(others).scalar() and not session.execute(chats).scalar():
            erase(session, trackers, patient_id)
    session.expire_all()
    return len(gone)


def purge_conversations(settings: Settings, now: datetime) -> int:
    """Erase Rasa's conversations that have been silent for the days of the settings; how many.

    The period is at least a day and a session lasts hours, so none that is in use is that old.
    """
    silent_since = now - timedelta(days=settings.conversation_keep_days)
    return Trackers(settings.tracker_url).purge(silent_since.timestamp())
