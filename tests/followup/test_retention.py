from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import func, select

from rugwijzer.followup import enrol, retention
from rugwijzer.followup.talks import Assistant
from rugwijzer.followup.tasks import Context, make_queue, make_tasks
from rugwijzer.settings import Settings
from rugwijzer.store import mails, patients, subject
from rugwijzer.store.accounts import AuditEntry
from rugwijzer.store.courses import Course
from rugwijzer.store.mails import Mail
from rugwijzer.store.patients import Patient

from .conftest import DAY_2, START, World


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tracker_url=f"sqlite:///{tmp_path}/gesprekken.sqlite")


def purge(world: World, settings: Settings, days: float) -> int:
    with world.database.begin() as session:
        return retention.purge(session, settings, START + timedelta(days=days))


def counts(world: World) -> dict[str, int]:
    """The rows in each table with something of a patient."""
    with world.database.begin() as session:
        found = {
            table.name: session.execute(select(func.count()).select_from(table)).scalar() or 0
            for table in [*subject.tables(), Patient.__table__]
        }
    return {name: number for name, number in found.items() if number}


@pytest.mark.parametrize(
    ("address", "channel"),
    [("jan@example.nl", "email"), ("06 12345678", "whatsapp"), ("", "pagina")],
)
def test_a_year_after_the_end_nothing_is_left(
    world: World, settings: Settings, address: str, channel: str
) -> None:
    course = world.enrol(address, channel)
    world.clock(DAY_2)
    with world.database.begin() as session:
        enrol.end(session, session.get(Course, course), START)
    assert purge(world, settings, 364) == 0
    assert purge(world, settings, 366) == 1
    assert counts(world) == {}


def test_an_invitation_without_an_answer_goes_after_a_month(
    world: World, settings: Settings
) -> None:
    with world.database.begin() as session:
        wanted = enrol.Enrolment("Piet", "standaard", "whatsapp", "0612345678", activity="fietsen")
        enrol.enrol(session, world.account_id, wanted, START)
    assert purge(world, settings, 29) == 0
    assert purge(world, settings, 31) == 1
    assert counts(world) == {}


def test_a_running_course_stays(world: World, settings: Settings) -> None:
    world.enrol()
    assert purge(world, settings, 5000) == 0
    assert counts(world)["checkins"] == 6


def test_who_chats_as_well_keeps_the_conversation(world: World, settings: Settings) -> None:
    course = world.enrol("06 12345678", "whatsapp")
    with world.database.begin() as session:
        found = session.get(Course, course)
        assert found is not None
        patients.heard(session, found.patient_id, "whatsapp", START)
        enrol.end(session, found, START)
    purge(world, settings, 366)
    left = counts(world)
    assert "courses" not in left
    assert "checkins" not in left
    assert (left["patients"], left["addresses"]) == (1, 1)


def test_the_log_and_sent_mails_have_their_own_end(world: World, settings: Settings) -> None:
    with world.database.begin() as session:
        session.add(AuditEntry(at=START, action="show_course", detail=""))
        mails.put(session, None, "k", "fysio@example.nl", "Nieuwe melding", "tekst", START)
        (letter,) = mails.claim(session, 1, START)
        mails.sent(session, letter.id, START)
    purge(world, settings, 31)
    with world.database.begin() as session:
        assert session.execute(select(func.count(Mail.id))).scalar() == 0
        assert session.execute(select(func.count(AuditEntry.id))).scalar() == 1
    purge(world, settings, 1827)
    with world.database.begin() as session:
        assert session.execute(select(func.count(AuditEntry.id))).scalar() == 0


@pytest.mark.asyncio
async def test_the_worker_erases_conversations_that_are_silent_for_the_days_of_the_settings(
    world: World, tmp_path: Path
) -> None:
    path = tmp_path / "gesprekken.sqlite"
    store = SQLTrackerStore(Domain.empty(), dialect="sqlite", db=str(path))
    settings = Settings(
        secret="s" * 32,
        tracker_url=f"sqlite:///{path}",
        conversation_keep_days=7,
        session_seconds=3600,
    )
    for sender, days in (("website-oud", 7.1), ("website-nieuw", 6.9)):
        said = UserUttered("hoi", timestamp=(START - timedelta(days=days)).timestamp())
        await store.save(DialogueStateTracker.from_events(sender, [said]))
    assistant = Assistant(["http://127.0.0.1:9"], "w" * 32)
    tasks = make_tasks(
        make_queue(settings, tmp_path),
        Context(world.database, world.sender, None, assistant, settings, lambda: START),
    )
    tasks.forget.call_local()
    assert await store.retrieve("website-oud") is None
    assert await store.retrieve("website-nieuw") is not None
    store.engine.dispose()
