"""The routes of the waiting room's tablet and of the phone that takes over from it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rugwijzer.http.errors import NO_STORE, ApiError, standard
from rugwijzer.http.ratelimit import SharedRateLimit
from rugwijzer.settings import Settings

from ..bodies import client_of, json_reply, read_body
from ..sessions import Session, Sessions
from .guide import Guide
from .onetime import OneTime
from .qr import drawing
from .room import WaitingRoom
from .summary import read_summary

_MAX_NAME = 40
_MAX_TOKEN = 64


@dataclass(frozen=True)
class TabletApi:
    """The handlers and the parts they use."""

    settings: Settings
    sessions: Sessions
    waiting_room: WaitingRoom
    guide: Guide
    handovers: OneTime
    summaries: OneTime
    per_address: SharedRateLimit

    def routes(self) -> list[Route]:
        """The routes under /api/v1."""
        return [
            Route("/api/v1/sessions", self.end_session, methods=["DELETE"]),
            Route("/api/v1/presence", self.presence, methods=["POST"]),
            Route("/api/v1/themes", self.themes, methods=["GET"]),
            Route("/api/v1/handover", self.hand_over, methods=["POST"]),
            Route("/api/v1/handover/open", self.take_over, methods=["POST"]),
            Route("/api/v1/summary", self.keep_summary, methods=["POST"]),
            Route("/api/v1/summary/open", self.open_summary, methods=["POST"]),
        ]

    async def end_session(self, request: Request) -> Response:
        """DELETE /api/v1/sessions: end the session of the token and erase its conversation."""
        session = await self._session(request)
        await self.waiting_room.end(session)
        await self.handovers.drop(session.id)
        return Response(status_code=204, headers=NO_STORE)

    async def presence(self, request: Request) -> Response:
        """POST /api/v1/presence: the tablet is in use; it names itself for the desk."""
        session = await self._session(request)
        name = (await read_body(request)).get("tablet", "")
        if session.surface != "tablet" or not isinstance(name, str) or len(name) > _MAX_NAME:
            raise standard(400)
        await self.waiting_room.present(session, name.strip())
        return Response(status_code=204, headers=NO_STORE)

    async def themes(self, request: Request) -> Response:
        """GET /api/v1/themes: questions to tap, by theme."""
        await self.per_address.take(client_of(request))
        content = await self.guide.content()
        themes = [
            {
                "title": theme.title,
                "questions": [{"topic": q.topic, "text": q.text} for q in theme.questions],
            }
            for theme in content.themes
        ]
        return json_reply({"themes": themes})

    async def hand_over(self, request: Request) -> Response:
        """POST /api/v1/handover: a link with which a phone goes on with this conversation."""
        session = await self._session(request)
        if session.surface != "tablet":
            raise standard(400)
        body = self._link(request, "verder", await self.handovers.put(asdict(session), session.id))
        url = whatsapp_link(self.settings)
        if url:
            body["whatsapp"] = {"url": url, "qr": drawing(url)}
        return json_reply(body, 201)

    async def take_over(self, request: Request) -> Response:
        """POST /api/v1/handover/open: a new session that continues the conversation, once."""
        kept = await self.handovers.take(await self._token(request))
        session = Session(**kept) if kept else None
        if session is None or not await self.sessions.is_live(session):
            raise link_gone()
        messages = await self.waiting_room.hand_over(session)
        token = self.sessions.issue("website", continues=session.sender)
        return json_reply(
            {"session": token, "expires_in": self.sessions.seconds, "messages": messages}
        )

    async def keep_summary(self, request: Request) -> Response:
        """POST /api/v1/summary: a link that carries the summary to the patient's own phone."""
        session = await self._session(request)
        await self.guide.content()
        summary = read_summary(await read_body(request), self.guide.name_of)
        token = await self.summaries.put(summary, session.id)
        return json_reply(self._link(request, "samenvatting", token) | {"summary": summary}, 201)

    async def open_summary(self, request: Request) -> Response:
        """POST /api/v1/summary/open: the summary, once."""
        summary = await self.summaries.take(await self._token(request))
        if summary is None:
            raise link_gone()
        return json_reply({"summary": summary})

    async def _session(self, request: Request) -> Session:
        await self.per_address.take(client_of(request))
        return await self.sessions.read(request.headers.get("authorization"))

    async def _token(self, request: Request) -> str:
        await self.per_address.take(client_of(request))
        token = (await read_body(request)).get("token")
        if not isinstance(token, str) or not 0 < len(token) <= _MAX_TOKEN:
            raise standard(400)
        return token

    def _link(self, request: Request, page: str, token: str) -> dict[str, Any]:
        base = self.settings.site(str(request.base_url))
        # Behind the # the token reaches no server, proxy or log by itself.
        url = f"{base}/{page}#{token}"
        return {"url": url, "qr": drawing(url), "expires_in": int(self.settings.link_s)}


def whatsapp_link(settings: Settings) -> str:
    """A link that opens WhatsApp with a first word to send, or "" where Rugwijzer is not on WhatsApp.

    Nothing of the conversation goes along: what WhatsApp may hear is for the patient to agree to there.
    """
    number = settings.whatsapp_nummer if settings.whatsapp_phone_number_id else ""
    if settings.twilio_account_sid:
        number = settings.whatsapp_nummer or re.sub(r"\D", "", settings.twilio_sender)
    return f"https://wa.me/{number}?text=Hallo" if number else ""


def link_gone() -> ApiError:
    """A link that was opened before, has expired or never was; which of them is nobody's business."""
    text = "Deze link werkt niet meer. Een link werkt één keer en maar kort. Vraag op de tablet een nieuwe."
    return ApiError(410, "link_gone", text)
