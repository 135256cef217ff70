"""Parts for the gateway's tests: settings, a scripted engine, simple rules, a running fake Rasa."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import pytest_asyncio
import uvicorn
from redis import Redis
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from rugwijzer.gateway.app import create_app
from rugwijzer.gateway.engine import EngineUnavailable
from rugwijzer.gateway.failsafe import Rules
from rugwijzer.gateway.messages import Message, Reply, parse_replies
from rugwijzer.knowledge.leveltexts import Phones
from rugwijzer.settings import Settings
from rugwijzer.shared import Memory, RedisShared, Shared, SharedAway
from tests.redis_server import running_redis

SECRET = "w3-Tq8zK1mVx5bR9dYp2LhN7cJf4GsQe0"
ENGINE_SECRET = "A7kd82-hGt5wYz1QvBn4MxRc9LpSe3UjF0"


@dataclass
class ScriptedEngine:
    """An engine that answers with `say`; it keeps what it was sent."""

    say: Callable[[dict[str, Any]], object] = lambda content: {
        "messages": [{"text": "goed", "kind": "info"}]
    }
    sent: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=lambda: {"engine": "ok", "actions": "ok"})
    gate: asyncio.Event | None = None
    forgotten: list[str] = field(default_factory=list)

    async def send(self, sender: str, surface: str, content: dict[str, Any]) -> list[Reply]:
        self.sent.append((sender, surface, content))
        if self.gate:
            await self.gate.wait()
        return parse_replies(self.say(content))

    async def forget(self, sender: str) -> None:
        self.forgotten.append(sender)

    async def health(self) -> dict[str, str]:
        return self.parts

    async def aclose(self) -> None:
        pass


class DeadEngine(ScriptedEngine):
    """An engine that is not there."""

    async def send(self, sender: str, surface: str, content: dict[str, Any]) -> list[Reply]:
        raise EngineUnavailable("ConnectError")

    async def forget(self, sender: str) -> None:
        raise EngineUnavailable("ConnectError")


@dataclass(frozen=True)
class Found:
    outcome: str
    level: str
    flags: tuple[str, ...]


class FakeBook:
    def level_of(self, flags: tuple[str, ...]) -> str:
        return "bel_112" if "aneurysma" in flags else "spoed"


class FakeTriage:
    """'plas' is clear, 'doof' is unsure, 'stuk' breaks the rules."""

    book = FakeBook()

    def assess(self, text: str) -> Found:
        if "stuk" in text:
            raise RuntimeError(text)
        if "plas" in text:
            return Found("escalate", "spoed", ("plassen",))
        if "doof" in text:
            return Found("ask", "spoed", ("rijbroek",))
        return Found("none", "geen", ())


class FakeTexts:
    conditional = "Als dit bij u zo is:"

    def message(self, level: str, flags: tuple[str, ...], surface: str, phones: Phones) -> Message:
        return {"text": f"Bel uw huisarts {phones.practice} ({level}, {surface})"}


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with running_redis() as url:
        yield url


@pytest_asyncio.fixture(params=["memory", "redis"])
async def shared(request: pytest.FixtureRequest, redis_url: str) -> AsyncIterator[Shared]:
    """Both ways to share; a test that takes it runs with either."""
    if request.param == "memory":
        yield Memory()
        return
    client = Redis.from_url(redis_url)
    client.flushall()
    client.close()
    parts = RedisShared(redis_url)
    yield parts
    await parts.aclose()


class AwayShared(Memory):
    """What is left when Redis is away: nothing."""

    async def get(self, key: str) -> str | None:
        raise SharedAway("ConnectionError")

    async def put(self, key: str, value: str, seconds: float) -> None:
        raise SharedAway("ConnectionError")

    async def pop(self, key: str) -> str | None:
        raise SharedAway("ConnectionError")

    async def mark(self, index: str, member: str, at: float, most: int) -> list[str]:
        raise SharedAway("ConnectionError")

    async def marked(self, index: str, until: float = float("inf")) -> list[str]:
        raise SharedAway("ConnectionError")

    async def unmark(self, index: str, member: str) -> bool:
        raise SharedAway("ConnectionError")

    async def take(self, key: str, rate: float, burst: int) -> float:
        raise SharedAway("ConnectionError")

    @asynccontextmanager
    async def line(self, key: str, patience: float) -> AsyncIterator[None]:
        raise SharedAway("ConnectionError")
        yield


@pytest.fixture
def rules() -> Rules:
    return Rules(FakeTriage(), FakeTexts())


@pytest.fixture
def settings() -> Settings:
    return Settings(
        secret=SECRET,
        engine_secret=ENGINE_SECRET,
        praktijk_telefoon="030-2345678",
        heartbeat_s=0.05,
    )


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def app(settings: Settings, engine: ScriptedEngine, rules: Rules) -> Starlette:
    return create_app(settings, engine, rules)


def client_of(app: Starlette) -> httpx.AsyncClient:
    """A client that talks to an app in this process."""
    transport = httpx.ASGITransport(app=app)
    return httpx.AsyncClient(transport=transport, base_url="http://gateway")


async def begin(client: httpx.AsyncClient, surface: str = "website") -> dict[str, str]:
    """Begin a session and return its Authorization header."""
    reply = await client.post("/api/v1/sessions", json={"surface": surface})
    assert reply.status_code == 201
    return {"Authorization": f"Bearer {reply.json()['session']}"}


async def read_stream(
    app: Starlette, path: str, header: tuple[bytes, bytes], send: Callable[[Any], Awaitable[None]]
) -> None:
    """Listen to a stream until the app ends it; httpx would wait for its last byte first."""

    async def receive() -> dict[str, object]:
        await asyncio.Event().wait()
        return {}

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [header],
        "client": ("127.0.0.1", 1),
    }
    await asyncio.wait_for(app(scope, receive, send), 5)  # type: ignore[arg-type]


@dataclass
class FakeRasa:
    """Rasa's own channel on a real port; `behave` decides what a message gets."""

    url: str = ""
    behave: str = "good"
    bodies: list[dict[str, str]] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)

    async def message(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {ENGINE_SECRET}":
            return JSONResponse({}, 401)
        self.bodies.append(await request.json())
        if self.behave == "hang":
            await asyncio.to_thread(self.release.wait, 10)
        answers = {
            "error": Response("stuk", 500),
            "no-json": Response("<html>"),
            "list": JSONResponse([]),
            "empty": JSONResponse({"messages": []}),
            "no-text": JSONResponse({"messages": [{"kind": "info"}]}),
            "odd-kind": JSONResponse({"messages": [{"text": "x", "kind": "roddel"}]}),
            "odd-choice": JSONResponse({"messages": [{"text": "x", "choices": [{"title": "Ja"}]}]}),
        }
        good = JSONResponse({"messages": [{"text": "goed", "kind": "info", "intern": 1}]})
        return answers.get(self.behave, good)

    async def forget(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {ENGINE_SECRET}":
            return JSONResponse({}, 401)
        self.bodies.append(await request.json())
        return JSONResponse({"status": "ok"}, 500 if self.behave == "error" else 200)

    async def health(self, request: Request) -> Response:
        known = {
            "good": JSONResponse({"status": "ok", "actions": "ok"}),
            "actions": JSONResponse({"status": "ok", "actions": "down"}),
            "loading": JSONResponse({"status": "down", "actions": "ok"}, 503),
        }
        return known.get(self.behave, Response("?"))


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    fake = FakeRasa()
    app = Starlette(
        routes=[
            Route("/webhooks/rugwijzer/message", fake.message, methods=["POST"]),
            Route("/webhooks/rugwijzer/forget", fake.forget, methods=["POST"]),
            Route("/webhooks/rugwijzer/health", fake.health),
        ]
    )
    config = uvicorn.Config(app, port=0, log_config=None, ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    listening = config.bind_socket()
    fake.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    # The socket listens before the thread runs, so that no test has to wait for it.
    listening.listen()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield fake
    fake.release.set()
    server.should_exit = True
    thread.join(10)
