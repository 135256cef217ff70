"""`python -m rugwijzer.run.laptop`, or `make start`: everything on one machine from one command.

The gateway answers within seconds; while the model is trained and Rasa starts, it gives the line to
call. Ctrl-C or SIGTERM stops all of it.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

import yaml

from rugwijzer.settings import Settings, SettingsError

from .ports import free_port, port_taken
from .processes import ACTIONS, ENGINE, GATEWAY, WORKER
from .rasa import ROOT, rasa_environment
from .supervisor import Process, run_all
from .training import ensure_model

RUN = ROOT / "var"


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


def laptop_set() -> tuple[list[Process], Callable[[Path], Process], Path]:
    """The processes of `make start`, Rasa as soon as there is a model, and the endpoints of this run."""
    engine, actions = free_port(), free_port()
    shared = environment(engine, actions)
    endpoints = write_endpoints(actions)
    first = [
        # Its address is that of the settings, as anybody sets it.
        Process(GATEWAY.title, GATEWAY.command(), shared),
        Process(ACTIONS.title, ACTIONS.command(port=actions), shared),
        Process(WORKER.title, WORKER.command(), shared),
    ]

    def rasa(model: Path) -> Process:
        command = ENGINE.command(port=engine, model=str(model), endpoints=str(endpoints))
        return Process(ENGINE.title, command, shared)

    return first, rasa, endpoints


async def serve(settings: Settings) -> int:
    """Run the laptop's processes until a signal; returns the exit code."""
    processes, rasa, endpoints = laptop_set()

    async def last(stopping: asyncio.Event) -> Process | None:
        model = await _model(stopping)
        return rasa(model) if model is not None else None

    try:
        return await run_all(settings, processes, last)
    finally:
        endpoints.unlink(missing_ok=True)


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
    """Command line: python -m rugwijzer.run.laptop."""
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
