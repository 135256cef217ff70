"""`python -m rugwijzer.portal`: the portal in a process of its own, or its first administrator."""

from __future__ import annotations

import argparse
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from rugwijzer.http.shell import Shell
from rugwijzer.knowledge.files import ContentError
from rugwijzer.logs import lines as logs
from rugwijzer.observe.exporter import export, new_registry
from rugwijzer.observe.parts import PartsCollector
from rugwijzer.observe.probe import probes, states
from rugwijzer.observe.requests import RequestMeter
from rugwijzer.settings import Settings, SettingsError
from rugwijzer.store import open_database
from rugwijzer.store.accounts import ADMIN
from rugwijzer.store.base import utcnow
from rugwijzer.triage import FlagError

from . import passwords
from .app import create_portal
from .visit import PREFIX


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 2 when a setting or the content is wrong, 1 when it could not be done."""
    parser = argparse.ArgumentParser(prog="python -m rugwijzer.portal")
    commands = parser.add_subparsers(dest="command")
    first = commands.add_parser("beheerder", help="maak een beheerder; toont het eerste wachtwoord")
    first.add_argument("email")
    first.add_argument("naam")
    chosen = parser.parse_args(arguments)
    try:
        settings = Settings.from_env(process="portal")
        database = open_database(settings)
        database.migrate()
        if chosen.command == "beheerder":
            with database.begin() as session:
                made = passwords.create(session, chosen.email, chosen.naam, ADMIN, utcnow())
            print(f"Eerste wachtwoord: {made[1]}" if made else "Dit adres heeft al een account.")
            return 0 if made else 1
        registry = new_registry()
        shell = Middleware(Shell, settings=settings, meter=RequestMeter(registry))
        app = Starlette(
            routes=[Mount(PREFIX, create_portal(settings, database))], middleware=[shell]
        )
    except (SettingsError, ContentError, FlagError, ValueError) as error:
        print(f"Het portaal start niet: {error}", file=sys.stderr)
        return 2
    logs.configure()
    stores = {"database": probes(settings)["database"]}
    registry.register(PartsCollector(lambda: states(stores)))
    try:
        export(settings, "portal", registry, lambda: states(stores))
    except OSError as error:
        logs.failure("metrics", error)
    # No access log: the address of a personal link is a key.
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.portal_port,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
