"""What the check-in actions need of the store: whose conversation it is, what is open, what is kept."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rasa_sdk import Tracker

from rugwijzer.followup import enrol, record
from rugwijzer.followup.answers import Answers
from rugwijzer.followup.content import Content, load_content
from rugwijzer.followup.dialogue import Dialogue
from rugwijzer.followup.record import NotOpen, Outcome
from rugwijzer.settings import Settings
from rugwijzer.store import Database, consent, open_database, trackers
from rugwijzer.store.base import utcnow
from rugwijzer.triage.intake import Intake

from .turn import SLOT_TRIAGE

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Desk:
    """The follow-up's content and database, opened at first use."""

    content: Content
    database: Database

    def open(self, tracker: Tracker, wanted: str | None) -> Dialogue | None:
        """A dialogue about the check-in that this patient may answer now; None when there is none.

        `wanted` is the check-in that the worker named: another one than the open one is refused.
        """
        patient = patient_of(tracker)
        if patient is None:
            return None
        with self.database.begin() as session:
            course = enrol.of_patient(session, patient)
            row = record.open_checkin(session, course.id) if course else None
            plan = self.content.plans.get(course.plan_id) if course else None
            agreed = consent.may_send(session, patient)
            if course is None or row is None or plan is None or not agreed:
                return None
            if wanted is not None and wanted != row.id:
                return None
            activity = self.database.vault.open(course.activity) if course.activity else ""
            return Dialogue(str(row.id), list(plan.questions), activity)

    def keep(self, checkin: str, answers: Answers) -> Outcome | None:
        """Record the answers; None when the check-in was closed meanwhile."""
        try:
            with self.database.begin() as session:
                return record.record(session, checkin, answers, "gesprek", self.content, utcnow())
        except NotOpen:
            return None

    def decline(self, checkin: str) -> None:
        """The patient skips this time."""
        try:
            with self.database.begin() as session:
                record.decline(session, checkin, utcnow())
        except NotOpen:
            return

    def report(self, tracker: Tracker, level: str, flags: Sequence[str]) -> None:
        """Tell the physiotherapist about signals that this patient was just told to call about."""
        patient = patient_of(tracker)
        if patient is None:
            return
        with self.database.begin() as session:
            course = enrol.of_patient(session, patient)
            if course is not None:
                names = [self.content.levels.name(flag) for flag in flags]
                record.report_signals(session, course, level, names, utcnow())


@contextmanager
def beside_an_advice() -> Iterator[None]:
    """Log a fault of the follow-up, or of its store, and let the advice of this turn go out.

    Rasa drops all that an action said when it raises.
    """
    try:
        yield
    except Exception:
        _LOG.exception("the follow-up failed beside an advice")


def report_news(tracker: Tracker, events: Sequence[dict[str, Any]]) -> None:
    """An alert when a turn told a followed patient about a signal that was not told before."""
    if patient_of(tracker) is None:
        return
    before = Intake.from_dict(tracker.get_slot(SLOT_TRIAGE))
    after = [e["value"] for e in events if e.get("name") == SLOT_TRIAGE and e.get("value")]
    if not after:
        return
    now = Intake.from_dict(after[-1])
    news = [flag for flag in now.named if flag not in before.named]
    if news:
        desk().report(tracker, now.told, news)


@lru_cache(maxsize=1)
def desk() -> Desk:
    """The one desk of this process; raises SettingsError or a content error."""
    settings = Settings.from_env(process="actions")
    database = open_database(settings)
    database.migrate()
    return Desk(load_content(settings.data_dir, settings.clock), database)


def patient_of(tracker: Tracker) -> str | None:
    """The patient of a conversation; None on the website and the tablet, where nobody is known."""
    return trackers.patient_of(tracker.sender_id or "")
