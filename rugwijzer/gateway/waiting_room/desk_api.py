"""The routes of the desk page: logging in, the live alerts, and saying that one was seen."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rugwijzer.http.errors import NO_STORE, ApiError, standard
from rugwijzer.http.ratelimit import SharedRateLimit
from rugwijzer.settings import Settings
from rugwijzer.shared import Shared

from ..bodies import client_of, json_reply, read_body
from ..broker import Broker
from ..stream import reply
from .desk import PAGES, STREAM, Desk

COOKIE = "rugwijzer_balie"
#: A working day; then the desk logs in again.
SHIFT_S = 12 * 3600
#: Five wrong passwords, then one every ten seconds: the rate a second and the burst.
DESK_TRIES = (0.1, 5)
_PATH = "/api/v1/desk"
_MAX_SECRET = 200


class Door:
    """Who may see the desk: knows the password, or holds a token that was given for it."""

    def __init__(self, secret: str, password: str, shared: Shared) -> None:
        """Take the signing secret, the password (without one the door stays shut) and what is shared."""
        self.open, self._shared = bool(password), shared
        self._password = password.encode()
        # Another password is another salt, so that old tokens fall with it.
        salt = f"rugwijzer.desk.{hashlib.sha256(self._password).hexdigest()}"
        self._serializer = URLSafeTimedSerializer(
            secret, salt=salt, signer_kwargs={"digest_method": hashlib.sha256}
        )

    def enter(self, password: str) -> str | None:
        """A token for the right password, else None."""
        given = password.encode("utf8", "replace")
        if not self.open or not hmac.compare_digest(given, self._password):
            return None
        return str(self._serializer.dumps(secrets.token_urlsafe(16)))

    async def until(self, token: str | None) -> float | None:
        """When a token ends, in seconds since 1970; None when it does not count. Raises SharedAway."""
        try:
            ident, issued = self._serializer.loads(
                token or "", max_age=SHIFT_S, return_timestamp=True
            )
        except BadData:
            return None
        known = self.open and await self._shared.get(f"desk-left:{ident}") is None
        return issued.timestamp() + SHIFT_S if known else None

    async def leave(self, token: str | None) -> None:
        """Let a token count no more; raises SharedAway."""
        until = await self.until(token)
        if until is not None:
            ident = self._serializer.loads(token or "")
            await self._shared.put(f"desk-left:{ident}", "1", until - time.time() + 1)


@dataclass(frozen=True)
class DeskApi:
    """The handlers and the parts they use."""

    settings: Settings
    door: Door
    desk: Desk
    broker: Broker
    tries: SharedRateLimit

    def routes(self) -> list[Route]:
        """The routes under /api/v1/desk."""
        return [
            Route(f"{_PATH}/session", self.log_in, methods=["POST"]),
            Route(f"{_PATH}/session", self.log_out, methods=["DELETE"]),
            Route(f"{_PATH}/stream", self.stream, methods=["GET"]),
            Route(f"{_PATH}/alerts/{{ident}}/seen", self.seen, methods=["POST"]),
        ]

    async def log_in(self, request: Request) -> Response:
        """POST /api/v1/desk/session: the password for a cookie."""
        client = client_of(request)
        await self.tries.take(client)
        password = (await read_body(request)).get("password")
        if not self.door.open:
            text = "De baliepagina staat uit. Stel RUGWIJZER_DESK_SECRET in en start opnieuw."
            raise ApiError(403, "desk_off", text)
        if not isinstance(password, str) or len(password) > _MAX_SECRET:
            raise standard(400)
        token = self.door.enter(password)
        if token is None:
            raise ApiError(401, "password_wrong", "Dit wachtwoord klopt niet.")
        # The pages of a practice often share one address; those who know the password block nobody.
        await self.tries.give_back(client)
        entered = Response(status_code=204, headers=NO_STORE)
        entered.set_cookie(
            COOKIE,
            token,
            max_age=SHIFT_S,
            path=_PATH,
            httponly=True,
            samesite="strict",
            secure=self._secure,
        )
        return entered

    async def log_out(self, request: Request) -> Response:
        """DELETE /api/v1/desk/session: the cookie counts no more."""
        await self.door.leave(request.cookies.get(COOKIE))
        left = Response(status_code=204, headers=NO_STORE)
        left.delete_cookie(
            COOKIE, path=_PATH, httponly=True, samesite="strict", secure=self._secure
        )
        return left

    async def stream(self, request: Request) -> Response:
        """GET /api/v1/desk/stream: first every open alert, then what happens."""
        return await reply(self._events(await self._until(request)))

    async def seen(self, request: Request) -> Response:
        """POST /api/v1/desk/alerts/<id>/seen."""
        await self._until(request)
        if not await self.desk.acknowledge(request.path_params["ident"]):
            raise ApiError(404, "not_found", "Deze melding is er niet meer.")
        return json_reply({"status": "ok"})

    @property
    def _secure(self) -> bool:
        """Whether the cookie goes over HTTPS only; a laptop's desk may be reached by its number."""
        return self.settings.env == "production"

    async def _until(self, request: Request) -> float:
        until = await self.door.until(request.cookies.get(COOKIE))
        if until is None:
            raise ApiError(401, "desk_closed", "Meld u eerst aan bij de balie.")
        return until

    async def _events(self, until: float) -> AsyncIterator[str]:
        with self.broker.listen(STREAM, PAGES) as queue:
            yield _event("alerts", {"alerts": await self.desk.open()})
            while (left := until - time.time()) > 0:
                try:
                    happened = await asyncio.wait_for(
                        queue.get(), min(self.settings.heartbeat_s, left)
                    )
                except asyncio.TimeoutError:
                    yield ": leeft\n\n"
                    continue
                if happened is None:
                    return
                yield _event("alert" if "alert" in happened else "seen", happened)


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
