"""Every address of the gateway and the portal, found in the route tables: headers, cookies, errors."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route

from rugwijzer.gateway.app import create_app
from rugwijzer.gateway.failsafe import Rules
from rugwijzer.settings import Settings
from rugwijzer.store.crypto import new_key

from .conftest import DeadEngine

PASSWORD = "kamperfoelie-7-bij-de-voordeur"
#: Something of the right form for each parameter of a path.
FILLED = {"name": "chat.css", "token": "x.y.z", "ident": "a1", "id": "b2", "course": "c" * 32}
#: What a browser may keep: the same for everybody, and checked again by its ETag at each use.
KEPT = re.compile(
    r"/|/tablet|/tablet-worker\.js|/verder|/samenvatting|/balie|/web/.*|/fysio/static/.*"
)
ODD_METHODS = ("PUT", "PATCH", "TRACE", "OPTIONS", "HEAD", "DELETE")
#: Present on every answer with these words.
EXPECTED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "strict-transport-security": "max-age=31536000",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


@pytest.fixture
def everything_on(settings: Settings, rules: Rules, tmp_path: Path) -> Starlette:
    """The gateway of production with portal, desk and both WhatsApp providers; Rasa is down."""
    own = replace(
        settings,
        env="production",
        desk_secret=PASSWORD,
        public_url="https://rug.example.nl",
        database_url=f"sqlite:///{tmp_path}/r.sqlite",
        tracker_url=f"sqlite:///{tmp_path}/t.sqlite",
        store_keys=(new_key(),),
        lookup_key="m2-Vq7xB9kTz4cR1wYp8LhN5dJf3GsQe6",
        worker_secret="c4-Wn8zH2mXv6bT0qYr9KjP5eLg1DsFa7",
        whatsapp_phone_number_id="106540352242922",
        whatsapp_token="EAAtoken7HqKm29xVbTz",
        whatsapp_app_secret="meta-app-geheim-5kQ2",
        whatsapp_verify_token="controle-9Zx-w8Kp4tLm",
        twilio_account_sid="AC" + "0" * 32,
        twilio_auth_token="twilio-geheim-3Yw-8xQk",
        twilio_sender="whatsapp:+31201234567",
    )
    return create_app(own, DeadEngine(), rules)


@pytest_asyncio.fixture
async def client(everything_on: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=everything_on)
    async with httpx.AsyncClient(transport=transport, base_url="https://gateway") as opened:
        yield opened


def walk(routes: list[BaseRoute], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every address of a route table, with what is mounted, and each method it answers."""
    for route in routes:
        if isinstance(route, Route):
            for method in sorted(route.methods or ()):
                path = re.sub(r"\{(\w+)(?::(\w+))?\}", filled, route.path)
                yield prefix + path, method
        elif isinstance(route, Mount):
            inner = getattr(route.app, "_app", route.app)
            below = prefix + route.path
            if getattr(inner, "routes", None):
                yield from walk(inner.routes, below)
            else:
                yield f"{below}/portaal.css", "GET"


def filled(match: re.Match[str]) -> str:
    return "7" if match.group(2) == "int" else FILLED[match.group(1)]


async def addresses(app: Starlette, client: httpx.AsyncClient) -> list[tuple[str, str]]:
    """The whole table, and what is not in it: unknown addresses and methods nobody offered."""
    # The portal is built at its first visit.
    await client.get("/fysio/inloggen")
    known = list(walk(list(app.routes)))
    paths = sorted({path for path, _ in known})
    odd = [(path, method) for path in paths for method in ODD_METHODS]
    unknown = [(p, "GET") for p in ("/x", "/api/x", "/fysio/x", "/web/../../README.md", "/%00")]
    return sorted({*known, *odd, *unknown})


def mistakes(path: str, reply: httpx.Response) -> list[str]:
    """What is wrong with an answer, in words."""
    headers, wrong = reply.headers, []
    for name, value in EXPECTED.items():
        if headers.get(name) != value:
            wrong.append(f"{name}: {headers.get(name)}")
    policy = headers.get("content-security-policy", "")
    for part in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        if part not in policy:
            wrong.append(f"no {part}")
    if re.search(r"unsafe|\*|http|data:|blob:", policy):
        wrong.append(policy)
    stored = headers.get("cache-control", "")
    if stored != "no-store" and not (reply.status_code in (200, 304) and KEPT.fullmatch(path)):
        wrong.append(f"cache-control: {stored or 'none'}")
    if len(headers.get("x-request-id", "")) != 16:
        wrong.append("no x-request-id")
    if "server" in headers or "x-powered-by" in headers:
        wrong.append("names its software")
    if reply.status_code >= 500 and path not in ("/health", "/ready"):
        wrong.append("failed")
    if re.search(r"Traceback|File \"|\.py\b|sqlalchemy|starlette", reply.text):
        wrong.append("shows its inside")
    wrong += [f"cookie: {c}" for c in headers.get_list("set-cookie") if not is_shut(c)]
    return wrong


def is_shut(cookie: str) -> bool:
    """Whether a cookie is out of reach of scripts, other sites, plain HTTP and other paths."""
    flags = {part.strip().lower() for part in cookie.split(";")[1:]}
    own = any(f.startswith("path=/") and f != "path=/" for f in flags)
    return (
        {"httponly", "secure"} <= flags
        and bool(flags & {"samesite=lax", "samesite=strict"})
        and own
    )


@pytest.mark.asyncio
async def test_every_route_of_gateway_and_portal_answers_safely(
    everything_on: Starlette, client: httpx.AsyncClient
) -> None:
    wrong, seen = {}, await addresses(everything_on, client)
    for path, method in seen:
        reply = await client.request(method, path)
        if found := mistakes(path, reply):
            wrong[f"{method} {path} {reply.status_code}"] = found
    assert wrong == {}
    paths = {path for path, _ in seen}
    assert len(paths) > 60
    # The walk really goes into the mounted portal and the webhooks.
    for path in ("/fysio/mijn", f"/fysio/traject/{'c' * 32}/wissen", "/webhooks/twilio/status"):
        assert path in paths


@pytest.mark.asyncio
async def test_the_allow_header_names_every_method_of_an_address(client: httpx.AsyncClient) -> None:
    reply = await client.put("/api/v1/sessions")
    assert reply.status_code == 405
    assert reply.headers["allow"] == "DELETE, GET, HEAD, POST"


@pytest.mark.asyncio
async def test_the_cookie_of_the_desk_is_shut_when_set_and_when_dropped(
    client: httpx.AsyncClient,
) -> None:
    entered = await client.post("/api/v1/desk/session", json={"password": PASSWORD})
    left = await client.delete("/api/v1/desk/session")
    cookies = [c for reply in (entered, left) for c in reply.headers.get_list("set-cookie")]
    assert len(cookies) == 2
    assert all(is_shut(c) for c in cookies)
    assert all("samesite=strict" in c.lower() for c in cookies)


def test_the_check_of_a_cookie_misses_no_flag() -> None:
    good = "a=b; HttpOnly; Max-Age=9; Path=/fysio; SameSite=lax; Secure"
    assert is_shut(good)
    for part in ("HttpOnly; ", "SameSite=lax; ", "; Secure", "Path=/fysio; "):
        assert not is_shut(good.replace(part, ""))
    assert not is_shut(good.replace("/fysio", "/"))
