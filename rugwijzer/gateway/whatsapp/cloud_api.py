"""Meta's WhatsApp Cloud API: challenge, signature, and sending over the Graph API."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from rugwijzer.settings import Settings
from rugwijzer.store.patients import PHONE, Reach

from ..guard import parse_object
from . import cloud_payload, sending
from .formatting import LIST_BUTTON, Part
from .limits import CLOUD, Limits
from .provider import Again, Inbound, Refused, SendFailed, WindowClosed, forbidden

PATH = "/webhooks/whatsapp"
#: Meta's codes. The token is wrong or expired: every message waits until it is repaired.
_UNAUTHORIZED = frozenset({0, 3, 10, 190})
#: The whole account or number is too fast.
_TOO_FAST = frozenset({4, 80007, 130429, 131048})
#: Too many messages to this one patient.
_PAIR_TOO_FAST = 131056
#: Meta itself is not well.
_UNWELL = frozenset({1, 2, 131000, 131016, 131057, 133004})
_TOKEN_WAIT_S = 60.0


class CloudApi:
    """The provider 'whatsapp'."""

    name = cloud_payload.CHANNEL
    paths = (PATH,)
    limits: Limits = CLOUD

    def __init__(self, settings: Settings) -> None:
        """Take the settings whatsapp_*; connects at the first send."""
        self._secret = settings.whatsapp_app_secret.encode()
        self._verify_token = settings.whatsapp_verify_token.encode()
        self._number = settings.whatsapp_phone_number_id
        self._templates = {
            "question": settings.whatsapp_template,
            "reopen": settings.whatsapp_reopen_template,
        }
        self._client = sending.Client(
            settings.whatsapp_graph_url,
            headers={"Authorization": f"Bearer {settings.whatsapp_token}"},
        )

    def challenge(self, request: Request) -> Response:
        """The answer to Meta's check of the address; raises ApiError 403 for another token."""
        given = request.query_params.get("hub.verify_token", "").encode("utf8", "replace")
        right = hmac.compare_digest(given, self._verify_token)
        if request.query_params.get("hub.mode") != "subscribe" or not right:
            raise forbidden()
        return PlainTextResponse(request.query_params.get("hub.challenge", "")[:256])

    async def read(self, request: Request, raw: bytes) -> Inbound:
        """A signed delivery; raises ApiError 403 for another signature, 400 for another body."""
        given = request.headers.get("x-hub-signature-256", "")
        right = "sha256=" + hmac.new(self._secret, raw, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(given.encode("utf8", "replace"), right.encode()):
            raise forbidden()
        return cloud_payload.read(parse_object(raw), self._number)

    def thanks(self) -> Response:
        """An empty 200."""
        return Response()

    async def send(self, reach: Reach, part: Part, ref: str) -> str:
        """Send one part; see `Provider.send`."""
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            # A business-scoped user id goes into its own field.
            ("to" if reach.kind == PHONE else "recipient"): reach.value,
            # Comes back in every status: so a send whose answer was lost is recognised.
            "biz_opaque_callback_data": ref,
        } | self._payload(part)
        answer = await self._client.post(f"/{self._number}/messages", json=body)
        if answer.status != 200:
            raise _failure(answer)
        messages = answer.said.get("messages")
        first = messages[0] if isinstance(messages, list) and messages else {}
        return str(first.get("id", "")) if isinstance(first, dict) else ""

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _payload(self, part: Part) -> dict[str, Any]:
        kind, options = part["type"], part.get("options", [])
        if kind == "template":
            template: dict[str, Any] = {
                "name": self._templates[part["name"]],
                "language": {"code": "nl"},
            }
            if part.get("path"):
                template["components"] = [
                    {
                        "type": "button",
                        "sub_type": "url",
                        "index": "0",
                        "parameters": [{"type": "text", "text": part["path"]}],
                    }
                ]
            return {"type": "template", "template": template}
        if kind == "text":
            return {"type": "text", "text": {"body": part["text"], "preview_url": False}}
        body = {"text": part["text"]}
        if kind == "buttons":
            action: dict[str, Any] = {
                "buttons": [{"type": "reply", "reply": option} for option in options]
            }
            return _interactive("button", body, action)
        return _interactive("list", body, {"button": LIST_BUTTON, "sections": [{"rows": options}]})


def _interactive(kind: str, body: dict[str, str], action: dict[str, Any]) -> dict[str, Any]:
    return {"type": "interactive", "interactive": {"type": kind, "body": body, "action": action}}


def _failure(answer: sending.Answer) -> SendFailed:
    error = answer.said.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    name = f"meta {code}" if isinstance(code, int) else f"http {answer.status}"
    after = answer.retry_after
    if code == cloud_payload.CLOSED:
        return WindowClosed(name)
    if code in _UNAUTHORIZED or answer.status == 401:
        return Again(name, after or _TOKEN_WAIT_S, everyone=True)
    if code == _PAIR_TOO_FAST:
        return Again(name, after)
    if code in _TOO_FAST or answer.status == 429:
        return Again(name, after, everyone=True)
    if code in _UNWELL or answer.status >= 500:
        return Again(name, after)
    return Refused(name)
