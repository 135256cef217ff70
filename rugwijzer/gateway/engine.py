"""The client of Rasa's own input channel; nothing else in the gateway knows Rasa."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Protocol

import aiohttp

from rugwijzer.observe import request_id

from .messages import MalformedReply, Reply, parse_replies

_CHANNEL = "/webhooks/rugwijzer"
_HEALTH_TIMEOUT = aiohttp.ClientTimeout(total=2.0)
#: Shorter than Sanic's 5 s, so that the engine never closes a connection that is just being reused.
_KEEPALIVE_S = 3.0


class EngineUnavailable(Exception):
    """No usable answer; the text is a reason for the log and never holds what was sent or said."""


class Engine(Protocol):
    """What the gateway asks of an engine."""

    async def send(self, sender: str, surface: str, content: dict[str, str]) -> list[Reply]:
        """Answer `{"text": ...}` or `{"payload": ...}`; raises EngineUnavailable."""
        ...

    async def forget(self, sender: str) -> None:
        """Erase a conversation for good; raises EngineUnavailable."""
        ...

    async def health(self) -> dict[str, str]:
        """The state of `engine` and `actions`: 'ok' or 'down'; never raises."""
        ...

    async def aclose(self) -> None:
        """Close the connections."""
        ...


class HttpEngine:
    """Rasa over HTTP, with connections kept open.

    aiohttp and not httpx, which took a third of the gateway's processor time under load.
    """

    def __init__(self, url: str, secret: str, timeout_s: float) -> None:
        """Take the engine's address, the shared secret and the longest wait in seconds."""
        self._url = url.rstrip("/") + _CHANNEL
        self._headers = {"Authorization": f"Bearer {secret}"}
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._session: aiohttp.ClientSession | None = None

    async def send(self, sender: str, surface: str, content: dict[str, str]) -> list[Reply]:
        """Send one turn and read the reply; raises EngineUnavailable for anything but a good one."""
        reply = await self._post("message", {"sender": sender, "surface": surface} | content)
        try:
            return parse_replies(json.loads(reply))
        except MalformedReply as error:
            raise EngineUnavailable(f"malformed: {error}") from None
        except (ValueError, RecursionError):
            raise EngineUnavailable("malformed: no JSON") from None

    async def forget(self, sender: str) -> None:
        """Have Rasa delete the conversation from its tracker store; raises EngineUnavailable."""
        await self._post("forget", {"sender": sender})

    async def _post(self, path: str, body: dict[str, str]) -> bytes:
        status, reply = await self._call("POST", path, json=body, timeout=self._timeout)
        if status != 200:
            raise EngineUnavailable(f"status {status}")
        return reply

    async def _call(self, method: str, path: str, **options: Any) -> tuple[int, bytes]:
        """The status and the body; the timeout also ends an answer that trickles."""
        try:
            async with self._open().request(
                method,
                f"{self._url}/{path}",
                allow_redirects=False,
                headers=request_id.headers(),
                **options,
            ) as reply:
                return reply.status, await reply.read()
        except asyncio.TimeoutError:
            raise EngineUnavailable("timeout") from None
        except aiohttp.ClientError as error:
            raise EngineUnavailable(type(error).__name__) from None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            # trust_env is off by default: a proxy of the network must never see what a patient types.
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=64, keepalive_timeout=_KEEPALIVE_S),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers=self._headers,
            )
        return self._session

    async def health(self) -> dict[str, str]:
        """Ask whether a model is loaded and the action server lives."""
        body: object = None
        status = 0
        try:
            status, reply = await self._call("GET", "health", timeout=_HEALTH_TIMEOUT)
            body = json.loads(reply)
        except (EngineUnavailable, ValueError, RecursionError):
            pass
        said = body if isinstance(body, dict) and status in (200, 503) else {}
        return {
            "engine": "ok" if status == 200 and said.get("status") == "ok" else "down",
            "actions": "ok" if said.get("actions") == "ok" else "down",
        }

    async def aclose(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()
