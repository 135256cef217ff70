"""Links that open once: a random token for a value that is kept for a while."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from rugwijzer.shared import Shared

#: 32 bytes are 256 bits: a token cannot be guessed, also not among many.
_TOKEN_BYTES = 32
#: Links of one kind kept at once in a process without Redis.
CAPACITY = 1000


class OneTime:
    """JSON values behind tokens; only a hash of each token is kept. Raises SharedAway."""

    def __init__(self, shared: Shared, kind: str, seconds: float) -> None:
        """Take what the gateways share, a name for these links, and how long a token works."""
        self._shared, self._kind, self.seconds = shared, kind, seconds

    async def put(self, value: Any, owner: str) -> str:
        """Keep a value and return its token; an owner's earlier value is dropped."""
        await self.drop(owner)
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        await self._shared.put(self._of(_digest(token)), json.dumps(value), self.seconds)
        await self._shared.put(f"{self._kind}-of:{owner}", _digest(token), self.seconds)
        return token

    async def take(self, token: str) -> Any | None:
        """The value of a token, which works no more after this; None when it does not work."""
        kept = await self._shared.pop(self._of(_digest(token)))
        return None if kept is None else json.loads(kept)

    async def drop(self, owner: str) -> None:
        """Forget what an owner kept."""
        digest = await self._shared.pop(f"{self._kind}-of:{owner}")
        if digest:
            await self._shared.pop(self._of(digest))

    def _of(self, digest: str) -> str:
        return f"{self._kind}:{digest}"


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf8", "replace")).hexdigest()
