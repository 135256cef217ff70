"""Parts are killed during a red-flag message: the patient still gets the line to call."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.conftest import Assistant

from .client import Patient

FLAG = "ik kan sinds gisteren niet meer plassen en het is doof tussen mijn benen"
BACK_S = 150
#: The gateway keeps a health answer for a second; this many in a row are past that.
POLLS = 5


@pytest.fixture
def healthy(assistant: Assistant) -> Iterator[Assistant]:
    """The assistant, whole before the test and whole again after it."""
    yield assistant
    until = time.monotonic() + BACK_S
    healthy_polls = 0
    while healthy_polls < POLLS:
        if time.monotonic() > until:
            pytest.fail("de assistent kwam niet terug")
        status = httpx.get(f"{assistant.url}/health", timeout=10).status_code
        healthy_polls = healthy_polls + 1 if status == 200 else 0
        time.sleep(0.5)


@pytest.mark.parametrize("part", [r"rasa_sdk --actions", r"rasa run"])
def test_red_flag_while_a_part_is_killed(healthy: Assistant, part: str) -> None:
    patient = Patient(healthy.url)
    os.kill(healthy.child(part), signal.SIGKILL)
    first = patient.say(FLAG)[0]
    assert first["kind"] == "escalation" and first["level"] == "spoed"
    assert "Bel nu uw huisarts" in first["text"] and "112" in first["text"]


@pytest.mark.parametrize("part", [r"rasa_sdk --actions", r"rasa run"])
def test_ordinary_question_while_a_part_is_killed(healthy: Assistant, part: str) -> None:
    patient = Patient(healthy.url)
    os.kill(healthy.child(part), signal.SIGKILL)
    first = patient.say("helpt een dure matras?")[0]
    # The action server may be back before the turn; then the patient has the answer itself.
    assert "huisarts" in first["text"]
    assert first.get("topic") == "matras" or "112" in first["text"]


def test_red_flag_while_rasa_hangs(healthy: Assistant) -> None:
    patient = Patient(healthy.url)
    pid = healthy.child(r"rasa run")
    os.kill(pid, signal.SIGSTOP)
    try:
        first = patient.say(FLAG)[0]
    finally:
        os.kill(pid, signal.SIGCONT)
    assert first["kind"] == "escalation" and first["level"] == "spoed"
