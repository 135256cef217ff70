"""A real Redis for tests and benchmarks, with Debian's program, keeping nothing."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import redis

_START_S = 10.0


def program() -> str | None:
    """The path of redis-server, or None when it is not installed."""
    return shutil.which("redis-server")


@contextmanager
def running_redis() -> Iterator[str]:
    """A server on loopback while the block runs; yields its URL."""
    found = program()
    if found is None:
        raise RuntimeError("Redis is niet geïnstalleerd (apt install redis-server)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="rugwijzer-redis-") as home:
        options = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", home)
        process = subprocess.Popen([found, *options], stdout=subprocess.DEVNULL)
        try:
            _wait(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait(10)


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
