"""The client of Rasa's own input channel; nothing else in the gateway knows Rasa."""

from __future__ import annotations

import asyncio
from typing import Protocol

import httpx

from .messages import MalformedReply, Reply, parse_replies

_CHANNEL = "/webhooks/rugwijzer"
_HEALTH_TIMEOUT_S = 2.0
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
    """Rasa over HTTP, with connections kept open."""

    def __init__(self, url: str, secret: str, timeout_s: float) -> None:
        """Take the engine's address, the shared secret and the longest wait in seconds."""
        self._timeout = timeout_s
        # trust_env off: a proxy of the network must never see what a patient types.
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {secret}"},
            timeout=timeout_s,
            trust_env=False,
            limits=httpx.Limits(
                max_connections=64, max_keepalive_connections=32, keepalive_expiry=_KEEPALIVE_S
            ),
        )

    async def send(self, sender: str, surface: str, content: dict[str, str]) -> list[Reply]:
        """Send one turn and read the reply; raises EngineUnavailable for anything but a good one."""
        reply = await self._post("message", {"sender": sender, "surface": surface} | content)
        try:
            return parse_replies(reply.json())
        except MalformedReply as error:
            raise EngineUnavailable(f"malformed: {error}") from None
        except ValueError:
            raise EngineUnavailable("malformed: no JSON") from None

    async def forget(self, sender: str) -> None:
        """Have Rasa delete the conversation from its tracker store; raises EngineUnavailable."""
        await self._post("forget", {"sender": sender})

    async def _post(self, path: str, body: dict[str, str]) -> httpx.Response:
        try:
            # httpx counts each read apart; wait_for also ends an answer that trickles.
            reply = await asyncio.wait_for(
                self._client.post(f"{_CHANNEL}/{path}", json=body), self._timeout
            )
        except (asyncio.TimeoutError, httpx.TimeoutException):
            raise EngineUnavailable("timeout") from None
        except httpx.HTTPError as error:
            raise EngineUnavailable(type(error).__name__) from None
        if reply.status_code != 200:
            raise EngineUnavailable(f"status {reply.status_code}")
        return reply

    async def health(self) -> dict[str, str]:
        """Ask whether a model is loaded and the action server lives."""
        body: object = None
        status = 0
        try:
            reply = await asyncio.wait_for(
                self._client.get(f"{_CHANNEL}/health"), _HEALTH_TIMEOUT_S
            )
            status, body = reply.status_code, reply.json()
        except (asyncio.TimeoutError, httpx.HTTPError, ValueError):
            pass
        said = body if isinstance(body, dict) and status in (200, 503) else {}
        return {
            "engine": "ok" if status == 200 and said.get("status") == "ok" else "down",
            "actions": "ok" if said.get("actions") == "ok" else "down",
        }

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()
