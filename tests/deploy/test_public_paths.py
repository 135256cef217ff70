"""What the proxy lets through is what the gateway and the portal serve, and nothing of Rasa."""

from __future__ import annotations

import fnmatch
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from secrets import token_urlsafe

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from rugwijzer.gateway.app import create_app
from rugwijzer.gateway.whatsapp.webhooks import MAX_DELIVERY
from rugwijzer.run.ports import free_port
from rugwijzer.run.processes import PUBLIC_PATHS
from rugwijzer.settings import Settings
from tests import tools
from tests.serving import serving
from tests.settings.test_settings import GOOD
from tests.tools import ROOT, passes
from tests.waiting import serves

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


def taking(name: str) -> Starlette:
    """A gateway that reads whatever comes, and answers with its name."""

    async def taken(request: Request) -> PlainTextResponse:
        with suppress(ClientDisconnect):
            await request.body()
        return PlainTextResponse(name)

    return Starlette(routes=[Route("/{path:path}", taken, methods=["GET", "POST"])])


@contextmanager
def proxied(folder: Path, *gateways: str) -> Iterator[str]:
    """Caddy with the Caddyfile, without TLS, before these gateways; its host and port."""
    port, check_port = free_port(), free_port()
    environment = {
        **os.environ,
        "HOME": str(folder),
        "SITE": f"http://localhost:{port}",
        "TLS": "",
        "GATEWAYS": " ".join(url.removeprefix("http://") for url in gateways),
        "CHECK_PORT": str(check_port),
        "HTTP_PORT": str(free_port()),
        "HTTPS_PORT": str(free_port()),
    }
    passes("caddy", "version")
    arguments = ("run", "--adapter", "caddyfile", "--config", str(CADDYFILE))
    with (folder / "log.txt").open("w") as log:
        running = subprocess.Popen(
            tools.command("caddy", *arguments), env=environment, stdout=log, stderr=log
        )
    try:
        serves(running, check_port, folder / "log.txt", 30)
        yield f"localhost:{port}"
    finally:
        running.terminate()
        running.wait(20)


def send(proxy: str, path: str, size: int = 0) -> tuple[int, str]:
    """Status and text; not by httpx, which tidies a path before it sends it."""
    with closing(HTTPConnection(proxy, timeout=30)) as connection:
        connection.request("POST" if size else "GET", path, b"x" * size or None)
        reply = connection.getresponse()
        return reply.status, reply.read().decode()


def test_only_the_webhooks_take_a_whole_delivery(tmp_path: Path) -> None:
    with serving(taking("a")) as gateway, proxied(tmp_path, gateway) as proxy:
        for path in ("/webhooks/whatsapp", "/webhooks/twilio", "/webhooks/twilio/status"):
            assert send(proxy, path, MAX_DELIVERY)[0] == 200
            assert send(proxy, path, MAX_DELIVERY + 1)[0] == 413
        for path in ("/api/v1/messages", "/webhooks/../api/v1/messages"):
            assert send(proxy, path, 1000)[0] == 200
            assert send(proxy, path, 300_000)[0] == 413


def test_a_visitor_who_sends_too_much_takes_the_gateway_from_nobody(tmp_path: Path) -> None:
    with serving(taking("a")) as gateway, proxied(tmp_path, gateway) as proxy:
        assert send(proxy, "/api/v1/messages", 300_000)[0] == 413
        assert send(proxy, "/health") == (200, "a")


def test_when_a_gateway_ends_its_patients_get_the_other(tmp_path: Path) -> None:
    with ExitStack() as first, ExitStack() as second:
        stacks = {"a": first, "b": second}
        urls = [stack.enter_context(serving(taking(name))) for name, stack in stacks.items()]
        with proxied(tmp_path, *urls) as proxy:
            _, mine = send(proxy, "/")
            assert {send(proxy, "/")[1] for _ in range(5)} == {mine}
            stacks.pop(mine).close()
            assert send(proxy, "/") == (200, *stacks)


def test_caddy_understands_it(tmp_path: Path) -> None:
    environment = {"SITE": "rug.praktijk.nl", "TLS": "tls internal", "HOME": str(tmp_path)}
    arguments = ("validate", "--adapter", "caddyfile", "--config", str(CADDYFILE))
    passes("caddy", *arguments, env={**os.environ, **environment})
    passes("caddy", "fmt", "--diff", str(CADDYFILE))
