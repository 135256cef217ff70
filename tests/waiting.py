"""Waiting for something to become true: the only place in the tests that sleeps, between two looks."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rugwijzer.run.ports import port_taken

T = TypeVar("T")
_LOOK_S = 0.02


def until(
    true: Callable[[], T],
    seconds: float,
    said: Callable[[], object] = lambda: "",
    look: float = _LOOK_S,
) -> T:
    """Look again until it is true; fails with what `said` tells after so many seconds."""
    deadline = time.monotonic() + seconds
    while not (found := true()):
        if time.monotonic() > deadline:
            raise AssertionError(said() or f"niet binnen {seconds} seconden")
        time.sleep(look)
    return found


async def happens(true: Callable[[], bool], seconds: float = 60) -> None:
    """As `until`, while the loop goes on."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(f"niet binnen {seconds} seconden")
        await asyncio.sleep(_LOOK_S)


def serves(process: subprocess.Popen[bytes], port: int, log: Path, seconds: float) -> None:
    """Until a process accepts connections; fails with its log when it ends or takes longer."""
    until(
        lambda: process.poll() is not None or port_taken("127.0.0.1", port), seconds, log.read_text
    )
    assert process.poll() is None, log.read_text()
