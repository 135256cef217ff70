"""One command starts everything, says when it is ready, and stops all of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rugwijzer.run import laptop
from rugwijzer.run.processes import ACTIONS, GATEWAY, WORKER
from tests.conftest import ROOT, Assistant


def test_endpoints_of_a_run_name_its_action_server(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(laptop, "RUN", tmp_path)
    text = laptop.write_endpoints(4321).read_text()
    assert "http://127.0.0.1:4321/webhook" in text and "tracker_store" in text


def test_laptop_runs_the_processes_of_the_table(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(laptop, "RUN", tmp_path)
    first, rasa, endpoints = laptop.laptop_set()
    engine = rasa(tmp_path / "model.tar.gz")
    commands = [process.command for process in (*first, engine)]
    assert commands[0] == GATEWAY.command() and commands[2] == WORKER.command()
    assert commands[1][:5] == ACTIONS.command()[:5]
    assert str(endpoints) in commands[3] and str(tmp_path / "model.tar.gz") in commands[3]
    # Rasa is bound to loopback, and to nothing that the network can reach.
    assert commands[3][commands[3].index("-i") + 1] == "127.0.0.1"


def test_laptop_gets_secrets_and_no_telemetry(monkeypatch) -> None:
    monkeypatch.delenv("RUGWIJZER_SECRET", raising=False)
    environment = laptop.environment(1, 2)
    assert len(environment["RUGWIJZER_SECRET"]) >= 32
    assert environment["RASA_TELEMETRY_ENABLED"] == "false"
    assert environment["SANIC_HOST"] == "127.0.0.1"


def test_production_without_secrets_does_not_start() -> None:
    environment = {**os.environ, "RUGWIJZER_ENV": "production", "RUGWIJZER_SECRET": ""}
    ended = subprocess.run(
        [sys.executable, "-m", "rugwijzer.run.laptop"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode != 0
    assert "RUGWIJZER_SECRET" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.live
def test_everything_stops_on_sigterm(assistant: Assistant, tmp_path: Path) -> None:
    second = Assistant(tmp_path / "log.txt")
    second.wait_until_ready()
    children = [
        second.child(p)
        for p in (r"rugwijzer.gateway", r"rasa_sdk --actions", r"rugwijzer.run.light_rasa run")
    ]
    assert second.stop() == 0
    until = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in children) and time.monotonic() < until:
        os.sched_yield()
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
