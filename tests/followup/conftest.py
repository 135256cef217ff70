from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select

from rugwijzer.followup import dispatch, enrol
from rugwijzer.followup.content import Content, load_content
from rugwijzer.followup.dispatch import Sender
from rugwijzer.followup.enrol import Enrolment
from rugwijzer.store import Database
from rugwijzer.store.accounts import PHYSIO, Account
from rugwijzer.store.base import new_id
from rugwijzer.store.checkins import Alert, CheckIn
from rugwijzer.store.courses import Course
from tests.store.conftest import database, database_url, postgres_url

__all__ = ["database", "database_url", "postgres_url"]

DATA = Path(__file__).resolve().parents[2] / "data"
#: Monday 5 January 2026, noon on the Dutch clock.
START = datetime(2026, 1, 5, 11, 0, tzinfo=timezone.utc)
#: Day 2 of the standard plan, ten o'clock on the Dutch clock.
DAY_2 = datetime(2026, 1, 7, 9, 0, tzinfo=timezone.utc)


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(DATA)


@dataclass
class World:
    """One physiotherapist's practice in a database, with a hand on the clock."""

    database: Database
    sender: Sender
    account_id: str

    def enrol(self, address: str = "jan@example.nl", channel: str = "email", **more: object) -> str:
        wanted = Enrolment(
            alias="Jan",
            plan_id=str(more.pop("plan_id", "standaard")),
            channel=channel,
            address=address,
            activity="traplopen",
            **more,  # type: ignore[arg-type]
        )
        with self.database.begin() as session:
            course = enrol.enrol(session, self.account_id, wanted, START)
            enrol.opt_in(session, course, self.sender.content.plans[wanted.plan_id], START)
            return str(course.id)

    def clock(self, now: datetime) -> int:
        """Let the worker run once at a moment."""
        with self.database.begin() as session:
            return dispatch.run_batch(session, self.sender, now)

    def checkins(self, course_id: str) -> list[CheckIn]:
        with self.database.begin() as session:
            query = select(CheckIn).where(CheckIn.course_id == course_id).order_by(CheckIn.due_at)
            return list(session.execute(query).scalars())

    def course(self, course_id: str) -> Course:
        with self.database.begin() as session:
            found = session.get(Course, course_id)
            assert found is not None
            return found

    def alerts(self, course_id: str) -> list[tuple[str, str, str]]:
        with self.database.begin() as session:
            query = select(Alert).where(Alert.course_id == course_id).order_by(Alert.id)
            rows = list(session.execute(query).scalars())
        vault = self.database.vault
        return [(a.kind, a.level, vault.open(a.detail)) for a in rows]


def add_account(database: Database, email: str = "fysio@example.nl", role: str = PHYSIO) -> str:
    vault = database.vault
    with database.begin() as session:
        account = Account(
            id=new_id(),
            lookup=vault.lookup("account", email),
            email=vault.seal(email),
            name=vault.seal("Fysiotherapeut"),
            role=role,
            password_hash="-",
            created_at=START,
        )
        session.add(account)
        session.flush()
        return str(account.id)


@pytest.fixture
def world(database: Database, content: Content) -> World:
    return World(database, Sender(content, "https://rug.example.nl"), add_account(database))


def after(hours: float) -> datetime:
    """So many hours after day 2."""
    return DAY_2 + timedelta(hours=hours)
