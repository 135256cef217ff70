"""The client of Rasa's own input channel; nothing else in the gateway knows Rasa."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Sequence
from typing import Any, Protocol

import aiohttp

from rugwijzer.logs import request_id
from rugwijzer.logs.lines import Loggable

from .messages import MalformedReply, Reply, parse_replies

_CHANNEL = "/webhooks/rugwijzer"
_HEALTH_TIMEOUT = aiohttp.ClientTimeout(total=2.0)
#: Shorter than Sanic's 5 s, so that the engine never closes a connection that is just being reused.
_KEEPALIVE_S = 3.0
#: A turn that failed is tried again so often, each time after a longer pause.
_ATTEMPTS = 3
_PAUSE_S = 0.2


class EngineUnavailable(Loggable):
    """No usable answer of the engine."""


class _Refused(EngineUnavailable):
    """Nobody listens there: the request did not come in."""


class _Broken(EngineUnavailable):
    """The request came in, or may have; it is not known what became of it."""


class Engine(Protocol):
    """What the gateway asks of an engine."""

    async def send(self, sender: str, surface: str, content: dict[str, Any]) -> list[Reply]:
        """Answer `{"text": ...}` or `{"payload": ...}`; raises EngineUnavailable.

        `advised` beside it holds what the rules alone advised since the last answer.
        """
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


class AroundEngine:
    """An Engine that hands on what it does not do itself; `send` is left to what derives from it."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine inside."""
        self._engine = engine

    async def forget(self, sender: str) -> None:
        """See Engine.forget."""
        await self._engine.forget(sender)

    async def health(self) -> dict[str, str]:
        """See Engine.health."""
        return await self._engine.health()

    async def aclose(self) -> None:
        """See Engine.aclose."""
        await self._engine.aclose()


class HttpEngine:
    """Rasa over HTTP, with connections kept open; several engines take turns.

    An engine that dies during a turn, or fails, hands the turn to the next one, under the same message
    id: when it was answered after all, the channel gives that answer again (channel/replay.py).

    aiohttp and not httpx, which took a third of the gateway's processor time under load.
    """

    def __init__(self, urls: Sequence[str], secret: str, timeout_s: float) -> None:
        """Take the engines' addresses, the shared secret and the longest wait in seconds."""
        self._urls = [url.rstrip("/") + _CHANNEL for url in urls]
        self._next = 0
        self._headers = {"Authorization": f"Bearer {secret}"}
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._session: aiohttp.ClientSession | None = None

    async def send(self, sender: str, surface: str, content: dict[str, Any]) -> list[Reply]:
        """Send one turn and read the reply; raises EngineUnavailable for anything but a good one."""
        body: dict[str, Any] = {"sender": sender, "surface": surface} | content
        if "message_id" not in body:
            body |= {"message_id": secrets.token_hex(16), "first": True}
        reply = await self._post("message", body)
        try:
            return parse_replies(json.loads(reply))
        except MalformedReply as error:
            raise EngineUnavailable(f"malformed: {error}") from None
        except (ValueError, RecursionError):
            raise EngineUnavailable("malformed: no JSON") from None

    async def forget(self, sender: str) -> None:
        """Have Rasa delete the conversation from its tracker store; raises EngineUnavailable."""
        await self._post("forget", {"sender": sender})

    async def _post(self, path: str, body: dict[str, Any]) -> bytes:
        """The body of a good reply, of the first engine that gives one."""
        deadline = time.monotonic() + (self._timeout.total or 0)
        failure = EngineUnavailable("timeout")
        for attempt in range(_ATTEMPTS):
            try:
                return await self._ask_all(path, body)
            except _Broken as error:
                failure = error
            # It may have come as far as the tracker.
            body = {key: value for key, value in body.items() if key != "first"}
            pause = _PAUSE_S * (attempt + 1)
            if time.monotonic() + pause >= deadline:
                break
            await asyncio.sleep(pause)
        raise failure

    async def _ask_all(self, path: str, body: dict[str, Any]) -> bytes:
        """Ask the engines in turn until one takes the request; raises _Broken when it then failed."""
        refused: EngineUnavailable | None = None
        self._next += 1
        for place in range(len(self._urls)):
            url = self._urls[(self._next + place) % len(self._urls)]
            try:
                status, reply = await self._call(
                    "POST", f"{url}/{path}", json=body, timeout=self._timeout
                )
            except _Refused as error:
                refused = error
                continue
            if status == 200:
                return reply
            raise (_Broken if status >= 500 else EngineUnavailable)(f"status {status}")
        raise refused or EngineUnavailable("none")

    async def _call(self, method: str, url: str, **options: Any) -> tuple[int, bytes]:
        """The status and the body; the timeout also ends an answer that trickles."""
        try:
            async with self._open().request(
                method, url, allow_redirects=False, headers=request_id.headers(), **options
            ) as reply:
                return reply.status, await reply.read()
        except asyncio.TimeoutError:
            raise EngineUnavailable("timeout") from None
        except aiohttp.ClientConnectorError as error:
            raise _Refused(type(error).__name__) from None
        except aiohttp.ClientError as error:
            raise _Broken(type(error).__name__) from None

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
        """Ask whether an engine with a model and an action server lives; one good engine is enough."""
        states = await asyncio.gather(*(self._health_of(url) for url in self._urls))
        return min(states, key=lambda state: sum(said == "down" for said in state.values()))

    async def _health_of(self, url: str) -> dict[str, str]:
        body: object = None
        status = 0
        try:
            status, reply = await self._call("GET", f"{url}/health", timeout=_HEALTH_TIMEOUT)
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
