"""Rasa's InputChannel for the gateway: shared secret, one JSON reply, surface as output channel.

The gateway guards what comes in; this channel still treats text as text: only the field `payload`
can carry an intent, and it must be one of the few that the assistant itself offers.
"""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from rugwijzer.knowledge.contract import SURFACES
from rugwijzer.triage.late import Told

from .action_replies import check_with_one_validator
from .advised import parse_advised, take_over
from .erase import erase
from .replay import replay
from .request_ids import identified, pass_on
from .strict import strict

#: Intents that a choice may trigger; everything else from outside is text.
PAYLOAD_INTENTS = frozenset({"kies_onderwerp", "kies_meer", "kies_vragenlijst", "kies_reactie"})
MAX_TEXT = 1000
_CHECKIN = re.compile(r"^[0-9a-f]{32}$")
_PAYLOAD = re.compile(r"^/([a-z_]+)(\{.*\})?$", re.DOTALL)


class SurfaceOutput(CollectingOutputChannel):
    """Collects a turn's messages; its name is the surface, so `channel:` variations match."""

    def __init__(self, surface: str) -> None:
        """Start an empty turn on a surface."""
        super().__init__()
        self._surface = surface

    def name(self) -> str:  # type: ignore[override]
        """The surface, for Rasa's channel-specific responses."""
        return self._surface

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one bot message whole: text, buttons and custom fields together."""
        custom = message.get("custom") or {}
        entry = {**(message.get("metadata") or {}), **custom}
        if message.get("text"):
            entry["text"] = message["text"]
        buttons = message.get("buttons") or []
        if buttons:
            entry["choices"] = [
                {k: b[k] for k in ("title", "payload", "topic") if b.get(k)} for b in buttons
            ]
        if entry.get("text"):
            self.messages.append(entry)


def guarded(text: Any, payload: Any) -> str | None:
    """The text to hand to Rasa, or None when the request is not acceptable."""
    if isinstance(payload, str):
        match = _PAYLOAD.match(payload)
        return payload if match and match.group(1) in PAYLOAD_INTENTS else None
    if isinstance(text, str) and 0 < len(text) <= MAX_TEXT:
        return _bare(text) or "?"
    return None


def checkin_turn(body: Any, channel: str) -> UserMessage | None:
    """The external intent that begins a check-in, with a mark that only this function sets."""
    raw = body if isinstance(body, dict) else {}
    surface, sender, checkin = (str(raw.get(k, "")) for k in ("surface", "sender", "checkin"))
    if surface not in SURFACES or not sender or not _CHECKIN.match(checkin):
        return None
    return UserMessage(
        f'/EXTERNAL_checkin{{"checkin": "{checkin}"}}',
        SurfaceOutput(surface),
        sender,
        input_channel=channel,
        message_id=f"checkin-{checkin}",
        metadata={"surface": surface, "worker": True},
    )


async def _busy(store: TrackerStore, sender: str) -> bool:
    """Whether a form or an urgent advice is open: then nothing else may begin by itself."""
    tracker = await store.retrieve(sender)
    return tracker is not None and bool(tracker.active_loop_name or tracker.get_slot("advies_open"))


def _bare(text: str) -> str:
    """The text without slashes in front, also behind any of the blanks that Rasa strips."""
    bare = text.strip()
    while bare.startswith("/"):
        bare = bare.lstrip("/").strip()
    return bare


class RugwijzerInput(InputChannel):
    """Under /webhooks/rugwijzer: POST message, POST forget and GET health."""

    def __init__(self, secret: str, action_health_url: str, worker_secret: str = "") -> None:
        """Take the shared secret, the address of the action server's health page, the worker's secret."""
        self._secret, self._worker_secret = secret, worker_secret
        self._action_health_url = action_health_url

    @classmethod
    def name(cls) -> str:
        """The name in credentials.yml and in the address."""
        return "rugwijzer"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> RugwijzerInput:
        """Read the secrets from the environment; refuses to start without one, or with one for two."""
        settings = credentials or {}
        secret = os.environ.get("RUGWIJZER_ENGINE_SECRET", "")
        if len(secret) < 16:
            raise RasaException("RUGWIJZER_ENGINE_SECRET is missing or shorter than 16 characters")
        worker = os.environ.get("RUGWIJZER_WORKER_SECRET", "")
        if worker == secret:
            # Only here both are known: gateway and worker have one each.
            raise RasaException("RUGWIJZER_WORKER_SECRET is the same as RUGWIJZER_ENGINE_SECRET")
        check_with_one_validator()
        pass_on()
        url = os.environ.get("RUGWIJZER_ACTION_URL", settings.get("action_url", ""))
        return cls(secret, url.rsplit("/", 1)[0] + "/health", worker)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes; every request needs the shared secret."""
        blueprint = Blueprint("rugwijzer_channel", "rugwijzer_channel")

        @blueprint.get("/health")
        async def health(request: Request) -> HTTPResponse:
            if not self._allowed(request):
                return response.json({"error": "unauthorized"}, status=401)
            agent = request.app.ctx.agent
            ready = agent is not None and agent.is_ready()
            actions = await self._actions_up()
            body = {"status": "ok" if ready else "starting", "actions": "ok" if actions else "down"}
            return response.json(body, status=200 if ready else 503)

        @blueprint.post("/message")
        @identified
        async def message(request: Request) -> HTTPResponse:
            if not self._allowed(request):
                return response.json({"error": "unauthorized"}, status=401)
            body = request.json
            if not isinstance(body, dict):
                return response.json({"error": "malformed"}, status=400)
            surface, sender = body.get("surface"), body.get("sender")
            text = guarded(body.get("text"), body.get("payload"))
            known = isinstance(surface, str) and surface in SURFACES
            if not known or not isinstance(sender, str) or not sender or text is None:
                return response.json({"error": "malformed"}, status=400)
            output = SurfaceOutput(str(surface))
            message_id = body.get("message_id")
            told = parse_advised(body.get("advised", []))
            if told is None or not isinstance(message_id, str | None):
                return response.json({"error": "malformed"}, status=400)
            metadata = {"surface": surface}
            turn = UserMessage(
                text,
                output,
                sender,
                input_channel=self.name(),
                message_id=message_id,
                metadata=metadata,
            )
            # A first try cannot have been answered before, so nobody looks for it.
            again = body.get("first") is not True
            return await answered(request, turn, message_id if again else None, told)

        @blueprint.post("/checkin")
        @identified
        async def checkin(request: Request) -> HTTPResponse:
            """The worker begins a check-in; nobody else has its secret."""
            if len(self._worker_secret) < 16 or not self._allowed(request, self._worker_secret):
                return response.json({"error": "unauthorized"}, status=401)
            begin = checkin_turn(request.json, self.name())
            if begin is None:
                return response.json({"error": "malformed"}, status=400)
            return await answered(request, begin, begin.message_id)

        async def answered(
            request: Request, turn: UserMessage, known: str | None, told: Sequence[Told] = ()
        ) -> HTTPResponse:
            agent, output = strict(request.app.ctx.agent), turn.output_channel
            store = agent.tracker_store
            # The lock that Rasa takes for the turn, so that looking back and answering are one step.
            async with agent.lock_store.lock(turn.sender_id):
                replayed = known and await replay(store, turn.sender_id, known, output)
                begins = bool((turn.metadata or {}).get("worker"))
                if not replayed and not (begins and await _busy(store, turn.sender_id)):
                    if told:
                        await take_over(agent.processor, turn, told)
                    await on_new_message(turn)
            return response.json({"messages": output.messages})

        @blueprint.post("/forget")
        @identified
        async def forget(request: Request) -> HTTPResponse:
            if not self._allowed(request):
                return response.json({"error": "unauthorized"}, status=401)
            body = request.json
            sender = body.get("sender") if isinstance(body, dict) else None
            if not isinstance(sender, str) or not sender:
                return response.json({"error": "malformed"}, status=400)
            agent = request.app.ctx.agent
            # The conversation's lock: a turn under way would save the tracker again.
            async with agent.lock_store.lock(sender):
                await erase(agent.tracker_store, sender)
            return response.json({"status": "ok"})

        return blueprint

    def _allowed(self, request: Request, secret: str = "") -> bool:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(
            given.encode("utf8", "replace"), (secret or self._secret).encode()
        )

    async def _actions_up(self) -> bool:
        timeout = aiohttp.ClientTimeout(total=2)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.get(self._action_health_url) as reply,
            ):
                return reply.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False
