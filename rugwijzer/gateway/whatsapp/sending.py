"""What both providers share when they send: one client, and which failures leave doubt."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp

from .provider import Again, InDoubt

#: A send that takes longer may still arrive.
TIMEOUT_S = 10.0
#: No connection within this time: nothing can have arrived.
_CONNECT_S = 5.0
#: Shorter than providers keep an idle connection, so that none closes while it is being reused.
_KEEPALIVE_S = 15.0
_MAX_AFTER_S = 3600.0


@dataclass(frozen=True)
class Answer:
    """A provider's reply: `said` is empty when its body is no JSON object."""

    status: int
    said: dict[str, Any]
    retry_after: float | None


class Client:
    """Posts to one provider over connections that stay open; connects at the first post.

    aiohttp and not httpx, because a post takes it a fifth of the processor time.
    """

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
    ) -> None:
        """Take the provider's address, and a header or a name and password that open it."""
        self._url, self._headers = url.rstrip("/"), dict(headers or {})
        self._auth = aiohttp.BasicAuth(*auth) if auth else None
        self._proxy = _proxy(url)
        self._session: aiohttp.ClientSession | None = None

    async def post(self, path: str, **content: Any) -> Answer:
        """Post `json=` or `data=`; raises Again when nothing can have arrived, InDoubt when it may."""
        try:
            async with self._open().post(
                # A redirect is not followed: it could carry the key elsewhere.
                f"{self._url}{path}",
                allow_redirects=False,
                proxy=self._proxy,
                **content,
            ) as reply:
                body = await reply.read()
                after = retry_after(reply.headers.get("retry-after", ""))
                return Answer(reply.status, _json_object(body), after)
        except (aiohttp.ClientConnectorError, aiohttp.ServerTimeoutError) as error:
            # Only connecting has a limit of its own, so this timeout is about that.
            raise Again(type(error).__name__) from None
        except (asyncio.TimeoutError, aiohttp.ClientError) as error:
            raise InDoubt(type(error).__name__) from None

    async def aclose(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=32, keepalive_timeout=_KEEPALIVE_S),
                headers=self._headers,
                auth=self._auth,
                timeout=aiohttp.ClientTimeout(total=TIMEOUT_S, connect=_CONNECT_S),
            )
        return self._session


def retry_after(raw: str) -> float | None:
    """The seconds that Retry-After asks for (a number or a date), at most an hour."""
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
    # What is no number at all does not equal itself.
    return min(max(seconds, 0.0), _MAX_AFTER_S) if seconds == seconds else None


def _proxy(url: str) -> str | None:
    """The proxy of the environment for an address; read once, not at each post as aiohttp would."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get(parts.scheme)


def _json_object(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
