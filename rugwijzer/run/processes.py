"""What runs: every process of the assistant, its command, its address and what it needs. Only data.

`make start`, production.py, compose.yml, the Helm chart and the systemd units all start these; `tests/deploy` compares them with this table.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from rugwijzer.settings import SECRETS_OF

#: Where Rasa finds its model, and the connections of production and of one machine.
MODEL = "models/rugwijzer.tar.gz"
ENDPOINTS = "deploy/endpoints.yml"
#: Who may call a process from outside the machines of the practice.
PROXY = "proxy"

#: Secrets of which the empty value means that something is switched off.
OPTIONAL_SECRETS = frozenset(
    {
        "desk_secret",
        "metrics_token",
        "smtp_url",
        "whatsapp_token",
        "whatsapp_app_secret",
        "whatsapp_verify_token",
        "twilio_auth_token",
    }
)


@dataclass(frozen=True)
class Definition:
    """One kind of process.

    `arguments` follow the interpreter and `variables` say where it listens; both hold {host}, {port},
    {model} and {endpoints}. `alive` and `ready` are addresses that answer 200 when it runs and when it
    can do its work. `secrets` are settings; `callers` the only ones that may connect to it.
    """

    id: str
    title: str
    arguments: tuple[str, ...]
    secrets: tuple[str, ...]
    port: int | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    alive: str = ""
    ready: str = ""
    callers: tuple[str, ...] = ()

    def command(
        self, host: str = "", port: int = 0, model: str = MODEL, endpoints: str = ENDPOINTS
    ) -> list[str]:
        """The whole command line, with the interpreter that runs this."""
        values = self._values(host, port) | {"model": model, "endpoints": endpoints}
        return [sys.executable, *(part.format(**values) for part in self.arguments)]

    def environment(self, host: str = "", port: int = 0) -> dict[str, str]:
        """The variables that say where it listens."""
        values = self._values(host, port)
        return {name: value.format(**values) for name, value in self.variables.items()}

    def _values(self, host: str, port: int) -> dict[str, str]:
        return {"host": host or "127.0.0.1", "port": str(port or self.port or "")}


GATEWAY = Definition(
    id="gateway",
    title="De gateway",
    arguments=("-m", "rugwijzer.gateway"),
    variables={"RUGWIJZER_HOST": "{host}", "RUGWIJZER_PORT": "{port}"},
    secrets=SECRETS_OF["gateway"],
    port=8000,
    # Ready without the engine too: then it gives the line to call.
    alive="/live",
    ready="/ready",
    callers=(PROXY,),
)
PORTAL = Definition(
    id="portal",
    title="Het portaal",
    arguments=("-m", "rugwijzer.portal"),
    variables={"RUGWIJZER_HOST": "{host}", "RUGWIJZER_PORTAL_PORT": "{port}"},
    secrets=SECRETS_OF["portal"],
    port=8001,
    alive="/fysio/static/portaal.css",
    # Asks the database for the session of whoever visits.
    ready="/fysio/inloggen",
    callers=(PROXY,),
)
ENGINE = Definition(
    id="engine",
    title="Rasa",
    arguments=(
        "-m",
        "rugwijzer.run.light_rasa",
        "run",
        "-m",
        "{model}",
        "-i",
        "{host}",
        "-p",
        "{port}",
        "--endpoints",
        "{endpoints}",
        "--credentials",
        "credentials.yml",
        "--logging-config-file",
        "logging.yml",
    ),
    secrets=SECRETS_OF["engine"],
    port=5005,
    alive="/",
    # Asks the shared secret; only `python -m rugwijzer.run --check engine` brings it.
    ready="/webhooks/rugwijzer/health",
    callers=("gateway", "worker"),
)
ACTIONS = Definition(
    id="actions",
    title="De actieserver",
    arguments=(
        "-m",
        "rasa_sdk",
        "--actions",
        "actions",
        "-p",
        "{port}",
        "--logging-config_file",
        "logging.yml",
    ),
    variables={"SANIC_HOST": "{host}"},
    secrets=SECRETS_OF["actions"],
    port=5055,
    alive="/health",
    ready="/health",
    callers=("engine",),
)
WORKER = Definition(
    id="worker",
    title="De werker van de opvolging",
    arguments=("-W", "ignore", "-m", "rugwijzer.followup.worker"),
    secrets=SECRETS_OF["worker"],
)
#: In the order in which they are started.
DEFINITIONS = {d.id: d for d in (GATEWAY, PORTAL, ACTIONS, ENGINE, WORKER)}

#: What the proxy passes on, and to whom; everything else is 'not found' before it reaches a process.
#: A star stands for any rest.
PUBLIC_PATHS: dict[str, tuple[str, ...]] = {
    "gateway": (
        "/",
        "/api/v1/*",
        "/balie",
        "/gegevens/*",
        "/health",
        "/live",
        "/ready",
        "/samenvatting",
        "/tablet",
        "/tablet-worker.js",
        "/verder",
        "/web/*",
        "/webhooks/twilio",
        "/webhooks/twilio/*",
        "/webhooks/whatsapp",
    ),
    "portal": ("/fysio", "/fysio/*"),
}
