"""The routes of the desk, through the whole app."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from rugwijzer.gateway.app import create_app
from rugwijzer.gateway.failsafe import Rules
from rugwijzer.gateway.waiting_room.desk_api import COOKIE, SHIFT_S, Door
from rugwijzer.settings import Settings
from rugwijzer.shared import Memory, Shared
from tests.gateway.conftest import SECRET, DeadEngine, begin, client_of, read_stream
from tests.gateway.test_api import matches, refused

PASSWORD = "kamperfoelie-7-bij-de-voordeur"
SESSION = "/api/v1/desk/session"


@pytest.fixture
def app(settings: Settings, rules: Rules) -> Starlette:
    # Without an engine the failsafe speaks, and its advice reaches the desk as well.
    return create_app(replace(settings, desk_secret=PASSWORD), DeadEngine(), rules)


async def enter(client: httpx.AsyncClient) -> None:
    assert (await client.post(SESSION, json={"password": PASSWORD})).status_code == 204


async def alarm(client: httpx.AsyncClient, tablet: str = "Wachtkamer") -> None:
    headers = await begin(client, "tablet")
    await client.post("/api/v1/presence", json={"tablet": tablet}, headers=headers)
    reply = await client.post("/api/v1/messages", json={"text": "plas"}, headers=headers)
    assert reply.json()["messages"][0]["level"] == "spoed"


class Stream:
    """A desk page that listens; `opened` is set when it has its first event."""

    def __init__(self, app: Starlette, cookie: str) -> None:
        self.app, self.cookie = app, cookie
        self.found: list[tuple[str, dict[str, Any]]] = []
        self.opened = asyncio.Event()

    async def read(self, wanted: int) -> None:
        """Read until there are so many events; then the server's streams end."""

        async def send(message: dict[str, Any]) -> None:
            for part in message.get("body", b"").decode().split("\n\n"):
                if part.startswith("event: "):
                    name, data = part.removeprefix("event: ").split("\ndata: ")
                    self.found.append((name, json.loads(data)))
                    self.opened.set()
            if len(self.found) >= wanted:
                self.app.state.broker.close()

        cookie = f"{COOKIE}={self.cookie}".encode()
        await read_stream(self.app, "/api/v1/desk/stream", (b"cookie", cookie), send)


@pytest.mark.asyncio
async def test_nobody_sees_the_desk_without_the_password(app: Starlette) -> None:
    async with client_of(app) as client:
        refused(await client.get("/api/v1/desk/stream"), 401)
        refused(await client.post("/api/v1/desk/alerts/x/seen"), 401)
        refused(await client.post(SESSION, json={"password": "geraden-wachtwoord"}), 401)
        refused(await client.post(SESSION, json={"password": 1}), 400)
        client.cookies.set(COOKIE, "vals", domain="gateway.local")
        refused(await client.get("/api/v1/desk/stream"), 401)


@pytest.mark.asyncio
async def test_guessing_is_slowed_down(app: Starlette) -> None:
    async with client_of(app) as client:
        answers = [await client.post(SESSION, json={"password": str(n)}) for n in range(6)]
    assert [reply.status_code for reply in answers] == [401] * 5 + [429]
    assert int(answers[-1].headers["retry-after"]) >= 1


@pytest.mark.asyncio
async def test_who_knows_the_password_is_never_too_many(app: Starlette) -> None:
    async with client_of(app) as client:
        for _ in range(12):
            await enter(client)


@pytest.mark.asyncio
async def test_without_a_password_in_the_settings_the_desk_is_off(
    settings: Settings, rules: Rules
) -> None:
    async with client_of(create_app(settings, DeadEngine(), rules)) as client:
        text = refused(await client.post(SESSION, json={"password": ""}), 403)
    assert "RUGWIJZER_DESK_SECRET" in text


@pytest.mark.asyncio
async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    settings: Settings, rules: Rules
) -> None:
    own = replace(settings, desk_secret=PASSWORD, env="production", portal_in_gateway=False)
    async with client_of(create_app(own, DeadEngine(), rules)) as client:
        reply = await client.post(SESSION, json={"password": PASSWORD})
    cookie = reply.headers["set-cookie"].lower()
    for part in (
        "httponly",
        "samesite=strict",
        "secure",
        "path=/api/v1/desk",
        f"max-age={SHIFT_S}",
    ):
        assert part in cookie


@pytest.mark.asyncio
async def test_an_alarm_is_seen_live_and_acknowledged(app: Starlette) -> None:
    async with client_of(app) as client:
        await enter(client)
        await alarm(client)
        page = Stream(app, client.cookies[COOKIE])
        reading = asyncio.create_task(page.read(3))
        await asyncio.wait_for(page.opened.wait(), 5)
        await alarm(client, "Gang")
        [first] = page.found[0][1]["alerts"]
        path = f"/api/v1/desk/alerts/{first['id']}/seen"
        assert (await client.post(path)).status_code == 200
        refused(await client.post(path), 404)
        await reading
    assert [name for name, _ in page.found] == ["alerts", "alert", "seen"]
    for _, data in page.found:
        matches("DeskEvent", data)
    assert first["tablet"] == "Wachtkamer"
    assert page.found[1][1]["alert"]["tablet"] == "Gang"
    assert page.found[2][1]["seen"] == first["id"]


@pytest.mark.asyncio
async def test_after_logging_out_the_cookie_is_dead(app: Starlette) -> None:
    async with client_of(app) as client:
        await enter(client)
        cookie = client.cookies[COOKIE]
        assert (await client.delete(SESSION)).status_code == 204
        headers = {"Cookie": f"{COOKIE}={cookie}"}
        refused(await client.get("/api/v1/desk/stream", headers=headers), 401)


@pytest.mark.asyncio
async def test_a_token_falls_with_its_password_and_with_its_shift(
    monkeypatch: pytest.MonkeyPatch, shared: Shared
) -> None:
    token = Door(SECRET, PASSWORD, shared).enter(PASSWORD)
    assert token and await Door(SECRET, PASSWORD, shared).until(token)
    assert await Door(SECRET, "een-heel-ander-wachtwoord", shared).until(token) is None
    assert await Door("x" * 32, PASSWORD, shared).until(token) is None
    assert await Door(SECRET, "", shared).until(token) is None
    later = time.time() + SHIFT_S + 2
    monkeypatch.setattr(time, "time", lambda: later)
    assert await Door(SECRET, PASSWORD, shared).until(token) is None


@pytest.mark.asyncio
async def test_who_leaves_by_one_gateway_is_out_at_the_other(shared: Shared) -> None:
    here, there = (Door(SECRET, PASSWORD, shared) for _ in range(2))
    token = here.enter(PASSWORD)
    await here.leave(token)
    assert await there.until(token) is None


def test_a_shut_door_opens_for_no_password() -> None:
    assert Door(SECRET, "", Memory()).enter("") is None
