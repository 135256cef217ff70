"""Two gateways and two engines on one PostgreSQL and one Redis, each a process that can be killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from rugwijzer.run.ports import free_port
from rugwijzer.run.rasa import rasa_environment
from tests.postgres import restartable_postgres
from tests.redis_server import restartable_redis

#: Rasa takes seconds to import: one process does it, and every engine is a fork of that.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["benchmarks.serving.echo_engine"])
ROOT = Path(__file__).resolve().parents[2]
START_S = 120.0
SECRETS = {
    "RUGWIJZER_SECRET": "b-8Kd2mQx7Vz4Rt9Wn3Yc6Hp1Lf5Js0Ge",
    "RUGWIJZER_ENGINE_SECRET": "e-3Wn9Rt6Yc1Hp7Lf2Js8Ge5Kd4mQx0Vz",
}


@dataclass
class Machines:
    """The processes with what they share. The engines have no model (echo_engine.py)."""

    database: str
    redis: str
    restart_database: Callable[[], None]
    restart_redis: Callable[[float], None]
    log: Path
    gateways: list[str] = field(default_factory=list)
    engines: list[str] = field(default_factory=list)
    _gateways: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _engines: dict[str, ForkServerProcess] = field(default_factory=dict)

    def start(self, count: int = 2) -> None:
        """Start so many engines and gateways and wait until each answers."""
        for addresses in (self.engines, self.gateways):
            addresses[:] = [f"http://127.0.0.1:{free_port()}" for _ in range(count)]
        for url in (*self.engines, *self.gateways):
            self.run(url)
        for url in self.gateways:
            self.wait(f"{url}/live")
        for url in self.engines:
            self.wait(f"{url}/webhooks/rugwijzer/health")

    def run(self, url: str) -> None:
        """Start the process of an address."""
        port = int(url.rpartition(":")[2])
        shared = {
            **SECRETS,
            "RUGWIJZER_REDIS_URL": self.redis,
            "RUGWIJZER_TRACKER_URL": self.database,
            "RUGWIJZER_ENGINE_URL": ",".join(self.engines),
            "RUGWIJZER_PORT": str(port),
            "RUGWIJZER_SESSION_BURST": "100000",
            "RUGWIJZER_ADDRESS_BURST": "1000000",
            "RUGWIJZER_PORTAL_IN_GATEWAY": "nee",
            "SANIC_HOST": "127.0.0.1",
        }
        if url in self.engines:
            self._engines[url] = _FORKS.Process(
                target=_engine, args=(port, rasa_environment() | shared, self.log)
            )
            self._engines[url].start()
            return
        with self.log.open("ab") as out:
            self._gateways[url] = subprocess.Popen(
                [sys.executable, "-m", "rugwijzer.gateway"],
                cwd=ROOT,
                env=rasa_environment() | shared,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self, url: str) -> None:
        """Kill -9 the process of an address."""
        if url in self._engines:
            engine = self._engines.pop(url)
            engine.kill()
            engine.join()
            return
        gateway = self._gateways.pop(url)
        os.killpg(gateway.pid, signal.SIGKILL)
        gateway.wait()

    def stop(self) -> None:
        """Kill all."""
        for url in (*self._engines, *self._gateways):
            self.kill(url)

    def wait(self, url: str) -> None:
        """Wait until somebody answers there, with whatever status; raises RuntimeError."""
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(url, timeout=2):
                    return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"{url} antwoordt niet; zie {self.log}")


def _engine(port: int, environment: dict[str, str], log: Path) -> None:
    with log.open("ab") as out:
        os.dup2(out.fileno(), 2)
    from . import echo_engine

    echo_engine.run(port, environment)


@contextmanager
def machines(log: Path) -> Iterator[Machines]:
    """Everything runs while the block does."""
    with (
        restartable_postgres() as (database, restart_database),
        restartable_redis() as (redis, restart_redis),
    ):
        made = Machines(database, redis, restart_database, restart_redis, log)
        try:
            made.start()
            yield made
        finally:
            made.stop()
