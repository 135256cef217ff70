"""Parts are killed during a red-flag message: the patient still gets the line to call."""

from __future__ import annotations

import os
import signal
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from rugwijzer.run.ports import port_taken
from rugwijzer.run.training import model_path
from tests.conftest import Assistant
from tests.waiting import until

from .client import Patient

FLAG = "ik kan sinds gisteren niet meer plassen en het is doof tussen mijn benen"
BACK_S = 150
#: The gateway keeps a health answer for a second; this many in a row are past that.
POLLS = 5


@pytest.fixture
def healthy(assistant: Assistant) -> Iterator[Assistant]:
    """The assistant, whole before the test and whole again after it."""
    yield assistant
    _until_whole(assistant)


def _until_whole(assistant: Assistant) -> None:
    polls: list[int] = []

    def whole() -> bool:
        polls.append(httpx.get(f"{assistant.url}/health", timeout=10).status_code)
        return polls[-POLLS:] == [200] * POLLS

    until(whole, BACK_S, lambda: "de assistent kwam niet terug", look=0.5)


@pytest.mark.parametrize("part", [r"rasa_sdk --actions", r"rugwijzer.run.light_rasa run"])
def test_red_flag_while_a_part_is_killed(healthy: Assistant, part: str) -> None:
    patient = Patient(healthy.url)
    os.kill(healthy.child(part), signal.SIGKILL)
    first = patient.say(FLAG)[0]
    assert first["kind"] == "escalation" and first["level"] == "spoed"
    assert "Bel nu uw huisarts" in first["text"] and "112" in first["text"]


@pytest.mark.parametrize("part", [r"rasa_sdk --actions", r"rugwijzer.run.light_rasa run"])
def test_ordinary_question_while_a_part_is_killed(healthy: Assistant, part: str) -> None:
    patient = Patient(healthy.url)
    os.kill(healthy.child(part), signal.SIGKILL)
    first = patient.say("helpt een dure matras?")[0]
    # The action server may be back before the turn; then the patient has the answer itself.
    assert "huisarts" in first["text"]
    assert first.get("topic") == "matras" or "112" in first["text"]


def test_red_flag_while_rasa_hangs(healthy: Assistant) -> None:
    patient = Patient(healthy.url)
    pid = healthy.child(r"rugwijzer.run.light_rasa run")
    os.kill(pid, signal.SIGSTOP)
    try:
        first = patient.say(FLAG)[0]
    finally:
        os.kill(pid, signal.SIGCONT)
    assert first["kind"] == "escalation" and first["level"] == "spoed"


