"""The values that labels may have: known ids only, so that no text can become a label."""

from __future__ import annotations

from collections.abc import Collection

#: What takes the place of a value that is not known.
OTHER = "anders"
#: Why the engine gave no answer: the first word of EngineUnavailable, in words of our own.
REASONS = ("timeout", "status", "malformed", "connection")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def known(value: object, allowed: Collection[str]) -> str:
    """The value when it is one of `allowed`, else OTHER."""
    return value if isinstance(value, str) and value in allowed else OTHER


def reason(error: BaseException) -> str:
    """One of REASONS for an error of the engine; its own text is never used."""
    first = str(error).split(" ", 1)[0].rstrip(":").lower()
    return first if first in REASONS else "connection"


def status(code: int) -> str:
    """The class of an HTTP status, such as '2xx'; 'geen' when there was no answer."""
    return f"{code // 100}xx" if 100 <= code < 600 else "geen"
