"""The routes of the contract; each one reads, asks the right part and answers."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rugwijzer.http.ratelimit import SharedRateLimit
from rugwijzer.http.shell import SENT
from rugwijzer.observe.turns import TurnMeter
from rugwijzer.settings import Settings

from . import guard
from .bodies import client_of, json_reply, read_body, within
from .broker import Broker
from .failsafe import Failsafe
from .health import Health
from .openapi import document
from .sessions import Sessions
from .stream import events, reply
from .turns import Turns
from .waiting_room.room import WaitingRoom


@dataclass(frozen=True)
class Api:
    """The handlers and the parts they use."""

    settings: Settings
    sessions: Sessions
    turns: Turns
    broker: Broker
    health: Health
    failsafe: Failsafe
    meter: TurnMeter
    waiting_room: WaitingRoom
    new_sessions: SharedRateLimit
    per_address: SharedRateLimit
    per_session: SharedRateLimit
    channels: tuple[str, ...] = ()

    def routes(self) -> list[Route]:
        """The routes of the contract."""
        return [
            Route("/api/v1/sessions", self.create_session, methods=["POST"]),
            Route("/api/v1/messages", self.post_message, methods=["POST"]),
            Route("/api/v1/stream", self.stream, methods=["GET"]),
            Route("/api/v1/openapi.json", self.openapi, methods=["GET"]),
            Route("/health", self.whole, methods=["GET"]),
            Route("/ready", self.ready, methods=["GET"]),
            Route("/live", self.live, methods=["GET"]),
        ]

    async def create_session(self, request: Request) -> Response:
        """POST /api/v1/sessions."""
        await self.new_sessions.take(client_of(request))
        surface = guard.read_surface(await read_body(request))
        if surface == "tablet":
            # Otherwise anybody could sit at a tablet, and ring at the desk.
            within(request, self.settings.tablet_networks)
        token = self.sessions.issue(surface)
        self.meter.session(surface)
        return json_reply({"session": token, "expires_in": self.sessions.seconds}, 201)

    async def post_message(self, request: Request) -> Response:
        """POST /api/v1/messages."""
        await self.per_address.take(client_of(request))
        session = await self.sessions.read(request.headers.get("authorization"))
        await self.per_session.take(session.sender)
        turn = guard.read_turn(await read_body(request))
        # The session may have been wiped while its last message came in.
        await self.sessions.check(session)
        message_id = guard.read_key(request.headers.get("idempotency-key"), session.sender)
        messages = await self.turns.answer(session, turn, message_id)
        request.scope[SENT].extend(messages)
        await self.waiting_room.sent(session, messages)
        return json_reply({"messages": messages})

    async def stream(self, request: Request) -> Response:
        """GET /api/v1/stream."""
        await self.per_address.take(client_of(request))
        session = await self.sessions.read(request.headers.get("authorization"))
        await self.per_session.take(session.sender)
        seconds, heartbeat = self.settings.session_seconds, self.settings.heartbeat_s
        return await reply(events(self.broker, session, seconds, heartbeat))

    async def whole(self, _request: Request) -> Response:
        """GET /health."""
        parts = await self.health.parts()
        down = sorted(name for name, state in parts.items() if state != "ok")
        body = {"status": "down" if down else "ok", "parts": parts, "down": down}
        return json_reply(body, 503 if down else 200)

    async def ready(self, _request: Request) -> Response:
        """GET /ready."""
        ready = self.failsafe.ready
        return json_reply({"status": "ok" if ready else "starting"}, 200 if ready else 503)

    async def live(self, _request: Request) -> Response:
        """GET /live."""
        return json_reply({"status": "ok"})

    async def openapi(self, _request: Request) -> Response:
        """GET /api/v1/openapi.json."""
        return json_reply(document(self.channels))
