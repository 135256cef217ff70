"""The worker's tasks: thin calls to dispatch, postman and retention, on huey.

The queue only says that there is work; what work there is, the database says. So a queue that loses a
task, or gives it twice, does no harm: the next minute finds the same rows, or none.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from huey import RedisHuey, SqliteHuey, crontab
from huey.api import Huey, TaskWrapper
from huey.serializer import SignedSerializer

from rugwijzer.knowledge.office_hours import ZONE
from rugwijzer.settings import Settings
from rugwijzer.store import Database
from rugwijzer.store.base import utcnow
from rugwijzer.store.retention import purge_messages

from . import dispatch, postman, retention, talks
from .dispatch import Sender

NAME = "rugwijzer-opvolging"
#: What makes the weekly report for editors (rugwijzer/report).
REPORT = ("-m", "rugwijzer.report")
#: Tasks that one tick puts into the queue at most; they put in more while there is work.
_FAN_OUT = 16


@dataclass(frozen=True)
class Tasks:
    """The queue with its tasks."""

    huey: Huey
    tick: TaskWrapper
    checkins: TaskWrapper
    letters: TaskWrapper
    conversations: TaskWrapper
    upkeep: TaskWrapper
    forget: TaskWrapper
    weekly: TaskWrapper


#: The names of the tasks, for the figures.
TASKS = tuple(field.name for field in fields(Tasks) if field.name != "huey")


@dataclass(frozen=True)
class Context:
    """What the tasks work with; `clock` gives the moment of a task."""

    database: Database
    sender: Sender
    server: postman.Server | None
    assistant: talks.Assistant
    settings: Settings
    clock: Callable[[], datetime] = utcnow


def make_queue(settings: Settings, folder: Path = Path("var")) -> Huey:
    """Redis when the settings name one, for workers on several machines; else a file of SQLite.

    Tasks are pickled by huey; the signature keeps anyone else who reaches the queue from running code.
    """
    secret = hashlib.sha256(b"queue" + settings.secret.encode("utf8")).hexdigest()
    common: dict[str, Any] = {"results": False, "serializer": SignedSerializer(secret)}
    if settings.redis_url:
        return RedisHuey(NAME, url=settings.redis_url, **common)
    folder.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(NAME, filename=str(folder / "wachtrij.sqlite"), fsync=True, **common)


def _dutch(schedule: Callable[[datetime], bool]) -> Callable[[datetime], bool]:
    """A schedule on the Dutch clock; huey asks with the time in UTC, without a zone."""
    return lambda at: schedule(at.replace(tzinfo=timezone.utc).astimezone(ZONE))


def make_tasks(huey: Huey, context: Context) -> Tasks:
    """Register the tasks on a queue."""

    @huey.task(name="checkins")
    def checkins() -> None:
        with context.database.begin() as session:
            done = dispatch.run_batch(session, context.sender, context.clock())
        if done == dispatch.BATCH:
            checkins()

    @huey.task(name="letters")
    def letters() -> None:
        if context.server is None:
            return
        content = context.sender.content
        tried = postman.deliver(context.database, context.server, content, context.clock())
        if tried == postman.BATCH:
            letters()

    @huey.task(name="conversations")
    def conversations() -> None:
        now = context.clock()
        tried = talks.begin(context.database, context.assistant, context.sender, now)
        if tried == talks.BATCH:
            conversations()

    @huey.periodic_task(crontab(minute="*"), name="tick")
    def tick() -> None:
        now = context.clock()
        with context.database.begin() as session:
            waiting = dispatch.waiting(session, now)
            dispatch.follow_deliveries(session, now)
            if context.server is not None:
                postman.queue_alert_mails(session, context.sender.base_url, now)
        for _ in range(min(_FAN_OUT, -(-waiting // dispatch.BATCH))):
            checkins()
        letters()
        if context.sender.talks:
            conversations()

    # Every hour, because a machine of a practice is off at night.
    @huey.periodic_task(crontab(minute="10"), name="upkeep")
    def upkeep() -> None:
        now = context.clock()
        with context.database.begin() as session:
            retention.purge(session, context.settings, now)
            purge_messages(session, now)

    @huey.periodic_task(crontab(minute="25"), name="forget")
    def forget() -> None:
        retention.purge_conversations(context.settings, context.clock())

    @huey.periodic_task(_dutch(crontab(day_of_week="1", hour="5", minute="20")), name="weekly")
    def weekly() -> None:
        # When it is off, those of before still go after their period.
        only = ["--opruimen"] if context.settings.report == "uit" else []
        # In a process of its own: the comparing of sentences takes memory, once a week.
        command = [sys.executable, "-W", "ignore", *REPORT, *only]
        subprocess.run(command, check=True, timeout=1800)

    return Tasks(huey, tick, checkins, letters, conversations, upkeep, forget, weekly)
