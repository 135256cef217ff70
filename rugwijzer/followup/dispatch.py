"""What the clock does to check-ins: one transaction for each batch, safe to run anywhere, any time.

The row is the truth. A worker locks the rows that are due, changes their state and queues the message
in the same transaction; when it dies, all of that is undone and the next worker finds the same rows.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rugwijzer.store import consent, mails, outbox, patients
from rugwijzer.store.checkins import CheckIn, move, raise_alert
from rugwijzer.store.courses import ACTIVE, EMAIL, PAGE, Course
from rugwijzer.store.database import vault_of
from rugwijzer.store.outbox import OutboxMessage

from . import links, states
from .calendar import allowed, next_allowed
from .content import Content
from .enrol import MAIL_ADDRESS
from .plans import Plan

#: Check-ins in one transaction: small enough that a worker that dies repeats little.
BATCH = 50
_KEY = "checkin:"
_SET_ASIDE = timedelta(hours=1)
_LOG = logging.getLogger(__name__)
MISSED, UNSENT = "gemist", "niet_verzonden"
#: The names of the two messages, in vragen.yml and at the end of their keys.
INVITATION, REMINDER = "uitnodiging", "herinnering"
NOT_DELIVERED = "Het bericht kon niet worden afgeleverd."
_PLAN_GONE = "De vragen zijn vervallen, omdat het plan is veranderd."


@dataclass(frozen=True)
class Sender:
    """What a message is made of: the content, and the address in front of the personal link.

    `whatsapp` is the outbox's name of the provider that is switched on. `talks` says that questions
    about health may be asked in a chat whose window is open.
    """

    content: Content
    base_url: str
    whatsapp: str = "whatsapp"
    talks: bool = False

    def link(self, session: Session, course: Course) -> str:
        """The patient's personal link, whole."""
        return f"{self.base_url}{path(session, course)}"


def path(session: Session, course: Course) -> str:
    """The personal link without the address of the site."""
    return f"/fysio/p/{links.token(vault_of(session), course)}"


def waiting(session: Session, now: datetime) -> int:
    """How many check-ins the clock has to look at."""
    return int(session.execute(select(func.count()).where(CheckIn.next_at <= now)).scalar() or 0)


