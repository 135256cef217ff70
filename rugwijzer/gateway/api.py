"""The routes of the contract; each one reads, asks the right part and answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from rugwijzer.settings import Settings

from . import guard
from .broker import Broker
from .errors import NO_STORE, standard
from .health import Health
from .middleware import SENT
from .openapi import document
from .ratelimit import RateLimit, network
from .sessions import Sessions
from .stream import events
from .turns import Turns

#: Who needs longer to send 16 KB only keeps a connection busy.
_BODY_TIMEOUT_S = 10.0


@dataclass(frozen=True)
class Api:
    """The handlers and the parts they use."""

    settings: Settings
    sessions: Sessions
    turns: Turns
    broker: Broker
    health: Health
    new_sessions: RateLimit
    per_address: RateLimit
    per_session: RateLimit
    channels: tuple[str, ...] = ()

    def routes(self) -> list[Route]:
        """The routes of the contract."""
        return [
            Route("/api/v1/sessions", self.create_session, methods=["POST"]),
            Route("/api/v1/messages", self.post_message, methods=["POST"]),
            Route("/api/v1/stream", self.stream, methods=["GET"]),
            Route("/api/v1/openapi.json", self.openapi, methods=["GET"]),
            Route("/health", self.whole, methods=["GET"]),
            Route("/live", self.live, methods=["GET"]),
        ]

    async def create_session(self, request: Request) -> Response:
        """POST /api/v1/sessions."""
        self.new_sessions.take(_client(request))
        surface = guard.read_surface(await _body(request))
        token = self.sessions.issue(surface)
        return _json({"session": token, "expires_in": self.sessions.seconds}, 201)

    async def post_message(self, request: Request) -> Response:
        """POST /api/v1/messages."""
        self.per_address.take(_client(request))
        session = self.sessions.read(request.headers.get("authorization"))
        self.per_session.take(session.sender)
        turn = guard.read_turn(await _body(request))
        messages = await self.turns.answer(session, turn)
        request.scope[SENT].extend(messages)
        return _json({"messages": messages})

    async def stream(self, request: Request) -> Response:
        """GET /api/v1/stream."""
        self.per_address.take(_client(request))
        session = self.sessions.read(request.headers.get("authorization"))
        self.per_session.take(session.sender)
        seconds, heartbeat = self.settings.session_seconds, self.settings.heartbeat_s
        source = events(self.broker, session, seconds, heartbeat)
        # The first event is read here, so that a refusal is still an ordinary error.
        first = await anext(source)
        headers = NO_STORE | {"X-Accel-Buffering": "no"}
        return StreamingResponse(
            _joined(first, source), media_type="text/event-stream", headers=headers
        )

    async def whole(self, _request: Request) -> Response:
        """GET /health."""
        parts = await self.health.parts()
        down = sorted(name for name, state in parts.items() if state != "ok")
        body = {"status": "down" if down else "ok", "parts": parts, "down": down}
        return _json(body, 503 if down else 200)

    async def live(self, _request: Request) -> Response:
        """GET /live."""
        return _json({"status": "ok"})

    async def openapi(self, _request: Request) -> Response:
        """GET /api/v1/openapi.json."""
        return _json(document(self.channels))


async def _joined(first: str, rest: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for item in rest:
        yield item


async def _body(request: Request) -> dict[str, object]:
    declared = request.headers.get("content-length")
    try:
        raw = await asyncio.wait_for(
            guard.read_limited(request.stream(), declared), _BODY_TIMEOUT_S
        )
    except (asyncio.TimeoutError, ClientDisconnect):
        raise standard(400) from None
    return guard.parse_object(raw)


def _client(request: Request) -> str:
    return network(request.client.host if request.client else None)


def _json(body: object, status: int = 200) -> JSONResponse:
    return JSONResponse(body, status, headers=NO_STORE)
