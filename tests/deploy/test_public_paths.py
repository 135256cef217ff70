"""What the proxy lets through is what the gateway and the portal serve, and nothing of Rasa."""

from __future__ import annotations

import fnmatch
import os
import re
import tempfile
from pathlib import Path
from secrets import token_urlsafe

from starlette.routing import Mount, Route

from rugwijzer.gateway.app import create_app
from rugwijzer.run.processes import PUBLIC_PATHS
from rugwijzer.settings import Settings
from tests.settings.test_settings import GOOD
from tests.tools import ROOT, passes

CADDYFILE = ROOT / "deploy" / "Caddyfile"
#: Served, but not for the world: who scrapes figures comes past the proxy.
INNER = {"/metrics"}


def gateway_routes() -> set[str]:
    """Every path of a gateway in production with both WhatsApp providers."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            env="production",
            secret=GOOD,
            engine_secret=GOOD[::-1],
            lookup_key=token_urlsafe(32),
            store_keys=("UuIKC4dgDJLGEaVFfR2Ie2GyrpCyQ1v4TknjCDVXwiA=",),
            database_url=f"sqlite:///{folder}/x.sqlite",
            public_url="https://rug.praktijk.nl",
            portal_in_gateway=False,
            whatsapp_phone_number_id="1",
            whatsapp_token=token_urlsafe(16),
            whatsapp_app_secret=token_urlsafe(16),
            whatsapp_verify_token=token_urlsafe(16),
            twilio_account_sid="AC1",
            twilio_auth_token=token_urlsafe(16),
            twilio_sender="whatsapp:+31201234567",
        )
        routes = create_app(settings).routes
    assert not any(isinstance(route, Mount) for route in routes)
    return {route.path for route in routes if isinstance(route, Route)}


def allowed(path: str) -> bool:
    return any(fnmatch.fnmatchcase(path, p) for p in PUBLIC_PATHS["gateway"])


def test_every_page_and_webhook_of_the_gateway_is_let_through() -> None:
    assert {path for path in gateway_routes() - INNER if not allowed(path)} == set()


def test_nothing_is_let_through_that_the_gateway_does_not_serve() -> None:
    routes = gateway_routes()
    for pattern in PUBLIC_PATHS["gateway"]:
        assert any(fnmatch.fnmatchcase(path, pattern) for path in routes), pattern


def test_no_address_of_rasa_or_the_figures_is_let_through() -> None:
    for path in ("/model", "/conversations/x/tracker", "/status", "/webhook", "/metrics"):
        assert not allowed(path)
    for path in ("/webhooks/rugwijzer/message", "/webhooks/rest/webhook", "/webhooks/rasa/x"):
        assert not allowed(path)


def test_caddyfile_names_the_same_paths() -> None:
    found = re.findall(r"@(\w+) path (.+)", CADDYFILE.read_text())
    assert {name: tuple(paths.split()) for name, paths in found} == PUBLIC_PATHS


def test_caddy_understands_it(tmp_path: Path) -> None:
    environment = {"SITE": "rug.praktijk.nl", "TLS": "tls internal", "HOME": str(tmp_path)}
    arguments = ("validate", "--adapter", "caddyfile", "--config", str(CADDYFILE))
    passes("caddy", *arguments, env={**os.environ, **environment})
    passes("caddy", "fmt", "--diff", str(CADDYFILE))
