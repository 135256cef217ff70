"""`python -m rugwijzer.run <process>`: becomes one process of `processes.py`, with secrets from files.

Containers, systemd units and the production set on one machine (production.py) all start this. A secret is a file in
`RUGWIJZER_SECRETS_DIR`, named like its setting in small letters, or a variable, but never both.
`--check` asks the running process whether it is ready, and `store`, `report` and arguments behind a process
are commands of people: `python -m rugwijzer.run portal beheerder naam@praktijk.nl "Naam"`.
"""

from __future__ import annotations

import argparse
import os
import sys
import urllib.request
from collections.abc import Iterable, Mapping
from pathlib import Path

from rugwijzer.settings import PREFIX, SECRETS_OF, SettingsError

from .ask import ask
from .processes import DEFINITIONS, ENDPOINTS, ENGINE, MODEL, OPTIONAL_SECRETS, Definition
from .rasa import ROOT, rasa_environment

#: Shorter than the time that a probe of Docker or Kubernetes gets.
_CHECK_S = 4.0
_STORE = Definition(
    id="store",
    title="De opslag",
    arguments=("-m", "rugwijzer.store"),
    secrets=SECRETS_OF["store"],
)
_REPORT = Definition(
    id="report",
    title="Het weekbericht",
    arguments=("-W", "ignore", "-m", "rugwijzer.report"),
    secrets=SECRETS_OF["report"],
)
#: The processes, and the commands of people that need secrets as well.
KNOWN = {**DEFINITIONS, _STORE.id: _STORE, _REPORT.id: _REPORT}
_LAPTOP_ENDPOINTS = "endpoints.yml"


def with_secrets(names: Iterable[str], environ: Mapping[str, str]) -> dict[str, str]:
    """The environment plus the secrets that lie in files; raises SettingsError, naming no value.

    In production a process without one of its secrets does not start. A secret that is a variable and a
    file is refused: one of the two would be forgotten, and with another key every patient is a stranger.
    """
    found = dict(environ)
    folder = found.get(f"{PREFIX}SECRETS_DIR", "")
    production = found.get(f"{PREFIX}ENV") == "production"
    for name in names:
        variable = PREFIX + name.upper()
        kept = _read(Path(folder) / name, variable) if folder else ""
        if kept and found.get(variable):
            raise SettingsError(
                f"{variable} staat in de omgeving en in het bestand {name}; haal de variabele weg"
            )
        if folder:
            found[variable] = found.get(variable) or kept
        if production and not found.get(variable) and name not in OPTIONAL_SECRETS:
            raise SettingsError(f"{variable} ontbreekt, ook als bestand {name}")
    return found


def _read(path: Path, variable: str) -> str:
    try:
        return path.read_text(encoding="utf8").strip()
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"{variable}: {path} is niet te lezen ({type(error).__name__})"
        ) from None


def prepare(
    definition: Definition, environ: Mapping[str, str], port: int = 0
) -> tuple[list[str], dict[str, str]]:
    """The command and the environment of a process; raises SettingsError when it cannot start."""
    environment = with_secrets(definition.secrets, environ)
    production = environment.get(f"{PREFIX}ENV") == "production"
    if definition is ENGINE and not (ROOT / MODEL).exists():
        raise SettingsError(f"{MODEL} ontbreekt: train het (make train) of koppel de map models/")
    host = environment.get(f"{PREFIX}HOST", "")
    chosen = port or _port(definition, environment)
    command = definition.command(
        host, chosen, endpoints=ENDPOINTS if production else _LAPTOP_ENDPOINTS
    )
    return command, rasa_environment() | environment | definition.environment(host, chosen)


def _port(definition: Definition, environ: Mapping[str, str]) -> int:
    """The port that the settings name for it, or that of the table."""
    variable = next((k for k, v in definition.variables.items() if v == "{port}"), "")
    raw = environ.get(variable, "").strip()
    if raw and not raw.isdigit():
        raise SettingsError(f"{variable} is geen getal")
    return int(raw or definition.port or 0)


def ready(definition: Definition, environ: Mapping[str, str], port: int = 0) -> bool:
    """Whether the process that runs on this machine can do its work."""
    environment = with_secrets(definition.secrets, environ)
    host = environment.get(f"{PREFIX}HOST") or "127.0.0.1"
    host = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 (it is read, not bound)
    url = f"http://{host}:{port or _port(definition, environment)}{definition.ready}"
    request = urllib.request.Request(url)
    if definition is ENGINE:
        request.add_header("Authorization", f"Bearer {environment[f'{PREFIX}ENGINE_SECRET']}")
    try:
        with ask(request, _CHECK_S) as reply:
            return reply.status == 200
    except OSError:
        return False


def main(arguments: list[str] | None = None) -> int:
    """Become the process; returns only for --check (0 ready, 1 not) and 2 when it cannot start."""
    parser = argparse.ArgumentParser(prog="python -m rugwijzer.run", description=__doc__)
    parser.add_argument("--check", action="store_true", help="vraag of het proces klaar is")
    parser.add_argument("--port", type=int, default=0, help="poort, in plaats van de gewone")
    parser.add_argument("process", choices=KNOWN)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="voor opdrachten van mensen")
    chosen = parser.parse_args(arguments)
    definition = KNOWN[chosen.process]
    try:
        if chosen.check:
            if not definition.ready:
                parser.error(f"{definition.id} heeft geen adres om te vragen")
            return 0 if ready(definition, os.environ, chosen.port) else 1
        command, environment = prepare(definition, os.environ, chosen.port)
    except SettingsError as error:
        print(f"{definition.title} start niet: {error}", file=sys.stderr)
        return 2
    os.chdir(ROOT)
    os.execve(command[0], [*command, *chosen.rest], environment)  # noqa: S606 (own command)
