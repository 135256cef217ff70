"""Sessions: opaque signed tokens, so that the gateway needs no store to know its own."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer

from .errors import unauthorized
from .messages import SURFACES

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

    def __init__(self, secret: str, seconds: int) -> None:
        """Take the signing secret and how long a session is valid."""
        self.seconds = seconds
        self._serializer = URLSafeTimedSerializer(
            secret, salt="rugwijzer.session", signer_kwargs={"digest_method": hashlib.sha256}
        )
        # Ids of ended sessions, oldest first, until their tokens would have expired anyway.
        self._ended: dict[str, float] = {}

    def issue(self, surface: str, continues: str = "") -> str:
        """A token for a new session on a surface, which may continue a conversation (a sender id)."""
        value = [surface, secrets.token_urlsafe(_ID_BYTES), *([continues] if continues else [])]
        return str(self._serializer.dumps(value))

    def end(self, session: Session) -> None:
        """Refuse the token of a session from now on."""
        now = time.time()
        for ident in [i for i, until in self._ended.items() if until < now]:
            del self._ended[ident]
        self._ended[session.id] = session.issued_at + self.seconds + 1

    def check(self, session: Session) -> None:
        """Refuse a session that has ended; raises ApiError 401."""
        if not self.is_live(session):
            raise unauthorized()

    def is_live(self, session: Session) -> bool:
        """Whether a session was not ended."""
        return session.id not in self._ended

    def read(self, authorization: str | None) -> Session:
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
        if surface not in SURFACES:
            raise unauthorized()
        self.check(session)
        return session
