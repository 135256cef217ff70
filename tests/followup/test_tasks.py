"""The worker's tasks on the queue of a laptop, and on a really running Redis."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from huey.api import Huey

from rugwijzer.followup.talks import Assistant
from rugwijzer.followup.tasks import Context, Tasks, make_queue, make_tasks
from rugwijzer.settings import Settings
from tests.redis_server import program, running_redis

from .conftest import DAY_2, World

SETTINGS = Settings(secret="s" * 32, engine_secret="e" * 32)


def tasks_of(world: World, huey: Huey) -> Tasks:
    assistant = Assistant(["http://127.0.0.1:9"], "w" * 32)
    return make_tasks(
        huey, Context(world.database, world.sender, None, assistant, SETTINGS, lambda: DAY_2)
    )


def work_off(huey: Huey) -> int:
    """Do what is in the queue, as a worker's thread does."""
    done = 0
    while (task := huey.dequeue()) is not None:
        huey.execute(task)
        done += 1
    return done


def test_a_tick_sends_what_is_due_and_a_second_one_nothing(world: World, tmp_path: Path) -> None:
    huey = make_queue(SETTINGS, tmp_path)
    course = world.enrol()
    tasks = tasks_of(world, huey)
    tasks.tick.call_local()
    assert work_off(huey) >= 1
    first = world.checkins(course)[0]
    assert first.state == "sent"
    tasks.tick.call_local()
    work_off(huey)
    assert world.checkins(course)[0].sent_at == first.sent_at


def test_a_queue_that_lost_everything_loses_no_check_in(world: World, tmp_path: Path) -> None:
    huey = make_queue(SETTINGS, tmp_path)
    course = world.enrol()
    tasks = tasks_of(world, huey)
    tasks.tick.call_local()
    huey.flush()
    assert world.checkins(course)[0].state == "planned"
    tasks.tick.call_local()
    work_off(huey)
    assert world.checkins(course)[0].state == "sent"


def test_what_is_not_signed_with_our_secret_is_not_run(world: World, tmp_path: Path) -> None:
    ours = make_queue(SETTINGS, tmp_path)
    foreign = make_queue(replace(SETTINGS, secret="x" * 32), tmp_path)
    tasks_of(world, foreign).checkins()
    with pytest.raises(ValueError, match="ignature"):
        ours.dequeue()


@pytest.mark.parametrize(
    ("at", "runs"),
    [
        # Summer and winter in the Netherlands; huey tells the time in UTC, without a zone.
        (datetime(2026, 7, 6, 3, 20), True),
        (datetime(2026, 11, 23, 4, 20), True),
        (datetime(2026, 11, 23, 5, 20), False),
        (datetime(2026, 11, 24, 4, 20), False),
    ],
)
def test_the_report_of_the_week_is_made_on_monday_at_twenty_past_five_on_the_dutch_clock(
    world: World, tmp_path: Path, at: datetime, runs: bool
) -> None:
    huey = make_queue(SETTINGS, tmp_path)
    tasks_of(world, huey)
    assert ("weekly" in {task.name for task in huey.read_periodic(at)}) is runs


def test_the_same_on_redis(world: World) -> None:
    if program() is None and not os.environ.get("CI"):
        pytest.skip("Redis is niet geïnstalleerd")
    course = world.enrol()
    with running_redis() as url:
        huey = make_queue(replace(SETTINGS, redis_url=url))
        tasks_of(world, huey).checkins()
        assert work_off(huey) == 1
    assert world.checkins(course)[0].state == "sent"
