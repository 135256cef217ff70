"""Sessions: opaque signed tokens, so that the gateway needs no store to know its own."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer

from rugwijzer.http.errors import unauthorized
from rugwijzer.knowledge.contract import WEB_SURFACES
from rugwijzer.logs import lines as logs
from rugwijzer.shared import Shared, SharedAway

#: 16 bytes are 128 bits: an id cannot be guessed.
_ID_BYTES = 16
_MAX_TOKEN = 256


@dataclass(frozen=True)
class Session:
    """One conversation on one surface; `issued_at` is in seconds since 1970.

    `continues` is the sender id of the conversation that was handed over to this session, if any.
    """

    id: str
    surface: str
    issued_at: float
    continues: str = ""

    @property
    def sender(self) -> str:
        """The sender id for Rasa: prefixed by the surface, so that surfaces never share a tracker."""
        return self.continues or f"{self.surface}-{self.id}"


class Sessions:
    """Issues and reads tokens that are valid for `seconds`."""

    def __init__(self, secret: str, seconds: int, shared: Shared) -> None:
        """Take the signing secret, how long a session is valid, and what the gateways share."""
        self.seconds, self._shared = seconds, shared
        self._serializer = URLSafeTimedSerializer(
            secret, salt="rugwijzer.session", signer_kwargs={"digest_method": hashlib.sha256}
        )
        # Ids of sessions that ended here, oldest first, until their tokens would have expired anyway;
        # and those of them that the other gateways have not heard of yet.
        self._ended: dict[str, float] = {}
        self._untold: set[str] = set()

    def issue(self, surface: str, continues: str = "") -> str:
        """A token for a new session on a surface, which may continue a conversation (a sender id)."""
        value = [surface, secrets.token_urlsafe(_ID_BYTES), *([continues] if continues else [])]
        return str(self._serializer.dumps(value))

    async def end(self, session: Session) -> None:
        """Refuse the token of a session from now on."""
        now = time.time()
        for ident in [i for i, until in self._ended.items() if until < now]:
            del self._ended[ident]
        self._ended[session.id] = session.issued_at + self.seconds + 1
        self._untold.add(session.id)
        await self.again()

    async def again(self) -> None:
        """Tell the other gateways which sessions have ended, as far as they do not know it."""
        for ident in tuple(self._untold):
            left = self._ended.get(ident, 0.0) - time.time()
            try:
                if left > 0:
                    await self._shared.put(f"ended:{ident}", "1", left)
            except SharedAway as error:
                logs.failure("shared", error)
                return
            self._untold.discard(ident)

    async def check(self, session: Session) -> None:
        """Refuse a session that has ended; raises ApiError 401."""
        if not await self.is_live(session):
            raise unauthorized()

    async def is_live(self, session: Session) -> bool:
        """Whether a session was not ended.

        While Redis is away this gateway knows of its own endings only. That is no leak: without Redis
        no turn reaches a conversation (turns.py).
        """
        if session.id in self._ended:
            return False
        try:
            return await self._shared.get(f"ended:{session.id}") is None
        except SharedAway:
            return True

    async def read(self, authorization: str | None) -> Session:
        """The session of an Authorization header; raises ApiError 401."""
        scheme, _, token = (authorization or "").partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not 0 < len(token) <= _MAX_TOKEN:
            raise unauthorized()
        try:
            value, issued = self._serializer.loads(
                token, max_age=self.seconds, return_timestamp=True
            )
        except BadData:
            raise unauthorized() from None
        surface, ident, *continues = value
        session = Session(ident, surface, issued.timestamp(), *continues)
        if surface not in WEB_SURFACES:
            raise unauthorized()
        await self.check(session)
        return session
