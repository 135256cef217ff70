"""Courses as the pages show them: read from the tables, decrypted, nothing changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rugwijzer.followup import states
from rugwijzer.followup.content import Content
from rugwijzer.knowledge.office_hours import ZONE
from rugwijzer.store import consent
from rugwijzer.store.checkins import Alert, Answer, CheckIn
from rugwijzer.store.courses import ACTIVE, ENDED, INVITED, PAUSED, Course, Note
from rugwijzer.store.database import vault_of
from rugwijzer.store.mails import Mail
from rugwijzer.triage import rank

from .charts import Point

STATE_NAMES = {INVITED: "uitgenodigd", ACTIVE: "loopt", PAUSED: "gepauzeerd", ENDED: "beëindigd"}
ALERT_NAMES = {
    "rode_vlag": "Alarmsignaal",
    "verslechtering": "Verslechtering",
    "gemist": "Niet beantwoord",
    "niet_verzonden": "Niet verstuurd",
    "geweigerd": "Wilde niet antwoorden",
}
#: A worker looks every minute.
_PATIENCE = timedelta(minutes=15)
CHANNEL_NAMES = {
    "pagina": "Geen bericht, de patiënt opent zelf de pagina",
    "email": "Bericht per e-mail",
    "whatsapp": "Bericht via WhatsApp",
}
_WEIGHT = {"rode_vlag": 100, "verslechtering": 50, "niet_verzonden": 20, "gemist": 10}
LEVEL_NAMES = {
    "bel_112": "112",
    "spoed": "spoed",
    "vandaag": "vandaag",
    "deze_week": "deze week",
    "geen": "",
}


@dataclass(frozen=True)
class Row:
    """One check-in with its answers; `rest` are the answers in words, by question id."""

    id: str
    name: str
    state: str
    due: str
    answered: str
    pain: int | None
    activity: int | None
    walked: int | None
    rest: dict[str, Any]
    answered_at: datetime | None
    source: str


@dataclass(frozen=True)
class Signal:
    """An alert; `acknowledged` is empty while it is open."""

    id: int
    kind: str
    name: str
    level: str
    detail: str
    at: str
    acknowledged: str


def dutch(moment: datetime | None, seconds: bool = False) -> str:
    """A moment on the Dutch clock; empty for None."""
    form = "%d-%m-%Y %H:%M" + (":%S" if seconds else "")
    return moment.astimezone(ZONE).strftime(form) if moment else ""


def rows(session: Session, course: Course, content: Content) -> list[Row]:
    """The check-ins of a course in order of time."""
    plan, vault = content.plans.get(course.plan_id), vault_of(session)
    found = session.execute(
        select(CheckIn, Answer)
        .outerjoin(Answer, Answer.checkin_id == CheckIn.id)
        .where(CheckIn.course_id == course.id)
        .order_by(CheckIn.due_at)
    ).all()
    listed = []
    for checkin, answer in found:
        moment = plan.moment(checkin.moment) if plan else None
        state = states.NAMES[checkin.state]
        listed.append(
            Row(
                id=checkin.id,
                name=moment.name if moment else checkin.moment,
                state="geweigerd" if checkin.declined and answer is None else state,
                due=dutch(checkin.due_at),
                answered=dutch(answer.at) if answer else "",
                pain=answer.pain if answer else None,
                activity=answer.activity if answer else None,
                walked=answer.walked if answer else None,
                rest=json.loads(vault.open(answer.rest)) if answer else {},
                answered_at=answer.at if answer else None,
                source=answer.source if answer else "",
            )
        )
    return listed


def points(course: Course, listed: list[Row], name: str) -> list[Point]:
    """The measurements of one kind ('pain', 'activity' or 'walked'), that at the start first."""
    start = {"pain": course.start_pain, "activity": course.start_activity}.get(name)
    first = [Point("Start", start)] if start is not None else []
    return [*first, *(Point(r.name, getattr(r, name)) for r in listed if r.answered)]


def table(
    course: Course, listed: list[Row]
) -> list[tuple[str, int | None, int | None, int | None]]:
    """What the curves show, as rows: the moment, pain, trouble with the activity, walking days."""
    start = (course.start_pain, course.start_activity)
    first = [("Start", *start, None)] if start != (None, None) else []
    return [*first, *((r.name, r.pain, r.activity, r.walked) for r in listed if r.answered)]


def behind(session: Session, now: datetime) -> bool:
    """Whether messages wait that a running worker would have sent: a sign that none is running."""
    late = now - _PATIENCE
    queues = (
        select(CheckIn.id).where(CheckIn.next_at < late),
        select(Mail.id).where(Mail.next_at < late),
    )
    return any(session.execute(query.limit(1)).first() for query in queues)


def alerts(session: Session, course_id: str) -> list[Signal]:
    """The alerts of a course: open ones first, the most urgent on top."""
    vault = vault_of(session)
    found = session.execute(
        select(Alert).where(Alert.course_id == course_id).order_by(Alert.id.desc())
    ).scalars()
    listed = [
        Signal(
            id=a.id,
            kind=a.kind,
            name=ALERT_NAMES[a.kind],
            level=LEVEL_NAMES[a.level],
            detail=vault.open(a.detail),
            at=dutch(a.created_at),
            acknowledged=dutch(a.acknowledged_at),
        )
        for a in sorted(found, key=lambda a: -rank(a.level))
    ]
    return sorted(listed, key=lambda a: bool(a.acknowledged))


def notes(session: Session, course_id: str) -> list[tuple[str, str]]:
    """The notes of a course with their moments, newest first."""
    found = session.execute(
        select(Note).where(Note.course_id == course_id).order_by(Note.id.desc())
    ).scalars()
    return [(dutch(n.at), vault_of(session).open(n.text)) for n in found]


def stopped(session: Session, course: Course) -> bool:
    """Whether the patient said STOP, on any channel."""
    scopes = (consent.FOLLOW_UP, consent.CHAT)
    return consent.STOPPED in [consent.state(session, course.patient_id, s) for s in scopes]


def attention(session: Session, courses: list[Course]) -> dict[str, tuple[int, list[str]]]:
    """For each course how much it needs attention, and the open alerts in words."""
    score: dict[str, tuple[int, list[str]]] = {c.id: (0, []) for c in courses}
    found = session.execute(
        select(Alert.course_id, Alert.kind, Alert.level)
        .where(Alert.course_id.in_(list(score)), Alert.acknowledged_at.is_(None))
        .order_by(Alert.id)
    )
    for course_id, kind, level in found:
        weight, names = score[course_id]
        name = ALERT_NAMES[kind] + (f" ({LEVEL_NAMES[level]})" if LEVEL_NAMES[level] else "")
        weight = max(weight, _WEIGHT.get(kind, 5) + 10 * rank(level))
        score[course_id] = (weight, names if name in names else [*names, name])
    return score
