"""A real Redis for tests and benchmarks, with Debian's program, keeping nothing."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import redis

from rugwijzer.run.ports import free_port

from .waiting import until

_START_S = 10.0


def program() -> str | None:
    """The path of redis-server, or None when it is not installed."""
    return shutil.which("redis-server")


@contextmanager
def running_redis() -> Iterator[str]:
    """A server on loopback while the block runs; yields its URL."""
    with restartable_redis("--appendonly", "no") as (url, _):
        yield url


@contextmanager
def restartable_redis(*extra: str) -> Iterator[tuple[str, Callable[[float], None]]]:
    """As `running_redis`, with what kills the server and starts it again after some seconds.

    It keeps what it was told (appendonly), as a deployment does, unless the options say otherwise.
    """
    found = program()
    if found is None:
        raise RuntimeError("Redis is niet geïnstalleerd (apt install redis-server)")
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    with tempfile.TemporaryDirectory(prefix="rugwijzer-redis-") as home:
        options = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", home)
        keeping = ("--appendonly", "yes", "--appendfsync", "always")
        command = [found, *options, *keeping, *extra]
        running = [subprocess.Popen(command, stdout=subprocess.DEVNULL)]

        def restart(away_s: float) -> None:
            running[-1].kill()
            running[-1].wait(10)
            # Not waiting for anything: this is how long the server is away.
            time.sleep(away_s)
            running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
            until(lambda: answers(url), _START_S)

        try:
            until(lambda: answers(url), _START_S)
            yield url, restart
        finally:
            running[-1].terminate()
            running[-1].wait(10)


def answers(url: str) -> bool:
    """Whether a server answers there now."""
    with redis.Redis.from_url(url) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
