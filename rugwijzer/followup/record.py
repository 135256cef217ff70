"""Taking a patient's answers: kept once, compared with before, and an alert in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rugwijzer.store.base import new_id
from rugwijzer.store.checkins import Answer, CheckIn, move, raise_alert
from rugwijzer.store.courses import Course
from rugwijzer.store.database import vault_of
from rugwijzer.triage import URGENT, decide

from . import states
from .answers import Answers
from .content import Content
from .feedback import in_words
from .worsening import Measures, worsened

RED_FLAG, WORSE, DECLINED = "rode_vlag", "verslechtering", "geweigerd"


class NotOpen(Exception):
    """The check-in cannot be answered, or not any more."""


@dataclass(frozen=True)
class Outcome:
    """What the answers mean: the level of the signals, the signals, and the course in words.

    `unsure` says that the words only may point at the signals, `either` that one of them is meant
    and not known which.
    """

    level: str
    flags: tuple[str, ...]
    unsure: bool
    worse: tuple[str, ...]
    words: list[str]
    either: bool = False

    @property
    def urgent(self) -> bool:
        """Whether the patient must call now."""
        return self.level in URGENT


def open_checkin(session: Session, course_id: str) -> CheckIn | None:
    """The check-in that may be answered now: the last one that was sent."""
    row: CheckIn | None = session.execute(
        select(CheckIn)
        .where(CheckIn.course_id == course_id, CheckIn.sent_at.isnot(None))
        .order_by(CheckIn.due_at.desc())
        .limit(1)
    ).scalar()
    return row if row is not None and row.state in states.ANSWERABLE else None


def measured(session: Session, course: Course) -> list[Measures]:
    """The measurements of a course, oldest first; the one at the start comes first."""
    rows = session.execute(
        select(Answer.pain, Answer.activity, Answer.walked)
        .join(CheckIn, CheckIn.id == Answer.checkin_id)
        .where(CheckIn.course_id == course.id)
        .order_by(CheckIn.due_at)
    )
    start = Measures(course.start_pain, course.start_activity)
    first = [] if start == Measures() else [start]
    return [*first, *(Measures(*row) for row in rows)]


def latest(session: Session, course: Course, content: Content) -> tuple[datetime, Outcome] | None:
    """What the newest answers of a course mean, and when they were given; None without answers."""
    row = session.execute(
        select(Answer)
        .join(CheckIn, CheckIn.id == Answer.checkin_id)
        .where(CheckIn.course_id == course.id)
        .order_by(CheckIn.due_at.desc())
        .limit(1)
    ).scalar()
    if row is None:
        return None
    numbers = {"pijn": row.pain, "activiteit": row.activity, "wandelen": row.walked}
    given = {k: v for k, v in numbers.items() if v is not None}
    answers = Answers(given | json.loads(vault_of(session).open(row.rest)))
    return row.at, judge(answers, measured(session, course)[:-1], course.plan_id, content)


def record(
    session: Session,
    checkin_id: str,
    answers: Answers,
    source: str,
    content: Content,
    now: datetime,
) -> Outcome:
    """Keep the answers and raise the alerts; raises NotOpen when they were given already.

    Of two that answer the same check-in at once, one is kept.
    """
    row = session.get(CheckIn, checkin_id)
    course = session.get(Course, row.course_id) if row is not None else None
    if row is None or course is None or row.state not in states.ANSWERABLE:
        raise NotOpen
    earlier = measured(session, course)
    before = tuple(states.ANSWERABLE)
    if not move(session, row.id, before, states.ANSWERED, {"next_at": None, "closed_at": now}):
        raise NotOpen
    now_measured = answers.measures
    rest = {k: v for k, v in answers.given.items() if k not in ("pijn", "activiteit", "wandelen")}
    session.add(
        Answer(
            checkin_id=row.id,
            patient_id=row.patient_id,
            at=now,
            source=source,
            pain=now_measured.pain,
            activity=now_measured.activity,
            walked=now_measured.walked,
            rest=vault_of(session).seal(json.dumps(rest, ensure_ascii=False)),
        )
    )
    session.flush()
    outcome = judge(answers, earlier, course.plan_id, content)
    if outcome.flags:
        names = [content.levels.name(f) for f in outcome.flags]
        doubt = outcome.unsure or outcome.either
        _alert_flags(session, course, f"{RED_FLAG}:{row.id}", outcome.level, names, doubt, now)
    if outcome.worse:
        key, what = f"{WORSE}:{row.id}", "; ".join(outcome.worse)
        raise_alert(session, row.patient_id, course.id, WORSE, key, "geen", what, now)
    return outcome


def decline(session: Session, checkin_id: str, now: datetime) -> None:
    """The patient does not want to answer this time; raises NotOpen."""
    row = session.get(CheckIn, checkin_id)
    values = {"next_at": None, "closed_at": now, "declined": True}
    steps = (states.SENT, states.DELIVERED)
    if row is None or not move(session, row.id, steps, states.MISSED, values):
        raise NotOpen
    detail = "De patiënt wilde deze keer niet antwoorden."
    raise_alert(
        *(session, row.patient_id, row.course_id, DECLINED, f"{DECLINED}:{row.id}", "geen"),
        detail,
        now,
    )


def report_signals(
    session: Session, course: Course, level: str, names: Sequence[str], now: datetime
) -> None:
    """An alert about signals that came up outside a check-in, once for each conversation's news."""
    _alert_flags(session, course, f"{RED_FLAG}:{new_id()}", level, names, False, now)


def judge(answers: Answers, earlier: Sequence[Measures], plan_id: str, content: Content) -> Outcome:
    """What answers mean after the measurements before them; nothing is kept or raised."""
    level, flags, unsure = signals(answers, content)
    plan = content.plans.get(plan_id)
    worse = worsened(answers.measures, earlier, plan.thresholds) if plan else ()
    goal = plan.goal if plan else None
    texts = content.questions.texts["terugkoppeling"]
    words = in_words(answers.measures, earlier, bool(worse), goal, texts)
    either = len(answers.flags(content.questions)) > 1
    return Outcome(level, flags, unsure, worse, words, either)


def signals(answers: Answers, content: Content) -> tuple[str, tuple[str, ...], bool]:
    """The level and the signals of the alarm questions and of the open words, and whether unsure."""
    flags = set(answers.flags(content.questions))
    words = str(answers.given.get("open", ""))
    found = content.triage.assess(words) if words else None
    sure = flags | set(found.flags if found and found.outcome == "escalate" else ())
    unsure = not sure and found is not None and found.outcome == "ask"
    wanted: Any = set(found.flags) if unsure and found else sure
    decision = decide(
        wanted,
        content.triage.book.flags,
        found.facts if found else None,
        found.modifiers if found else (),
    )
    return decision.level, decision.flags, unsure


def _alert_flags(
    session: Session,
    course: Course,
    key: str,
    level: str,
    names: Sequence[str],
    unsure: bool,
    now: datetime,
) -> None:
    detail = ("Een of meer van: " if unsure and len(names) > 1 else "") + ", ".join(names)
    detail = f"Misschien: {detail}" if unsure and len(names) == 1 else detail
    raise_alert(session, course.patient_id, course.id, RED_FLAG, key, level, detail, now)