@pytest.mark.parametrize("part", [r"rasa_sdk --actions", r"rugwijzer.run.light_rasa run"])
def test_red_flag_when_a_part_dies_during_the_turn(healthy: Assistant, part: str) -> None:
    patient = Patient(healthy.url)
    pid = healthy.child(part)
    # Stopped, the part takes the request but cannot answer it before it is killed.
    os.kill(pid, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        turn = pool.submit(patient.say, FLAG)
        os.kill(pid, signal.SIGKILL)
        first = turn.result(60)[0]
    assert first["kind"] == "escalation" and first["level"] == "spoed"
    assert "Bel nu uw huisarts (010 000 0001)" in first["text"]


def test_an_advice_from_while_rasa_was_away_is_held_when_it_is_back(healthy: Assistant) -> None:
    patient = Patient(healthy.url)
    os.kill(healthy.child(r"rugwijzer.run.light_rasa run"), signal.SIGKILL)
    assert patient.say(FLAG)[0]["kind"] == "escalation"
    _until_whole(healthy)
    held, answer = patient.say("helpt een dure matras?")
    assert (held["kind"], held["level"]) == ("escalation", "spoed")
    assert set(held["red_flags"]) == {"plassen", "rijbroek"}
    assert answer["topic"] == "matras"
    summary = patient.say("ik bel nu")[0]["text"]
    assert "u meldde dit toen de assistent even niet werkte" in summary
    assert patient.say("helpt warmte?")[0]["kind"] == "answer"


def test_a_possible_signal_from_while_rasa_was_away_is_asked_about(healthy: Assistant) -> None:
    patient = Patient(healthy.url)
    os.kill(healthy.child(r"rugwijzer.run.light_rasa run"), signal.SIGKILL)
    assert patient.say("ik moet steeds plassen")[0]["text"].startswith("Als dit bij u zo is:")
    _until_whole(healthy)
    answer, _, question = patient.say("helpt een dure matras?")
    assert answer["topic"] == "matras"
    assert (question["kind"], question["red_flags"]) == ("question", ["plassen"])
    assert patient.say("ja sinds gisteren")[0]["level"] == "spoed"


# -- the database --------------------------------------------------------------------------------


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another process holds the database, for reading too."""
    with closing(sqlite3.connect(database, timeout=30, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def unwritable(database: Path) -> Iterator[None]:
    """Every write fails, as on a full disk; a file mode would not stop a test that runs as root."""
    with closing(sqlite3.connect(database, timeout=30)) as other:
        other.execute(
            "CREATE TRIGGER vol BEFORE INSERT ON events BEGIN SELECT RAISE(FAIL, 'vol'); END"
        )
        other.commit()
        try:
            yield
        finally:
            other.execute("DROP TRIGGER vol")
            other.commit()


@pytest.mark.parametrize("broken", [locked, unwritable])
def test_red_flag_while_the_database_fails(
    healthy: Assistant, broken: Callable[[Path], AbstractContextManager[None]]
) -> None:
    patient = Patient(healthy.url)
    patient.say("helpt een dure matras?")
    with broken(healthy.trackers):
        first = patient.say(FLAG)[0]
    assert first["kind"] == "escalation" and first["level"] == "spoed"
    assert "112" in first["text"]


# -- the model -----------------------------------------------------------------------------------


def without(source: Path, target: Path, member: str, truncate: bool) -> None:
    """Copy a model file without one file of a component, or with only the start of it."""
    with tarfile.open(source) as whole, tarfile.open(target, "w:gz", compresslevel=1) as broken:
        for entry in whole:
            content = whole.extractfile(entry) if entry.isfile() else None
            if entry.name.endswith(member):
                if not truncate or content is None:
                    continue
                entry.size = entry.size // 2
            broken.addfile(entry, content)


@pytest.fixture(params=[("flag_model.joblib", True), ("flag_model.joblib", False)])
def broken_model(request: pytest.FixtureRequest, healthy: Assistant) -> Iterator[Assistant]:
    """Rasa started again on a model of which one component is cut short or gone."""
    member, truncate = request.param
    model = model_path()
    # Beside the model, so that each move is one step.
    broken, kept = model.with_suffix(".kapot"), model.with_suffix(".goed")
    if kept.exists():
        # An earlier run was cut off before it put the whole model back.
        os.replace(kept, model)
    without(model, broken, member, truncate)
    os.replace(model, kept)
    os.replace(broken, model)
    try:
        os.kill(healthy.child(r"rugwijzer.run.light_rasa run"), signal.SIGKILL)
        _wait_for_rasa(healthy)
        yield healthy
    finally:
        os.replace(kept, model)
        os.kill(healthy.child(r"rugwijzer.run.light_rasa run"), signal.SIGKILL)


def _wait_for_rasa(assistant: Assistant) -> None:
    """Until the new Rasa listens, or has had the time to try."""

    def up() -> bool:
        try:
            pid = assistant.child(r"rugwijzer.run.light_rasa run")
            command = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
            return port_taken("127.0.0.1", int(command[command.index("-p") + 1]))
        except (LookupError, OSError, ValueError):
            return False

    with suppress(AssertionError):
        until(up, 90, look=0.5)


# It moves the model that every other assistant and test loads.
@pytest.mark.alone
def test_red_flag_with_a_broken_component(broken_model: Assistant) -> None:
    assert httpx.get(f"{broken_model.url}/health", timeout=10).status_code == 503
    first = Patient(broken_model.url).say(FLAG)[0]
    assert first["kind"] == "escalation" and first["level"] == "spoed"
    assert "Bel nu uw huisarts (010 000 0001)" in first["text"]
