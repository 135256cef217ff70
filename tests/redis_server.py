"""A real Redis for tests and benchmarks, with Debian's program, keeping nothing."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import redis

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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="rugwijzer-redis-") as home:
        options = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", home)
        keeping = ("--appendonly", "yes", "--appendfsync", "always")
        command = [found, *options, *keeping, *extra]
        running = [subprocess.Popen(command, stdout=subprocess.DEVNULL)]

        def restart(away_s: float) -> None:
            running[-1].kill()
            running[-1].wait(10)
            time.sleep(away_s)
            running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
            _wait(port)

        try:
            _wait(port)
            yield f"redis://127.0.0.1:{port}/0", restart
        finally:
            running[-1].terminate()
            running[-1].wait(10)


def _wait(port: int) -> None:
    client = redis.Redis(port=port)
    deadline = time.monotonic() + _START_S
    while True:
        try:
            client.ping()
        except redis.ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            client.close()
            return
