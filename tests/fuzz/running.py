"""The really running gateway with every channel switched on, and nothing behind it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.conftest import free_port

ROOT = Path(__file__).resolve().parents[2]
DESK = "kamperfoelie-7-bij-de-voordeur"
APP_SECRET, AUTH_TOKEN = "meta-app-geheim-5kQ2", "twilio-geheim-3Yw"
_NOWHERE = "http://127.0.0.1:9"
_MANY = "1000000"


@dataclass(frozen=True)
class Gateway:
    """Where it listens, its process, and the file of its log."""

    url: str
    process: psutil.Process
    log: Path

    def memory(self) -> float:
        """What it holds now, in MB."""
        return float(self.process.memory_info().rss) / 2**20


@contextmanager
def running_gateway(folder: Path) -> Iterator[Gateway]:
    """A gateway on a free port while the block runs; its files are in `folder`."""
    port, log = free_port(), folder / "gateway.log"
    own = {
        "PORT": str(port),
        "ENGINE_URL": _NOWHERE,
        "DATABASE_URL": f"sqlite:///{folder}/rugwijzer.sqlite",
        "TRACKER_URL": f"sqlite:///{folder}/gesprekken.sqlite",
        "PUBLIC_URL": "https://rug.example.nl",
        "DESK_SECRET": DESK,
        "WHATSAPP_PHONE_NUMBER_ID": "106540352242922",
        "WHATSAPP_TOKEN": "EAAtoken7Hq",
        "WHATSAPP_APP_SECRET": APP_SECRET,
        "WHATSAPP_VERIFY_TOKEN": "controle-9Zx",
        "WHATSAPP_GRAPH_URL": _NOWHERE,
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
        "TWILIO_SENDER": "whatsapp:+31201234567",
        "TWILIO_URL": _NOWHERE,
        # What is tested here is what stands behind the limits; they have tests of their own.
        **{f"{n}_{k}": _MANY for n in ("SESSION", "MESSAGE", "ADDRESS") for k in ("RATE", "BURST")},
    }
    clean = {k: v for k, v in os.environ.items() if not k.startswith("RUGWIJZER_")}
    with log.open("w") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "rugwijzer.gateway"],
            cwd=ROOT,
            env=clean | {f"RUGWIJZER_{k}": v for k, v in own.items()},
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert child.stderr is not None
        for line in child.stderr:
            out.write(line)
            if "running on" in line:
                break
        # From here on the log goes straight to the file, or the pipe would fill.
        pump = subprocess.Popen(["cat"], stdin=child.stderr, stdout=out)
        try:
            yield Gateway(f"http://127.0.0.1:{port}", psutil.Process(child.pid), log)
        finally:
            child.terminate()
            child.wait(15)
            pump.wait(5)
