"""Links that open once: a random token for a value that is kept in memory for a while."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
#: 32 bytes are 256 bits: a token cannot be guessed, also not among many.
_TOKEN_BYTES = 32
CAPACITY = 1000


@dataclass(frozen=True)
class _Kept(Generic[T]):
    value: T
    owner: str
    until: float


class OneTime(Generic[T]):
    """Values behind tokens, oldest first; only a hash of each token is kept."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Take how long a token works, and a clock in seconds."""
        self.seconds, self._clock = seconds, clock
        self._kept: dict[bytes, _Kept[T]] = {}

    def __len__(self) -> int:
        """How many values are kept now."""
        self._purge()
        return len(self._kept)

    def put(self, value: T, owner: str) -> str:
        """Keep a value and return its token; an owner's earlier value is dropped."""
        self.drop(owner)
        self._purge()
        while len(self._kept) >= CAPACITY:
            del self._kept[next(iter(self._kept))]
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._kept[_digest(token)] = _Kept(value, owner, self._clock() + self.seconds)
        return token

    def take(self, token: str) -> T | None:
        """The value of a token, which works no more after this; None when it does not work."""
        kept = self._kept.pop(_digest(token), None)
        return kept.value if kept and kept.until > self._clock() else None

    def drop(self, owner: str) -> None:
        """Forget what an owner kept."""
        for key in [k for k, kept in self._kept.items() if kept.owner == owner]:
            del self._kept[key]

    def _purge(self) -> None:
        now = self._clock()
        for key in [k for k, kept in self._kept.items() if kept.until <= now]:
            del self._kept[key]


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf8", "replace")).digest()
