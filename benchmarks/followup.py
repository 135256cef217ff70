"""`make benchmark-followup`: 10,000 check-ins fall due at once, and workers are killed meanwhile.

Two worker processes with two threads each share a real PostgreSQL and a real Redis. One after the
other is killed (SIGKILL) in the middle of its work and started again. What counts is what arrives at
a mail server: every patient exactly one message. A floor that is not held makes the exit code 1.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import secrets
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import func, select

from benchmarks.followup_data import DUE, enrol_many
from benchmarks.machine import machine
from rugwijzer.followup import states
from rugwijzer.followup.dispatch import waiting
from rugwijzer.followup.tasks import make_queue, make_tasks
from rugwijzer.followup.worker import context_of
from rugwijzer.run.ports import free_port
from rugwijzer.settings import Settings
from rugwijzer.store import Database, open_database
from rugwijzer.store.checkins import CheckIn
from rugwijzer.store.crypto import new_key
from rugwijzer.store.mails import Mail
from tests.postgres import running_postgres
from tests.redis_server import running_redis

ROOT = Path(__file__).resolve().parents[1]
#: The clock runs so much faster than ours, so that the five minutes' lease of a dead worker's mail
#: is over in ten seconds; the day in which nobody gets a reminder lasts longer than the run.
SPEED = 30.0
WORKERS = 2
#: A run that takes longer has failed.
LIMIT_S = 1200.0
#: Slower than this many a second, 10,000 patients would not be done within ten minutes.
FLOOR_PER_SECOND = 20.0


@dataclass(frozen=True)
class Result:
    """What arrived at the mail server.

    `repeated` counts mails that a killed worker's successor sent again with the same Message-ID, by
    which mail programs recognise them; `doubled` are patients with two different messages.
    """

    patients: int
    workers: int
    kills: int
    lost: int
    doubled: int
    repeated: int
    wrong_state: int
    seconds: float
    per_second: float


class Recipient:
    """A mail server that counts Message-IDs by recipient."""

    def __init__(self) -> None:
        """Begin with nothing received."""
        self.received: defaultdict[str, Counter[str]] = defaultdict(Counter)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take one mail."""
        message = message_from_bytes(envelope.content)
        for address in envelope.rcpt_tos:
            self.received[address][str(message["Message-ID"])] += 1
        return "250 OK"


class Worker:
    """A worker process that can be killed and started again."""

    def __init__(self, environment: dict[str, str], began: float) -> None:
        """Start it."""
        self._environment, self._began = environment, began
        self._start()

    def _start(self) -> None:
        clock = (DUE.isoformat(), str(self._began), str(SPEED))
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.followup_worker", *clock]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stdout=subprocess.DEVNULL
        )

    def kill_and_start_again(self) -> None:
        """As a power cut would: no signal handler runs."""
        self.process.kill()
        self.process.wait()
        self._start()

    def check(self) -> None:
        """Raise RuntimeError when it ended by itself."""
        if (code := self.process.poll()) is not None:
            raise RuntimeError(f"a worker ended by itself with code {code}")

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()


def run(count: int, kills: int) -> Result:
    """One run on a fresh PostgreSQL and Redis."""
    with running_postgres() as database_url, running_redis() as redis_url, _mail() as (mail, port):
        environment = {
            **os.environ,
            "RUGWIJZER_DATABASE_URL": database_url,
            "RUGWIJZER_REDIS_URL": redis_url,
            "RUGWIJZER_SMTP_URL": f"smtp://127.0.0.1:{port}",
            "RUGWIJZER_MAIL_FROM": "opvolging@localhost",
            "RUGWIJZER_PUBLIC_URL": "https://rug.example.nl",
            "RUGWIJZER_SECRET": secrets.token_urlsafe(32),
            "RUGWIJZER_STORE_KEYS": new_key(),
            "RUGWIJZER_LOOKUP_KEY": secrets.token_urlsafe(32),
            "RUGWIJZER_DATA_DIR": str(ROOT / "data"),
        }
        settings = Settings.from_env(environment)
        database = open_database(settings)
        database.migrate()
        enrol_many(database, count)
        seconds = _work(settings, database, environment, count, kills)
        wrong = _wrong_states(database)
        database.close()
        expected = {f"p{n}@example.nl" for n in range(count)}
        return Result(
            patients=count,
            workers=WORKERS,
            kills=kills,
            lost=len(expected - set(mail.received)),
            doubled=sum(len(ids) > 1 for ids in mail.received.values()),
            repeated=sum(sum(ids.values()) - len(ids) for ids in mail.received.values()),
            wrong_state=wrong,
            seconds=round(seconds, 1),
            per_second=round(count / seconds, 1),
        )


@contextmanager
def _mail() -> Iterator[tuple[Recipient, int]]:
    recipient = Recipient()
    port = free_port()
    controller = Controller(recipient, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield recipient, port
    finally:
        controller.stop()


def _work(
    settings: Settings, database: Database, environment: dict[str, str], count: int, kills: int
) -> float:
    """Let the workers run, kill them in turn, and return the seconds until all was sent."""
    context = context_of(settings)
    queue = make_tasks(make_queue(settings), context)
    began = time.time()
    workers = [Worker(environment, began) for _ in range(WORKERS)]
    try:
        killed = 0
        while (left := _left(database)) > 0:
            for worker in workers:
                worker.check()
            if time.time() - began > LIMIT_S:
                raise RuntimeError(f"not done after {LIMIT_S:.0f} s: {left} steps left")
            # The minute of the product's clock, which this program keeps.
            for _ in range(4):
                queue.checkins()
                queue.letters()
            if killed < kills and left < 2 * count * (kills - killed) / (kills + 1):
                workers[killed % WORKERS].kill_and_start_again()
                killed += 1
            time.sleep(0.2)
        seconds = time.time() - began
        if killed < kills:
            raise RuntimeError("the work was done before the workers could be killed")
        return seconds
    finally:
        for worker in workers:
            worker.stop()
        context.database.close()


def _left(database: Database) -> int:
    """Steps still to do: check-ins to send and mails to deliver."""
    with database.begin() as session:
        planned = waiting(session, DUE)
        mails = session.execute(select(func.count(Mail.id)).where(Mail.sent_at.isnot(None)))
        total = session.execute(select(func.count(CheckIn.id))).scalar() or 0
        return planned + total - (mails.scalar() or 0)


def _wrong_states(database: Database) -> int:
    with database.begin() as session:
        query = select(func.count()).where(CheckIn.state != states.SENT)
        return int(session.execute(query).scalar() or 0)


def main() -> int:
    """Run, print, write, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=4)
    chosen = parser.parse_args()
    result = run(chosen.patients, chosen.kills)
    for name, value in asdict(result).items():
        print(f"{name:>12}  {value}")
    told = {"machine": machine(), "versions": {"python": platform.python_version()}}
    out = ROOT / "build" / "benchmark-followup.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(asdict(result) | told, indent=2) + "\n")
    held = (
        result.lost == result.doubled == result.wrong_state == 0
        and result.per_second >= FLOOR_PER_SECOND
    )
    print("De grenzen zijn gehaald." if held else "Een grens is niet gehaald.")
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
