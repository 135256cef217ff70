"""The id of the request under way: random, of the gateway's own making, only for logs.

It goes from the gateway to Rasa and on to the action server in a header. It is kept nowhere else: in
Rasa's record it would tie a conversation to the network of the request in the log.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "X-Request-Id"
_FORM = re.compile(r"[0-9a-f]{16}")
_CURRENT: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The id of the request under way; empty outside of one."""
    return _CURRENT.get()


@contextmanager
def request(ident: str | None = None) -> Iterator[str]:
    """A request: with the id of a header when it has the right form, else with a new one."""
    good = ident if ident and _FORM.fullmatch(ident) else secrets.token_hex(8)
    before = _CURRENT.set(good)
    try:
        yield good
    finally:
        _CURRENT.reset(before)


def headers() -> dict[str, str]:
    """The header for a call to the next process; empty outside of a request."""
    ident = _CURRENT.get()
    return {HEADER: ident} if ident else {}
