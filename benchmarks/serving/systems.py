"""The two assistants as processes: started, timed until ready, asked, weighed and stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psutil

from rugwijzer.run.ports import free_port
from rugwijzer.run.rasa import rasa_command, rasa_environment

from . import stock

ROOT = Path(__file__).resolve().parents[2]
READY_S = 600.0
STOP_S = 20.0


@dataclass
class System:
    """One assistant; `commands` are its processes."""

    name: str
    folder: Path
    port: int = field(default_factory=free_port)
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        """The file of its tracker store."""
        return self.folder / "gesprekken.sqlite"

    def commands(self) -> list[list[str]]:
        """What to start."""
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """Its settings."""
        return {}

    def is_ready(self) -> bool:
        """Whether it answers with its model."""
        raise NotImplementedError

    async def begin(self, http: aiohttp.ClientSession, name: str) -> str:
        """A new conversation; returns what `ask` needs."""
        raise NotImplementedError

    async def ask(self, http: aiohttp.ClientSession, conversation: str, text: str) -> bool:
        """One whole turn; whether there was an answer of the assistant itself."""
        raise NotImplementedError

    def start(self) -> float:
        """Start all processes; returns the seconds until it answers."""
        began = time.perf_counter()
        environment = rasa_environment() | {"SANIC_HOST": "127.0.0.1"} | self.environment()
        with (self.folder / f"{self.name}.log").open("ab") as out:
            for command in self.commands():
                self._running.append(
                    subprocess.Popen(
                        command,
                        cwd=ROOT,
                        env=environment,
                        stdout=out,
                        stderr=subprocess.STDOUT,
                        start_new_session=True,
                    )
                )
        while not self.is_ready():
            if time.perf_counter() - began > READY_S:
                raise RuntimeError(f"{self.name} werd niet klaar; zie {self.folder}")
            time.sleep(0.1)
        return time.perf_counter() - began

    def memory_mb(self) -> float:
        """What all its processes together hold, shared pages counted once (PSS), in MB."""
        total = 0
        for parent in self._running:
            for process in (p := psutil.Process(parent.pid), *p.children(recursive=True)):
                full = process.memory_full_info()
                total += getattr(full, "pss", full.uss)
        return total / 1e6

    def stop(self) -> None:
        """Stop all processes."""
        for process in self._running:
            process.send_signal(signal.SIGTERM)
        for process in self._running:
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._running.clear()


class Ours(System):
    """Rugwijzer as `make start` runs it: through the gateway."""

    def commands(self) -> list[list[str]]:
        """The supervisor, which starts gateway, Rasa, action server and worker."""
        return [[sys.executable, "-m", "rugwijzer.run.laptop"]]

    def environment(self) -> dict[str, str]:
        """Rate limits off; the record in the folder."""
        return {
            "RUGWIJZER_PORT": str(self.port),
            "RUGWIJZER_TRACKER_URL": f"sqlite:///{self.database}",
            "RUGWIJZER_DATABASE_URL": f"sqlite:///{self.folder}/rugwijzer.sqlite",
            "RUGWIJZER_SESSION_BURST": "1000000",
            "RUGWIJZER_ADDRESS_BURST": "10000000",
            "RUGWIJZER_MESSAGE_BURST": "1000000",
            "RUGWIJZER_ENGINE_TIMEOUT_S": "60",
            "RUGWIJZER_OPENINGSTIJDEN": "altijd",
        }

    def is_ready(self) -> bool:
        """By its health page."""
        return _status(f"{self.url}/health") == 200

    async def begin(self, http: aiohttp.ClientSession, name: str) -> str:
        """A session of the web API."""
        async with http.post(f"{self.url}/api/v1/sessions", json={"surface": "website"}) as reply:
            return str((await reply.json())["session"])

    async def ask(self, http: aiohttp.ClientSession, conversation: str, text: str) -> bool:
        """One message; the safe text is no answer."""
        headers = {"Authorization": f"Bearer {conversation}"}
        async with http.post(
            f"{self.url}/api/v1/messages", json={"text": text}, headers=headers
        ) as reply:
            if reply.status != 200:
                return False
            messages = (await reply.json())["messages"]
        return bool(messages) and "niet bereikbaar" not in messages[0]["text"]


class Stock(System):
    """Rasa as `rasa init` makes it, through its rest channel."""

    actions: int = 0

    def commands(self) -> list[list[str]]:
        """Its action server and its engine."""
        self.actions = self.actions or free_port()
        endpoints = stock.endpoints(self.folder, self.actions, self.database)
        model = str(self.folder / "model" / "model.tar.gz")
        run = rasa_command("run", "-m", model, "-i", "127.0.0.1", "-p", str(self.port))
        settings = ["--endpoints", str(endpoints), "--credentials"]
        action_server = [sys.executable, "-m", "rasa_sdk", "--actions", "actions"]
        return [
            ["env", "-C", str(self.folder), *action_server, "-p", str(self.actions)],
            [*run, *settings, str(self.folder / "credentials.yml"), "--enable-api"],
        ]

    def is_ready(self) -> bool:
        """By its status page, which needs a loaded model."""
        return _status(f"{self.url}/status") == 200 and (
            _status(f"http://127.0.0.1:{self.actions}/health") == 200
        )

    async def begin(self, http: aiohttp.ClientSession, name: str) -> str:
        """Any name is a conversation."""
        return name

    async def ask(self, http: aiohttp.ClientSession, conversation: str, text: str) -> bool:
        """One message."""
        async with http.post(
            f"{self.url}/webhooks/rest/webhook", json={"sender": conversation, "message": text}
        ) as reply:
            return reply.status == 200 and bool(await reply.json())


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def train_stock(folder: Path, epochs: int, limit: int) -> float:
    """Train the stock project in a folder, on so many messages (0 is all); returns the seconds."""
    command = [sys.executable, "-m", "benchmarks.serving.stock", str(folder)]
    command += [str(epochs), str(limit)]
    with (folder / "training.log").open("w") as out:
        subprocess.run(
            command, check=True, cwd=ROOT, env=rasa_environment(), stdout=out, stderr=out
        )
    return float(json.loads((folder / "training.json").read_text())["seconds"])


def train_ours(folder: Path) -> float:
    """Train this project without any cache; returns the seconds."""
    environment: dict[str, Any] = rasa_environment() | {"RASA_CACHE_DIRECTORY": f"{folder}/cache"}
    command = rasa_command("train", "--skip-validation", "--out", str(folder / "model"))
    began = time.perf_counter()
    with (folder / "training.log").open("w") as out:
        subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=out, stderr=out)
    return time.perf_counter() - began
