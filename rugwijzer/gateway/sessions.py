"""Sessions: opaque signed tokens, so that the gateway needs no store to know its own."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer

from .errors import unauthorized
from .messages import SURFACES

#: 16 bytes are 128 bits: an id cannot be guessed.
_ID_BYTES = 16
_MAX_TOKEN = 256


@dataclass(frozen=True)
class Session:
    """One conversation on one surface; `issued_at` is in seconds since 1970."""

    id: str
    surface: str
    issued_at: float

    @property
    def sender(self) -> str:
        """The sender id for Rasa: prefixed by the surface, so that surfaces never share a tracker."""
        return f"{self.surface}-{self.id}"


class Sessions:
    """Issues and reads tokens that are valid for `seconds`."""

    def __init__(self, secret: str, seconds: int) -> None:
        """Take the signing secret and how long a session is valid."""
        self.seconds = seconds
        self._serializer = URLSafeTimedSerializer(
            secret, salt="rugwijzer.session", signer_kwargs={"digest_method": hashlib.sha256}
        )

    def issue(self, surface: str) -> str:
        """A token for a new session on a surface."""
        return str(self._serializer.dumps([surface, secrets.token_urlsafe(_ID_BYTES)]))

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
        surface, ident = value
        if surface not in SURFACES:
            raise unauthorized()
        return Session(ident, surface, issued.timestamp())
