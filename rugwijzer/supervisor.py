"""Everything on one machine from one command: gateway first, then actions and Rasa.

The gateway answers within seconds; while the model is trained and Rasa starts, it gives the line to
call. A process that ends is started again. Ctrl-C or SIGTERM stops all of them.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import socket
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from .settings import Settings, SettingsError
from .training import ROOT, ensure_model, rasa_environment

RUN = ROOT / "var"
#: A process that lives shorter than this many seconds waits before it is started again.
TOO_SHORT_S = 10.0
STOP_S = 8.0
WORKER = "rugwijzer.followup.worker"


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


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_taken(host: str, port: int) -> bool:
    """Whether something already listens there."""
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) == 0


def environment(engine: int, actions: int) -> dict[str, str]:
    """What all children share; secrets that are missing on a laptop are made for this run."""
    base = rasa_environment()
    if base.get("RUGWIJZER_ENV", "laptop") == "laptop":
        for name in ("RUGWIJZER_SECRET", "RUGWIJZER_ENGINE_SECRET", "RUGWIJZER_WORKER_SECRET"):
            base.setdefault(name, secrets.token_urlsafe(32))
    base["RUGWIJZER_ENGINE_URL"] = f"http://127.0.0.1:{engine}"
    base["RUGWIJZER_ACTION_URL"] = f"http://127.0.0.1:{actions}/webhook"
    base["SANIC_HOST"] = "127.0.0.1"
    return base


def write_endpoints(actions: int) -> Path:
    """endpoints.yml of the project, with the action server's port of this run."""
    content = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf8"))
    content["action_endpoint"]["url"] = f"http://127.0.0.1:{actions}/webhook"
    RUN.mkdir(exist_ok=True)
    path = RUN / f"endpoints-{os.getpid()}.yml"
    path.write_text(yaml.safe_dump(content), encoding="utf8")
    return path


def _health(base: str) -> dict[str, object]:
    try:
        with urllib.request.urlopen(f"{base}/health", timeout=5) as reply:  # noqa: S310 (own address)
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


async def serve(settings: Settings) -> int:
    """Run all processes until a signal; returns the exit code."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    engine, actions = free_port(), free_port()
    shared = environment(engine, actions)
    endpoints = write_endpoints(actions)
    python = sys.executable
    processes = [
        Process("De gateway", [python, "-m", "rugwijzer.gateway"], shared),
        Process(
            "De actieserver",
            [
                python,
                "-m",
                "rasa_sdk",
                "--actions",
                "actions",
                "-p",
                str(actions),
                "--logging-config_file",
                "logging.yml",
            ],
            shared,
        ),
        Process("De werker van de opvolging", [python, "-W", "ignore", "-m", WORKER], shared),
    ]
    tasks = [asyncio.create_task(p.run_forever(stopping)) for p in processes]
    code = 0
    try:
        model = await _model(stopping)
        if model is not None:
            rasa = Process(
                "Rasa",
                [
                    *(python, "-m", "rugwijzer.engine", "run", "-m", str(model)),
                    *("-i", "127.0.0.1", "-p", str(engine)),
                    "--endpoints",
                    str(endpoints),
                    "--credentials",
                    "credentials.yml",
                    "--logging-config-file",
                    "logging.yml",
                ],
                shared,
            )
            processes.append(rasa)
            tasks.append(asyncio.create_task(rasa.run_forever(stopping)))
            tasks.append(asyncio.create_task(_announce(settings, stopping)))
            await stopping.wait()
    except RuntimeError as error:
        print(error, file=sys.stderr)
        code = 1
    stopping.set()
    await asyncio.gather(*(p.stop() for p in processes))
    await asyncio.gather(*tasks)
    endpoints.unlink(missing_ok=True)
    return code


async def _model(stopping: asyncio.Event) -> Path | None:
    """The trained model, or None when the user stopped meanwhile."""
    training = asyncio.create_task(asyncio.to_thread(ensure_model))
    waiting = asyncio.create_task(stopping.wait())
    done, _ = await asyncio.wait({training, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if training in done:
        waiting.cancel()
        return training.result()
    return None


def main() -> int:
    """Command line: python -m rugwijzer.supervisor."""
    try:
        settings = Settings.from_env()
    except SettingsError as error:
        print(f"Rugwijzer start niet: {error}", file=sys.stderr)
        return 2
    if port_taken(settings.host, settings.port):
        print(
            f"Poort {settings.port} is al in gebruik: stop dat programma, "
            "of kies een andere poort met RUGWIJZER_PORT.",
            file=sys.stderr,
        )
        return 1
    base = f"http://{settings.host}:{settings.port}"
    print(f"Rugwijzer start op {base} ...", flush=True)
    return asyncio.run(serve(settings))


if __name__ == "__main__":
    raise SystemExit(main())
