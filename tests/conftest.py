"""The really running assistant, started once for all tests that need it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_randomly

from rugwijzer.run.ports import free_port
from tests import fake_whatsapp
from tests.serving import serving

ROOT = Path(__file__).resolve().parent.parent
#: Training (when the inputs changed) and Rasa's own start fit well within this many seconds.
READY_S = 900
DESK_PASSWORD = "kamperfoelie-7-bij-de-voordeur"


# It would import thinc, and with it TensorFlow, into every run, for a seeder that refuses 33 bits.
pytest_randomly.entrypoint_reseeds = []


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What ends the thing that a file shares comes behind the other tests of that file."""
    first = {item.path: place for place, item in reversed(list(enumerate(items)))}
    items.sort(key=lambda i: (first[i.path], i.get_closest_marker("last") is not None))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The order of this run, in words that repeat it."""
    seed = terminalreporter.config.getoption("randomly_seed", None)
    if seed is not None:
        terminalreporter.write_line(f"volgorde: --randomly-seed={seed}")


def _whatsapp(graph_url: str) -> dict[str, str]:
    return {
        "RUGWIJZER_WHATSAPP_PHONE_NUMBER_ID": fake_whatsapp.NUMBER_ID,
        "RUGWIJZER_WHATSAPP_TOKEN": fake_whatsapp.TOKEN,
        "RUGWIJZER_WHATSAPP_APP_SECRET": fake_whatsapp.APP_SECRET,
        "RUGWIJZER_WHATSAPP_VERIFY_TOKEN": fake_whatsapp.VERIFY,
        "RUGWIJZER_WHATSAPP_GRAPH_URL": f"{graph_url}/v24.0",
        "RUGWIJZER_WHATSAPP_NUMMER": "31612345678",
    }


class Assistant:
    """The whole assistant under its own supervisor, on a free port.

    WhatsApp is on when there is a Graph API to reach, at `graph_url`.
    """

    def __init__(self, log: Path, graph_url: str = "") -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        #: The origin of a site that may embed the chat; a test serves it.
        self.site_port = free_port()
        self.site = f"http://localhost:{self.site_port}"
        self.log = log
        #: Rasa's conversations: its own, because a test may lock it or look for words in it.
        self.trackers = log.parent / "gesprekken.sqlite"
        self._ready = threading.Event()
        environment = {
            **os.environ,
            "RUGWIJZER_PORT": str(self.port),
            "RUGWIJZER_OPENINGSTIJDEN": "altijd",
            "RUGWIJZER_ALLOWED_ORIGINS": self.site,
            "RUGWIJZER_PRAKTIJK_TELEFOON": "010 000 0001",
            "RUGWIJZER_HUISARTSENPOST_TELEFOON": "010 000 0002",
            "RUGWIJZER_DESK_SECRET": DESK_PASSWORD,
            "RUGWIJZER_DATABASE_URL": f"sqlite:///{log.parent}/rugwijzer.sqlite",
            "RUGWIJZER_TRACKER_URL": f"sqlite:///{self.trackers}",
            **(_whatsapp(graph_url) if graph_url else {}),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "rugwijzer.run.laptop"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.log.open("w") as out:
            for line in self.process.stdout:
                out.write(line)
                out.flush()
                if line.startswith("Rugwijzer is klaar"):
                    self._ready.set()
        self._ready.set()

    def wait_until_ready(self) -> None:
        if not self._ready.wait(READY_S) or self.process.poll() is not None:
            raise RuntimeError(f"de assistent startte niet:\n{self.log.read_text()[-3000:]}")

    def child(self, pattern: str) -> int:
        """The process id of the child whose command line matches."""
        listing = subprocess.run(
            ["ps", "-ww", "-eo", "pid,args"], capture_output=True, text=True, check=True
        )
        for line in listing.stdout.splitlines():
            pid, _, command = line.strip().partition(" ")
            if re.search(pattern, command) and self._is_ours(int(pid)):
                return int(pid)
        raise LookupError(pattern)

    def setting(self, child: str, name: str) -> str:
        """A variable of the environment of the child whose command line matches."""
        raw = Path(f"/proc/{self.child(child)}/environ").read_bytes().decode()
        return dict(line.partition("=")[::2] for line in raw.split("\0"))[name]

    def _is_ours(self, pid: int) -> bool:
        try:
            environment = Path(f"/proc/{pid}/environ").read_bytes()
        except OSError:
            return False
        return f"RUGWIJZER_PORT={self.port}".encode() in environment

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(40)


@pytest.fixture(scope="session")
def graph() -> fake_whatsapp.FakeGraph:
    """The Meta to which the running assistant sends."""
    return fake_whatsapp.FakeGraph()


@pytest.fixture(scope="session")
def assistant(
    tmp_path_factory: pytest.TempPathFactory, graph: fake_whatsapp.FakeGraph
) -> Iterator[Assistant]:
    """The running assistant; stopped at the end."""
    with serving(graph.app()) as graph_url:
        running = Assistant(tmp_path_factory.mktemp("assistant") / "log.txt", graph_url)
        try:
            running.wait_until_ready()
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="session")
def assistant_url(assistant: Assistant) -> str:
    """Base address of the running assistant."""
    return assistant.url
