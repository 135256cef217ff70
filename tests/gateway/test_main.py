"""`python -m rugwijzer.gateway` as a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from rugwijzer.run.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "rugwijzer.gateway"]


def environment(**values: str) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("RUGWIJZER_")}
    return clean | {f"RUGWIJZER_{k}": v for k, v in values.items()}


def test_production_without_secrets_does_not_start() -> None:
    done = subprocess.run(
        COMMAND,
        check=False,
        cwd=ROOT,
        env=environment(ENV="production"),
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 2
    assert "RUGWIJZER_SECRET" in done.stderr and "Traceback" not in done.stderr


def test_it_is_up_at_once_and_stops_with_a_stream_open() -> None:
    port = free_port()
    process = subprocess.Popen(
        COMMAND, cwd=ROOT, env=environment(PORT=str(port)), stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        assert any("running on" in line for line in iter(process.stderr.readline, ""))
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            assert client.get("/live").status_code == 200
            # The rules are loading, or loaded already.
            down = client.get("/health").json()["down"]
            assert set(down) - {"rules"} == {"actions", "engine"}
            token = client.post("/api/v1/sessions", json={"surface": "website"}).json()["session"]
            headers = {"Authorization": f"Bearer {token}"}
            with client.stream("GET", "/api/v1/stream", headers=headers) as stream:
                assert next(stream.iter_text()).startswith(": open")
                began = time.perf_counter()
                process.send_signal(signal.SIGTERM)
                process.communicate(timeout=20)
                assert time.perf_counter() - began < 10
    finally:
        process.kill()
        process.communicate()
    assert process.returncode in (0, -signal.SIGTERM)
