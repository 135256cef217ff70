"""`python -m rugwijzer.run.production`: the processes of compose.yml on one machine, under the supervisor.

For tests, and for who wants to try production without containers or systemd. PostgreSQL, Redis and the
proxy are not started here. Ctrl-C or SIGTERM stops all of them.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Mapping

from rugwijzer.settings import Settings, SettingsError

from .launcher import with_secrets
from .ports import free_port
from .processes import ACTIONS, DEFINITIONS, ENGINE, GATEWAY, PORTAL, WORKER, Definition
from .supervisor import Process, run_all


def command(definition: Definition, port: int = 0) -> list[str]:
    """What a container, a unit or this module starts: the launcher, and the name of the process."""
    chosen = ["--port", str(port)] if port else []
    return [sys.executable, "-m", "rugwijzer.run", *chosen, definition.id]


def production_set(
    settings: Settings, gateways: int, engines: int, environ: Mapping[str, str]
) -> list[Process]:
    """Every process, each with an address of its own.

    Gateway n listens on RUGWIJZER_PORT + 100 n; every gateway knows every engine.
    """
    actions, ports = free_port(), [free_port() for _ in range(engines)]
    shared = {
        **environ,
        "RUGWIJZER_ACTION_URL": f"http://127.0.0.1:{actions}/webhook",
        "RUGWIJZER_PORTAL_IN_GATEWAY": "nee",
        "RUGWIJZER_ENGINE_URL": ",".join(f"http://127.0.0.1:{port}" for port in ports),
    }

    def process(definition: Definition, port: int = 0) -> Process:
        return Process(definition.title, command(definition, port), shared)

    found = [process(GATEWAY, settings.port + 100 * n) for n in range(gateways)]
    found += [process(PORTAL), process(ACTIONS, actions), process(WORKER)]
    return found + [process(ENGINE, port) for port in ports]


def main(arguments: list[str] | None = None) -> int:
    """Run until a signal; 2 when a setting or a secret is missing."""
    parser = argparse.ArgumentParser(prog="python -m rugwijzer.run.production", description=__doc__)
    parser.add_argument("--gateways", type=int, default=1)
    parser.add_argument("--engines", type=int, default=1)
    chosen = parser.parse_args(arguments)
    names = {name for definition in DEFINITIONS.values() for name in definition.secrets}
    try:
        settings = Settings.from_env(with_secrets(sorted(names), os.environ))
        if settings.env != "production":
            raise SettingsError("RUGWIJZER_ENV is hier production")
    except SettingsError as error:
        print(f"Rugwijzer start niet: {error}", file=sys.stderr)
        return 2
    processes = production_set(settings, chosen.gateways, chosen.engines, os.environ)
    return asyncio.run(run_all(settings, processes))


if __name__ == "__main__":
    raise SystemExit(main())