def run_batch(session: Session, sender: Sender, now: datetime, limit: int = BATCH) -> int:
    """Advance up to `limit` check-ins whose time has come; returns how many were looked at."""
    rows = (
        session.execute(
            select(CheckIn)
            .where(CheckIn.next_at <= now)
            .order_by(CheckIn.next_at, CheckIn.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        .scalars()
        .all()
    )
    for row in rows:
        try:
            with session.begin_nested():
                _advance(session, row, sender, now)
        except Exception as error:
            # One row that cannot be handled must not keep all others from being sent.
            _LOG.warning("check-in could not be advanced", exc_info=error)
            session.refresh(row)
            row.next_at = now + _SET_ASIDE
            session.flush()
    return len(rows)


def follow_deliveries(session: Session, now: datetime) -> int:
    """Bring what the provider said of a message to its check-in; returns how many changed."""
    rows = session.execute(
        select(CheckIn, OutboxMessage.state)
        .join(OutboxMessage, OutboxMessage.key.in_(_first_keys()))
        .where(CheckIn.state == states.SENT)
        .where(OutboxMessage.state.in_((outbox.DELIVERED, outbox.READ, outbox.FAILED)))
    ).all()
    for row, state in rows:
        if state == outbox.FAILED:
            _tell(session, row, UNSENT, NOT_DELIVERED, now)
        else:
            later = {"delivered_at": now}
            move(session, row.id, (states.SENT,), states.DELIVERED, later)
    return len(rows)


def moment_to_send(
    session: Session, checkin_id: str, content: Content, now: datetime
) -> datetime | None:
    """When a queued message about a check-in may go: now, a later moment, or None: not any more.

    Between queueing and sending lie seconds, or hours when a server is away.
    """
    row = session.get(CheckIn, checkin_id)
    course = session.get(Course, row.course_id) if row is not None else None
    plan = content.plans.get(course.plan_id) if course is not None else None
    if row is None or course is None or plan is None or course.state != ACTIVE:
        return None
    if row.state not in (states.SENT, states.DELIVERED):
        return None
    if not consent.may_send(session, course.patient_id):
        return None
    return now if allowed(now, plan.window) else next_allowed(now, plan.window)


def _first_keys() -> tuple[Any, ...]:
    """The keys of what reaches the patient first: the invitation, or the talk's first message."""
    return tuple(_KEY + CheckIn.id + end for end in (f":{INVITATION}", ":gesprek:0"))


def _advance(session: Session, row: CheckIn, sender: Sender, now: datetime) -> None:
    course = session.get(Course, row.course_id)
    plan = sender.content.plans.get(course.plan_id) if course else None
    if course is None or plan is None or plan.moment(row.moment) is None:
        _change(session, row, states.CANCELLED, closed_at=now)
        _tell(session, row, UNSENT, _PLAN_GONE, now)
        return
    facts = states.Facts(row.state, row.due_at, row.sent_at, row.reminded_at)
    want = states.wanted(facts, now, plan.reminder_after, plan.missed_after)
    if want == "miss":
        _miss(session, row, now)
    elif want in ("send", "remind"):
        _message(session, row, course, plan, sender, now, want == "remind")
    else:
        row.next_at = _later(row, plan)
        session.flush()


def _message(
    session: Session,
    row: CheckIn,
    course: Course,
    plan: Plan,
    sender: Sender,
    now: datetime,
    again: bool,
) -> None:
    """Send or remind, unless it is night, or the patient stopped or is on pause."""
    if course.state != ACTIVE or not consent.may_send(session, course.patient_id):
        _change(session, row, states.CANCELLED, closed_at=now)
        return
    if not allowed(now, plan.window):
        if row.state == states.PLANNED:
            _change(session, row, states.DUE, next_at=next_allowed(now, plan.window))
        row.next_at = next_allowed(now, plan.window)
        session.flush()
        return
    _queue(session, row, course, sender, now, REMINDER if again else INVITATION)
    if again:
        row.reminded_at, row.next_at = now, row.sent_at + plan.missed_after
        session.flush()
        return
    if row.state == states.PLANNED:
        _change(session, row, states.DUE)
    _change(session, row, states.SENT, sent_at=now, next_at=now + plan.reminder_after)
    if course.channel == PAGE:
        _change(session, row, states.DELIVERED, delivered_at=now, next_at=row.next_at)


def _queue(
    session: Session, row: CheckIn, course: Course, sender: Sender, now: datetime, name: str
) -> None:
    """Put the message into its queue under a key that this check-in uses once."""
    if course.channel == PAGE:
        return
    if course.channel == EMAIL:
        text, key = sender.content.questions.texts["bericht"][name], f"{_KEY}{row.id}:{name}"
        found = patients.reaches(session, course.patient_id)
        address = next((r.value for r in found if r.kind == MAIL_ADDRESS), None)
        if address is None:
            raise LookupError("no mail address")
        body = f"{text}\n\n{sender.link(session, course)}\n"
        mails.put(session, course.patient_id, key, address, "Een bericht voor u", body, now)
        return
    # The conversation is begun once; the reminder is the link.
    talk = name == INVITATION and sender.talks
    if talk and patients.window_open(session, course.patient_id, sender.whatsapp, now):
        row.talk_at = now
        return
    queue_notice(session, row, course, sender, now, name)


def queue_notice(
    session: Session, row: CheckIn, course: Course, sender: Sender, now: datetime, name: str
) -> None:
    """A WhatsApp message that points at the personal link; `name` is 'uitnodiging' or 'herinnering'."""
    text = sender.content.questions.texts["bericht"][name]
    link, key = path(session, course).lstrip("/"), f"{_KEY}{row.id}:{name}"
    outbox.put_notice(session, course.patient_id, sender.whatsapp, key, link, now, text)


def _miss(session: Session, row: CheckIn, now: datetime) -> None:
    never_sent = row.sent_at is None
    if row.state == states.PLANNED:
        _change(session, row, states.DUE)
    _change(session, row, states.MISSED, closed_at=now)
    kind = UNSENT if never_sent else MISSED
    what = "De vragen zijn niet verstuurd." if never_sent else "De vragen zijn niet beantwoord."
    _tell(session, row, kind, what, now)


def _tell(session: Session, row: CheckIn, kind: str, what: str, now: datetime) -> None:
    """An alert about a check-in, once for each kind."""
    key = f"{kind}:{row.id}"
    raise_alert(session, row.patient_id, row.course_id, kind, key, "geen", what, now)


def _change(session: Session, row: CheckIn, to: str, **values: datetime | None) -> None:
    changes = {"next_at": None, **values}
    if not move(session, row.id, states.predecessors(to), to, changes):
        raise states.WrongStep(f"{row.state} -> {to}")
    session.refresh(row)


def _later(row: CheckIn, plan: Plan) -> datetime | None:
    """When an unchanged check-in has to be looked at again."""
    if row.state in (states.PLANNED, states.DUE):
        return max(row.due_at, row.next_at)  # type: ignore[no-any-return]
    if row.sent_at is None:
        return None
    wait: timedelta = plan.missed_after if row.reminded_at else plan.reminder_after
    return row.sent_at + wait  # type: ignore[no-any-return]
