"""The really running assistant: one that is there already, or one started for the measurement."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from rugwijzer.run.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
#: Training, when the content changed, and Rasa's own start.
READY_S = 1800
STOP_S = 60


@contextmanager
def running_assistant(url: str | None, log: Path) -> Iterator[str]:
    """Give the address of an assistant that answers; one started here is stopped again.

    Raises RuntimeError when it does not get ready.
    """
    if url:
        yield url.rstrip("/")
        return
    port = free_port()
    environment = os.environ | {
        "RUGWIJZER_PORT": str(port),
        # The levels must not depend on the hour of the measurement, and on a busy machine no
        # verdict may come from the gateway's rules instead of the whole assistant.
        "RUGWIJZER_OPENINGSTIJDEN": "altijd",
        "RUGWIJZER_ENGINE_TIMEOUT_S": "60",
    }
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "rugwijzer.run.laptop"],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(base, process)
        yield base
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_S)


def _wait(base: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{base}/health", timeout=10, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(1)
    raise RuntimeError("de assistent werd niet klaar; zie build/benchmark-safety.log")
