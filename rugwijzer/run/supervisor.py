"""Keeps processes running on one machine: started, started again when they end, stopped together.

`laptop.py` runs those of a laptop with it, `production.py` those of production.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import urllib.error
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from rugwijzer.settings import Settings

from .ask import ask
from .rasa import ROOT

#: A process that lives shorter than this many seconds waits before it is started again.
TOO_SHORT_S = 10.0
STOP_S = 8.0


@dataclass
class Process:
    """One child: its command, its environment and whether it should run."""

    name: str
    command: list[str]
    environment: dict[str, str]
    running: asyncio.subprocess.Process | None = field(default=None, repr=False)

    async def run_forever(self, stopping: asyncio.Event) -> None:
        """Start, wait, start again, until stopping is set."""
        loop = asyncio.get_running_loop()
        while not stopping.is_set():
            began = loop.time()
            self.running = await asyncio.create_subprocess_exec(
                *self.command, cwd=ROOT, env=self.environment, start_new_session=True
            )
            code = await self.running.wait()
            if stopping.is_set():
                return
            print(f"{self.name} is gestopt (code {code}) en wordt opnieuw gestart.", flush=True)
            if loop.time() - began < TOO_SHORT_S:
                await _either(stopping, 2.0)

    async def stop(self) -> None:
        """Ask the whole process group to end, and insist after a while."""
        process = self.running
        if process is None or process.returncode is not None:
            return
        _signal(process.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), STOP_S)
        except asyncio.TimeoutError:
            _signal(process.pid, signal.SIGKILL)
            await process.wait()


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


async def _either(stopping: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except asyncio.TimeoutError:
        return


def _health(base: str) -> dict[str, object]:
    try:
        with ask(f"{base}/health", 5) as reply:
            return {"ok": reply.status == 200}
    except urllib.error.HTTPError as error:
        return dict(json.loads(error.read() or b"{}"))
    except OSError:
        return {}


async def _announce(settings: Settings, stopping: asyncio.Event) -> None:
    base = f"http://{settings.host}:{settings.port}"
    while not stopping.is_set():
        state = await asyncio.to_thread(_health, base)
        if state.get("ok"):
            print(f"Rugwijzer is klaar: {base}", flush=True)
            return
        await _either(stopping, 0.5)


async def run_all(
    settings: Settings,
    processes: list[Process],
    last: Callable[[asyncio.Event], Awaitable[Process | None]] | None = None,
) -> int:
    """Run processes, and the one that `last` gives later, until a signal; returns the exit code."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    tasks = [asyncio.create_task(p.run_forever(stopping)) for p in processes]
    code = 0
    try:
        late = await last(stopping) if last else None
        if late is not None:
            processes.append(late)
            tasks.append(asyncio.create_task(late.run_forever(stopping)))
        if not stopping.is_set():
            tasks.append(asyncio.create_task(_announce(settings, stopping)))
            await stopping.wait()
    except RuntimeError as error:
        print(error, file=sys.stderr)
        code = 1
    stopping.set()
    await asyncio.gather(*(p.stop() for p in processes))
    await asyncio.gather(*tasks)
    return code
