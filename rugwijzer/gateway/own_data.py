"""All that is kept of a conversation on the website or the tablet, for whoever holds its session."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rugwijzer.http.errors import NO_STORE
from rugwijzer.http.ratelimit import SharedRateLimit
from rugwijzer.store.trackers import Trackers

from .bodies import client_of
from .openapi_parts import content, errors, fields
from .sessions import Sessions

PATHS: dict[str, Any] = {
    "/api/v1/sessions": {
        "get": {
            "operationId": "ownData",
            "summary": "All that is kept of this conversation, to look into or to take along",
            "security": [{"session": []}],
            "responses": {"200": content("The own data, as a file", "OwnData")}
            | errors(401, 429, 500),
        }
    }
}
SCHEMAS: dict[str, Any] = {
    "OwnData": fields(
        {
            "gesprek": {"type": "array", "items": {"type": "object"}},
            "plek": {"type": "string"},
            "nummer": {"type": "string"},
        },
        *("gesprek", "plek", "nummer"),
    )
}


@dataclass(frozen=True)
class OwnData:
    """The handler and the parts it uses."""

    sessions: Sessions
    trackers: Trackers
    per_address: SharedRateLimit
    per_session: SharedRateLimit

    def routes(self) -> list[Route]:
        """GET beside POST (begin) and DELETE (end and erase) of the same address."""
        return [Route("/api/v1/sessions", self.own_data, methods=["GET"])]

    async def own_data(self, request: Request) -> Response:
        """GET /api/v1/sessions: what Rasa keeps, event by event, and the number it is kept under."""
        await self.per_address.take(client_of(request))
        session = await self.sessions.read(request.headers.get("authorization"))
        await self.per_session.take(session.sender)
        found = {
            "plek": session.surface,
            "nummer": session.sender,
            "gesprek": await asyncio.to_thread(self.trackers.export, session.sender),
        }
        text = json.dumps(found, ensure_ascii=False, indent=2)
        headers = NO_STORE | {"Content-Disposition": 'attachment; filename="mijn-gegevens.json"'}
        return Response(text, media_type="application/json", headers=headers)
