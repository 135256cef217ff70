"""The course of one patient from invitation to end; every function runs in the caller's transaction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from rugwijzer.store import consent, patients
from rugwijzer.store.base import new_id
from rugwijzer.store.checkins import CheckIn
from rugwijzer.store.courses import (
    ACTIVE,
    CHANNELS,
    EMAIL,
    ENDED,
    INVITED,
    PAGE,
    PAUSED,
    WHATSAPP,
    Course,
)
from rugwijzer.store.database import vault_of
from rugwijzer.store.patients import PHONE, Reach

from . import states
from .calendar import due_at, dutch_date
from .plans import Plan

MAIL_ADDRESS = "email"
#: The version of the explanation on the opt-in page that a patient agrees to.
CONSENT_TEXT = "opvolging-3"
_EMAIL = re.compile(r"^[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}$")


class EnrolError(ValueError):
    """An enrolment that cannot be taken; `problems` are Dutch sentences by field."""

    def __init__(self, problems: dict[str, str]) -> None:
        """Take what is wrong with which field."""
        super().__init__(", ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Enrolment:
    """What the physiotherapist fills in. The measurements at the start are optional."""

    alias: str
    plan_id: str
    channel: str
    address: str = ""
    goal: str = ""
    activity: str = ""
    start_pain: int | None = None
    start_activity: int | None = None

    def check(self, plans: dict[str, Plan]) -> None:
        """Raise EnrolError with every problem."""
        problems = {}
        if not 1 <= len(self.alias) <= 60:
            problems["alias"] = "Geef een schuilnaam van 1 tot 60 tekens."
        if self.plan_id not in plans:
            problems["plan_id"] = "Kies een plan."
        if self.channel not in CHANNELS:
            problems["channel"] = "Kies hoe de patiënt bericht krijgt."
        elif self.channel != PAGE and _reach(self.channel, self.address) is None:
            what = "e-mailadres" if self.channel == EMAIL else "mobiel nummer, zoals 06 12345678"
            problems["address"] = f"Vul een geldig {what} in."
        plan = plans.get(self.plan_id)
        if plan and "activiteit" in plan.questions and not self.activity:
            problems["activity"] = "Dit plan vraagt naar een activiteit. Vul die in."
        for name in ("goal", "activity"):
            if len(getattr(self, name)) > 120:
                problems[name] = "Hoogstens 120 tekens."
        for name in ("start_pain", "start_activity"):
            score = getattr(self, name)
            if score is not None and not 0 <= score <= 10:
                problems[name] = "Kies een getal van 0 tot 10."
        if problems:
            raise EnrolError(problems)


def enrol(session: Session, account_id: str, wanted: Enrolment, now: datetime) -> Course:
    """Create the patient and the invited course; raises EnrolError when the address is taken."""
    vault = vault_of(session)
    patient_id = _patient(session, account_id, wanted, now)
    course = Course(
        id=new_id(),
        patient_id=patient_id,
        account_id=account_id,
        alias=vault.seal(wanted.alias),
        goal=vault.seal(wanted.goal) if wanted.goal else None,
        activity=vault.seal(wanted.activity) if wanted.activity else None,
        plan_id=wanted.plan_id,
        channel=wanted.channel,
        state=INVITED,
        start_pain=wanted.start_pain,
        start_activity=wanted.start_activity,
        link_version=1,
        created_at=now,
    )
    session.add(course)
    session.flush()
    consent.record(session, patient_id, consent.FOLLOW_UP, consent.ASKED, PAGE, CONSENT_TEXT, now)
    return course


def _patient(session: Session, account_id: str, wanted: Enrolment, now: datetime) -> str:
    """A new patient, or the one who has chatted from this address or was followed before."""
    reach = _reach(wanted.channel, wanted.address)
    known = patients.find(session, reach) if reach else None
    if known is None:
        patient_id = patients.create(session, now)
        if reach is not None:
            patients.add_address(session, patient_id, reach)
        return patient_id
    courses = select(Course.account_id, Course.state).where(Course.patient_id == known)
    for owner, state in session.execute(courses):
        # Erasing takes all of a patient, so no other physiotherapist may follow this one too.
        if state != ENDED or owner != account_id:
            raise EnrolError({"address": "Dit adres hoort al bij een ander traject."})
    return known


def opt_in(session: Session, course: Course, plan: Plan, now: datetime) -> bool:
    """The patient agrees: the check-ins are planned from today. Whether this was the first yes."""
    # Locked, because an impatient patient taps twice.
    session.refresh(course, with_for_update=True)
    if course.state != INVITED:
        return False
    for scope in (consent.FOLLOW_UP, consent.CHAT):
        if (
            scope == consent.FOLLOW_UP
            or consent.state(session, course.patient_id) == consent.STOPPED
        ):
            consent.record(
                session, course.patient_id, scope, consent.GIVEN, PAGE, CONSENT_TEXT, now
            )
    course.state, course.started_on = ACTIVE, dutch_date(now)
    for moment in plan.moments:
        due = due_at(plan, moment, course.started_on)
        session.add(
            CheckIn(
                id=new_id(),
                patient_id=course.patient_id,
                course_id=course.id,
                moment=moment.id,
                state=states.PLANNED,
                due_at=due,
                next_at=due,
                declined=False,
            )
        )
    session.flush()
    return True


def refuse(session: Session, course: Course, now: datetime) -> None:
    """The patient does not agree: the course ends before it began."""
    consent.record(
        session, course.patient_id, consent.FOLLOW_UP, consent.DECLINED, PAGE, CONSENT_TEXT, now
    )
    end(session, course, now)


def stop(session: Session, course: Course, now: datetime) -> None:
    """The patient's STOP on the own page."""
    consent.stop(session, course.patient_id, PAGE, CONSENT_TEXT, now)
    end(session, course, now)


def pause(course: Course) -> None:
    """No messages until `resume`; what falls due meanwhile is cancelled when its time comes."""
    if course.state == ACTIVE:
        course.state = PAUSED


def resume(course: Course) -> None:
    """Messages again."""
    if course.state == PAUSED:
        course.state = ACTIVE


def end(session: Session, course: Course, now: datetime) -> None:
    """Close the course: what is open is cancelled, the personal link stops working."""
    course.state, course.ended_at = ENDED, course.ended_at or now
    session.execute(
        update(CheckIn)
        .where(CheckIn.course_id == course.id, CheckIn.state.in_(tuple(states.OPEN)))
        .values(state=states.CANCELLED, next_at=None, closed_at=now)
        .execution_options(synchronize_session=False)
    )
    session.flush()


def of_patient(session: Session, patient_id: str) -> Course | None:
    """The running course of a patient."""
    return session.execute(
        select(Course)
        .where(Course.patient_id == patient_id, Course.state.in_((ACTIVE, PAUSED)))
        .order_by(Course.created_at.desc())
        .limit(1)
    ).scalar()


def _reach(channel: str, address: str) -> Reach | None:
    """The address as the store knows it: a mail address, or digits with the country's number."""
    if channel == EMAIL:
        plain = address.strip()
        return Reach(MAIL_ADDRESS, plain.lower()) if _EMAIL.match(plain) else None
    if channel == WHATSAPP:
        digits = re.sub(r"[\s\-().]", "", address)
        digits = re.sub(r"^(\+|00)", "", re.sub(r"^0(?=[1-9])", "31", digits))
        return Reach(PHONE, digits) if re.fullmatch(r"[1-9]\d{7,14}", digits) else None
    return None
