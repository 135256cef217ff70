"""Twilio's WhatsApp: signature over address and fields, and sending over its REST API."""

from __future__ import annotations

import json
import re
from datetime import datetime, timezone
from urllib.parse import parse_qsl

from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request
from starlette.responses import Response
from twilio.request_validator import RequestValidator

from rugwijzer.http.errors import standard
from rugwijzer.settings import Settings
from rugwijzer.store.inbox import Arrival
from rugwijzer.store.outbox import DELIVERED, FAILED, READ, SENT
from rugwijzer.store.patients import PHONE, USER_ID, Reach

from . import kinds, sending
from .formatting import Part
from .limits import TWILIO, Limits
from .provider import Again, Inbound, Refused, SendFailed, StatusUpdate, WindowClosed, forbidden

CHANNEL = "whatsapp_twilio"
PATH = "/webhooks/twilio"
STATUS_PATH = "/webhooks/twilio/status"
#: Twilio's code for 'outside the 24-hour window'.
CLOSED = 63016
_STATES = {
    "sent": SENT,
    "delivered": DELIVERED,
    "read": READ,
    "failed": FAILED,
    "undelivered": FAILED,
}
_PHONE = re.compile(r"whatsapp:\+(\d{6,18})")
_USER_ID = re.compile(r"whatsapp:([A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128})")
_SID = re.compile(r"[A-Z]{2}[0-9a-f]{32}")
_REF = re.compile(r"[0-9a-f]{32}")
_FIELDS = 200
_UNAUTHORIZED_WAIT_S = 60.0

Form = ImmutableMultiDict[str, str]


class Twilio:
    """The provider 'whatsapp_twilio'."""

    name = CHANNEL
    paths = (PATH, STATUS_PATH)
    limits: Limits = TWILIO

    def __init__(self, settings: Settings) -> None:
        """Take the settings twilio_* and public_url; connects at the first send."""
        self._validator = RequestValidator(settings.twilio_auth_token)
        self._account = settings.twilio_account_sid
        self._sender = settings.twilio_sender
        self._public = settings.public_url.rstrip("/")
        self._templates = {
            "question": settings.twilio_template,
            "reopen": settings.twilio_reopen_template,
        }
        self._client = sending.Client(
            settings.twilio_url, auth=(settings.twilio_account_sid, settings.twilio_auth_token)
        )

    async def read(self, request: Request, raw: bytes) -> Inbound:
        """A signed message or status; raises ApiError 403 for another signature, 400 for no form."""
        try:
            pairs = parse_qsl(
                raw.decode("utf8"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=_FIELDS,
            )
        except ValueError:
            raise standard(400) from None
        form: Form = ImmutableMultiDict(pairs)
        # Twilio signs the address it was given, which a proxy in front of us may have changed.
        query = f"?{request.url.query}" if request.url.query else ""
        url = f"{self._public}{request.url.path}{query}"
        given = request.headers.get("x-twilio-signature", "")
        if not self._validator.validate(url, form, given):
            raise forbidden()
        ours = form.get("AccountSid") == self._account
        if not ours:
            return Inbound(ignored=1)
        if request.url.path == STATUS_PATH:
            status = _status(form, request.query_params.get("ref", ""))
            return Inbound(statuses=(status,)) if status else Inbound()
        arrival = _arrival(form)
        return Inbound(arrivals=(arrival,)) if arrival else Inbound(ignored=1)

    def thanks(self) -> Response:
        """TwiML that says nothing: the answer follows over the REST API."""
        return Response("<Response/>", media_type="text/xml")

    async def send(self, reach: Reach, part: Part, ref: str) -> str:
        """Send one part; see `Provider.send`."""
        to = f"+{reach.value}" if reach.kind == PHONE else reach.value
        body = {
            "From": self._sender,
            "To": f"whatsapp:{to}",
            # The ref comes back in every status: so a send whose answer was lost is recognised.
            "StatusCallback": f"{self._public}{STATUS_PATH}?ref={ref}",
        }
        if part["type"] == "template":
            body["ContentSid"] = self._templates[part["name"]]
            if part.get("path"):
                body["ContentVariables"] = json.dumps({"1": part["path"]})
        else:
            body["Body"] = part["text"]
        path = f"/2010-04-01/Accounts/{self._account}/Messages.json"
        answer = await self._client.post(path, data=body)
        if answer.status not in (200, 201):
            raise _failure(answer)
        return str(answer.said.get("sid", ""))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _arrival(form: Form) -> Arrival | None:
    sid = form.get("MessageSid", "")
    reaches = _reaches(form)
    if not reaches or not _SID.fullmatch(sid):
        return None
    kind, content = _content(form)
    return Arrival(
        reaches=reaches,
        channel=CHANNEL,
        message_id=sid,
        kind=kind,
        content=json.dumps(content, ensure_ascii=False),
        # Twilio tells no time of sending.
        sent_at=datetime.now(timezone.utc),
    )


def _reaches(form: Form) -> tuple[Reach, ...]:
    sender = form.get("From", "")
    if match := _PHONE.fullmatch(sender):
        return (Reach(PHONE, match.group(1)),)
    if match := _USER_ID.fullmatch(sender):
        return (Reach(USER_ID, match.group(1)),)
    return ()


def _content(form: Form) -> tuple[str, dict[str, str]]:
    text = form.get("Body", "")
    choice = form.get("ButtonPayload") or form.get("ListId")
    if choice:
        title = form.get("ButtonText") or form.get("ListTitle") or text
        return kinds.CHOICE, {"id": choice, "text": title}
    said = {"text": text} if text.strip() else {}
    if form.get("NumMedia", "0") not in ("", "0"):
        return kinds.MEDIA, {"name": kinds.of_mime(form.get("MediaContentType0", ""))} | said
    if form.get("Latitude"):
        # The text beside a location is its address, which nobody typed.
        return kinds.MEDIA, {"name": "locatie"}
    return (kinds.TEXT, said) if said else (kinds.MEDIA, {"name": kinds.UNKNOWN})


def _status(form: Form, ref: str) -> StatusUpdate | None:
    state = _STATES.get(form.get("MessageStatus", ""))
    if state is None:
        return None
    code = form.get("ErrorCode", "")
    return StatusUpdate(
        state=state,
        ref=ref if _REF.fullmatch(ref) else None,
        provider_id=form.get("MessageSid", ""),
        error=f"twilio {code}" if code.isdecimal() and len(code) < 8 else None,
        closed=code == str(CLOSED),
    )


def _failure(answer: sending.Answer) -> SendFailed:
    code = answer.said.get("code")
    name = f"twilio {code}" if isinstance(code, int) else f"http {answer.status}"
    after = answer.retry_after
    if code == CLOSED:
        return WindowClosed(name)
    if answer.status == 401:
        return Again(name, after or _UNAUTHORIZED_WAIT_S, everyone=True)
    if answer.status == 429:
        return Again(name, after, everyone=True)
    if answer.status >= 500:
        return Again(name, after)
    return Refused(name)
