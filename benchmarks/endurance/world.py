"""The whole assistant under its supervisor, a Meta beside it, and patients in its database."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psutil
from sqlalchemy import update

from rugwijzer.followup import enrol, links
from rugwijzer.followup.content import load_content
from rugwijzer.gateway.whatsapp.texts import Texts
from rugwijzer.observe.exporter import LAST_OFFSET
from rugwijzer.run.ports import free_port
from rugwijzer.run.processes import ACTIONS, ENGINE, GATEWAY, WORKER
from rugwijzer.settings import Settings
from rugwijzer.store import Database, consent, open_database, patients
from rugwijzer.store.accounts import PHYSIO, Account
from rugwijzer.store.base import new_id, utcnow
from rugwijzer.store.checkins import CheckIn
from rugwijzer.store.courses import PAGE
from rugwijzer.store.crypto import new_key
from rugwijzer.store.patients import PHONE, Reach
from tests import fake_whatsapp
from tests.serving import serving

ROOT = Path(__file__).resolve().parents[2]
_READY_S = 600.0
#: Sessions end after so many seconds, so that what the gateway remembers of them reaches its ceiling
#: within the warm-up of an hour.
_SESSION_S = 300
#: So many patients take turns in one place on WhatsApp: nobody chats for a whole hour.
PATIENTS_EACH = 40
#: The children of the supervisor by the module that they run.
PARTS = {
    name: part.arguments[part.arguments.index("-m") + 1]
    for name, part in {
        "gateway": GATEWAY,
        "rasa": ENGINE,
        "acties": ACTIONS,
        "werker": WORKER,
    }.items()
}


@dataclass
class World:
    """A running assistant: its addresses, its Meta, and what patients need."""

    url: str
    metrics_port: int
    token: str
    graph: fake_whatsapp.FakeGraph
    supervisor: psutil.Process
    numbers: list[str]
    links: list[str]

    def memory(self) -> dict[str, float]:
        """MB that each part has for itself (USS): what the machine would get back if it ended."""
        found = dict.fromkeys(PARTS, 0.0)
        for process in self.supervisor.children(recursive=True):
            try:
                command = " ".join(process.cmdline())
                part = next((p for p, piece in PARTS.items() if piece in command), None)
                if part:
                    found[part] += process.memory_full_info().uss / 1e6
            except psutil.NoSuchProcess:
                continue
        return found

    def processor(self) -> tuple[float, float]:
        """Processor seconds so far: of the whole machine, and of this run (assistant and patients)."""
        times = psutil.cpu_times()
        busy = times.user + times.nice + times.system
        own = 0.0
        for process in (psutil.Process(), *self.supervisor.children(recursive=True)):
            try:
                used = process.cpu_times()
                own += used.user + used.system
            except psutil.NoSuchProcess:
                continue
        return busy, own


@contextmanager
def running(folder: Path, whatsapp: int, checkins: int, minutes: float) -> Iterator[World]:
    """Everything while the block runs; `checkins` fall due spread over the minutes."""
    graph = fake_whatsapp.FakeGraph()
    port, metrics = free_port(), free_port(LAST_OFFSET)
    environment = {
        "RUGWIJZER_PORT": str(port),
        "RUGWIJZER_SECRET": secrets.token_urlsafe(32),
        "RUGWIJZER_STORE_KEYS": new_key(),
        "RUGWIJZER_LOOKUP_KEY": secrets.token_urlsafe(32),
        "RUGWIJZER_DATABASE_URL": f"sqlite:///{folder}/rugwijzer.sqlite",
        "RUGWIJZER_OPENINGSTIJDEN": "altijd",
        "RUGWIJZER_SESSION_SECONDS": str(_SESSION_S),
        "RUGWIJZER_METRICS_HOST": "127.0.0.1",
        "RUGWIJZER_METRICS_PORT": str(metrics),
        "RUGWIJZER_METRICS_TOKEN": secrets.token_urlsafe(32),
        "RUGWIJZER_WHATSAPP_PHONE_NUMBER_ID": fake_whatsapp.NUMBER_ID,
        "RUGWIJZER_WHATSAPP_TOKEN": fake_whatsapp.TOKEN,
        "RUGWIJZER_WHATSAPP_APP_SECRET": fake_whatsapp.APP_SECRET,
        "RUGWIJZER_WHATSAPP_VERIFY_TOKEN": fake_whatsapp.VERIFY,
    }
    with serving(graph.app()) as graph_url:
        environment["RUGWIJZER_WHATSAPP_GRAPH_URL"] = f"{graph_url}/v24.0"
        database = open_database(Settings.from_env(environment))
        database.migrate()
        numbers = _chatting(database, whatsapp * PATIENTS_EACH)
        followed = _followed(database, checkins, minutes)
        database.close()
        process = _start(environment, folder / "log.txt")
        try:
            yield World(
                f"http://127.0.0.1:{port}",
                metrics,
                environment["RUGWIJZER_METRICS_TOKEN"],
                graph,
                psutil.Process(process.pid),
                numbers,
                followed,
            )
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _start(environment: dict[str, str], log: Path) -> subprocess.Popen[str]:
    """The supervisor, once it says that everything is ready; raises RuntimeError."""
    process = subprocess.Popen(
        [sys.executable, "-m", "rugwijzer.run.laptop"],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    ready = threading.Event()

    def read() -> None:
        assert process.stdout
        with log.open("w", encoding="utf8") as out:
            for line in process.stdout:
                out.write(line)
                if line.startswith("Rugwijzer is klaar"):
                    ready.set()
        ready.set()

    threading.Thread(target=read, daemon=True).start()
    if not ready.wait(_READY_S) or process.poll() is not None:
        process.kill()
        raise RuntimeError(f"de assistent startte niet; zie {log}")
    return process


def _chatting(database: Database, count: int) -> list[str]:
    """Numbers of patients who agreed to WhatsApp."""
    numbers = [f"3160000{n:04d}" for n in range(count)]
    version = Texts.load(ROOT / "data", "").version
    with database.begin() as session:
        for number in numbers:
            patient = patients.find_or_create(session, [Reach(PHONE, number)], utcnow())
            step = (consent.CHAT, consent.GIVEN, "whatsapp", version, utcnow())
            consent.record(session, patient, *step)
    return numbers


def _followed(database: Database, count: int, minutes: float) -> list[str]:
    """Paths of personal links; the first check-in of each falls due within the run."""
    content, now, found = load_content(ROOT / "data"), utcnow(), []
    account, vault = new_id(), database.vault
    with database.begin() as session:
        session.add(
            Account(
                id=account,
                lookup=vault.lookup("account", "fysio@example.nl"),
                email=vault.seal("fysio@example.nl"),
                name=vault.seal("Fysiotherapeut"),
                role=PHYSIO,
                password_hash="-",
                created_at=now,
            )
        )
        session.flush()
        for number in range(count):
            wanted = enrol.Enrolment(
                alias=f"P{number}", plan_id="standaard", channel=PAGE, activity="traplopen"
            )
            course = enrol.enrol(session, account, wanted, now)
            enrol.opt_in(session, course, content.plans["standaard"], now)
            due = now + timedelta(minutes=minutes * number / max(count, 1))
            first = update(CheckIn).where(CheckIn.course_id == course.id, CheckIn.moment == "dag_2")
            session.execute(
                first.values(due_at=due, next_at=due).execution_options(synchronize_session=False)
            )
            found.append(f"/fysio/p/{links.token(vault, course)}")
    return found
