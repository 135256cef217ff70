"""What both providers share when they send: one client, and which failures leave doubt."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from .provider import Again, InDoubt

#: A send that takes longer may still arrive.
TIMEOUT_S = 10.0
_MAX_AFTER_S = 3600.0


def client(
    url: str, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
) -> httpx.AsyncClient:
    """A client with connections kept open; redirects are not followed, they could leak the key."""
    return httpx.AsyncClient(
        base_url=url,
        headers=dict(headers or {}),
        auth=auth,
        timeout=TIMEOUT_S,
        limits=httpx.Limits(max_connections=32, max_keepalive_connections=32),
    )


async def post(http: httpx.AsyncClient, path: str, **content: Any) -> httpx.Response:
    """Post and return the reply; raises Again when nothing can have arrived, InDoubt when it may."""
    try:
        return await asyncio.wait_for(http.post(path, **content), TIMEOUT_S)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise Again(type(error).__name__) from None
    except (asyncio.TimeoutError, httpx.HTTPError) as error:
        raise InDoubt(type(error).__name__) from None


def json_object(reply: httpx.Response) -> dict[str, Any]:
    """The body of a reply; empty when it is no JSON object."""
    try:
        body = reply.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def retry_after(reply: httpx.Response) -> float | None:
    """The seconds that Retry-After asks for (a number or a date), at most an hour."""
    raw = reply.headers.get("retry-after", "")
    try:
        seconds = float(raw)
    except ValueError:
        try:
            at = parsedate_to_datetime(raw)
        except (TypeError, ValueError):
            return None
        if at.tzinfo is None:
            return None
        seconds = (at - datetime.now(timezone.utc)).total_seconds()
    return min(max(seconds, 0.0), _MAX_AFTER_S) if seconds == seconds else None
