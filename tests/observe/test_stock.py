"""What the worker counts: rows of a real database, and its own tasks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy import update

from rugwijzer.followup import states
from rugwijzer.followup.talks import Assistant
from rugwijzer.followup.tasks import TASKS, Context, make_queue, make_tasks
from rugwijzer.followup.worker import observe
from rugwijzer.observe import stock
from rugwijzer.observe.stock import StockCollector
from rugwijzer.settings import Settings
from rugwijzer.store import Database, outbox, patients
from rugwijzer.store.outbox import OutboxMessage
from rugwijzer.store.patients import PHONE, Reach
from tests.followup.conftest import DAY_2, World, content, database, database_url, world
from tests.followup.test_tasks import SETTINGS, work_off
from tests.store.conftest import postgres_url

from .test_gateway_figures import Samples, samples, value

__all__ = ["content", "database", "database_url", "postgres_url", "world"]

NUMBER = "31612345678"


def counted(database: Database) -> Samples:
    registry = CollectorRegistry()
    registry.register(StockCollector(database, lambda: DAY_2))
    return samples(generate_latest(registry).decode())


def test_an_empty_database_counts_to_nought(database: Database) -> None:
    found = counted(database)
    for state in states.STATES:
        assert value(found, "checkins", state=state) == 0
    assert value(found, "outbox_oldest_seconds") == 0
    assert value(found, "dead_letters") == value(found, "inbox_pending") == 0


def test_the_states_of_the_code_are_those_that_are_counted() -> None:
    assert set(stock._CHECKINS) == set(states.STATES)


def test_what_waits_is_counted_by_state(world: World) -> None:
    world.enrol()
    before = counted(world.database)
    assert value(before, "courses", state="active") == 1
    assert value(before, "checkins", state="planned") >= 1
    world.clock(DAY_2)
    after = counted(world.database)
    assert value(after, "checkins", state="sent") == 1
    assert value(after, "mails_waiting") == 1


def test_the_outbox_shows_depth_age_and_dead_letters(database: Database) -> None:
    with database.begin() as session:
        patient = patients.find_or_create(session, [Reach(PHONE, NUMBER)], DAY_2)
        for key in "abc":
            outbox.put(session, patient, "whatsapp", key, "inhoud", DAY_2)
        dead = update(OutboxMessage).where(OutboxMessage.key == "a").values(state=outbox.FAILED)
        session.execute(dead.execution_options(synchronize_session=False))
    registry = CollectorRegistry()
    minute = DAY_2.replace(minute=DAY_2.minute + 1)
    registry.register(StockCollector(database, lambda: minute))
    text = generate_latest(registry).decode()
    found = samples(text)
    assert value(found, "outbox_messages", state="queued") == 2
    assert value(found, "dead_letters") == 1
    assert value(found, "outbox_oldest_seconds") == 60
    assert NUMBER not in text and patient not in text and "inhoud" not in text


def test_a_database_that_is_away_breaks_no_scrape(tmp_path: Path) -> None:
    from rugwijzer.store import Vault
    from rugwijzer.store.crypto import new_key

    empty = Database(f"sqlite:///{tmp_path}/leeg.sqlite", Vault([new_key()], "zoek"))
    assert counted(empty) == {}
    empty.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_tasks_are_counted_with_the_time_of_the_last(world: World, tmp_path: Path) -> None:
    huey = make_queue(SETTINGS, tmp_path)
    assistant = Assistant(["http://127.0.0.1:9"], "w" * 32)
    parts = Context(world.database, world.sender, None, assistant, SETTINGS, lambda: DAY_2)
    tasks = make_tasks(huey, parts)
    registry = observe(replace(SETTINGS, database_url="sqlite://"), huey, world.database)
    tasks.letters()
    assert work_off(huey) == 1
    found = samples(generate_latest(registry).decode())
    assert value(found, "tasks_total", task="letters", result="gelukt") == 1
    assert value(found, "task_last_timestamp_seconds", task="letters") > 1.7e9
    assert value(found, "part_up", name="database") == 1
    for task in (tasks.tick, tasks.weekly, tasks.forget):
        assert task.task_class.__name__ in TASKS  # type: ignore[attr-defined]


@pytest.mark.parametrize(("report", "asked"), [("uit", "--opruimen"), ("cijfers", "")])
def test_the_weekly_report_is_made_only_when_it_is_chosen_else_old_ones_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, report: str, asked: str
) -> None:
    # A command of the same form that leaves a trace at once; the report itself has tests of its own.
    trace = tmp_path / "gemaakt"
    command = ("-c", f"import sys; open({str(trace)!r}, 'a').write(' '.join(sys.argv[1:]))")
    monkeypatch.setattr("rugwijzer.followup.tasks.REPORT", command)
    settings = Settings(report=report, secret="s" * 32)
    parts = Context(None, None, None, None, settings)  # type: ignore[arg-type]
    make_tasks(make_queue(settings, tmp_path), parts).weekly.call_local()  # type: ignore[attr-defined]
    assert trace.read_text() == asked
