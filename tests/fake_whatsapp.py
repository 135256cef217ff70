"""Meta and Twilio as they behave, on real ports: limits, refusals, statuses, and bad days."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import threading
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

APP_SECRET = "meta-app-geheim-5kQ2"
TOKEN = "EAAtoken7Hq"
VERIFY = "controle-9Zx"
NUMBER_ID = "106540352242922"
ACCOUNT = "AC" + "0" * 32
AUTH_TOKEN = "twilio-geheim-3Yw"


@dataclass
class Sent:
    """One send that a provider accepted."""

    to: str
    body: dict[str, Any]
    ref: str
    ident: str
    at: float

    @property
    def text(self) -> str:
        """What the patient reads."""
        if "Body" in self.body:
            return str(self.body["Body"])
        kind = self.body.get("type")
        if kind == "interactive":
            return str(self.body["interactive"]["body"]["text"])
        return str(self.body["text"]["body"]) if kind == "text" else f"<{kind}>"


@dataclass
class Bag:
    """What was sent, and a way to wait for it."""

    sent: list[Sent] = field(default_factory=list)
    refused: list[Any] = field(default_factory=list)
    calls: int = 0
    #: What the next calls get: '429', '500', 'hang', 'lost' (accepted, answer lost), 'garbage' or a
    #: provider's code.
    days: deque[str] = field(default_factory=deque)
    changed: threading.Condition = field(default_factory=threading.Condition)
    release: threading.Event = field(default_factory=threading.Event)

    def add(self, sent: Sent) -> None:
        with self.changed:
            self.sent.append(sent)
            self.changed.notify_all()

    def call(self) -> str:
        with self.changed:
            self.calls += 1
            self.changed.notify_all()
        return self.days.popleft() if self.days else ""

    def wait(self, count: int, to: str | None = None, seconds: float = 15) -> list[Sent]:
        """Wait until so many were accepted (for one patient) and return them."""

        def mine() -> list[Sent]:
            return [s for s in self.sent if to is None or s.to == to]

        with self.changed:
            if not self.changed.wait_for(lambda: len(mine()) >= count, seconds):
                raise AssertionError(f"{len(mine())} van {count}: {[s.text for s in mine()]}")
            return mine()


class FakeGraph(Bag):
    """graph.facebook.com."""

    def app(self) -> Starlette:
        path = f"/v24.0/{NUMBER_ID}/messages"
        return Starlette(routes=[Route(path, self.messages, methods=["POST"])])

    async def messages(self, request: Request) -> Response:
        """POST /<number>/messages."""
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return _meta_error(401, 190)
        body = await request.json()
        day = self.call()
        if day == "429":
            return _meta_error(429, 130429, {"Retry-After": "1"})
        if day == "500":
            return Response("<html>", 500)
        if day.isdecimal():
            return _meta_error(400, int(day))
        if wrong := _meta_wrong(body):
            self.refused.append((wrong, body))
            return _meta_error(400, 131009)
        ident = "wamid." + base64.b64encode(f"{self.calls}-{time.time_ns()}".encode()).decode()
        to = body.get("to") or body.get("recipient")
        self.add(Sent(to, body, body.get("biz_opaque_callback_data", ""), ident, time.time()))
        if day == "hang":
            await asyncio.to_thread(self.release.wait, 20)
        if day == "garbage":
            return Response("[[[", media_type="application/json")
        if day == "lost":
            return _broken()
        return JSONResponse(
            {
                "messaging_product": "whatsapp",
                "contacts": [{"input": to, "wa_id": to}],
                "messages": [{"id": ident}],
            }
        )


def _meta_error(status: int, code: int, headers: dict[str, str] | None = None) -> Response:
    error = {"message": f"(#{code}) nummer 31600000001", "type": "OAuthException", "code": code}
    return JSONResponse({"error": error}, status, headers)


def _broken() -> Response:
    """An answer whose connection breaks before it is whole."""

    async def half() -> AsyncIterator[bytes]:
        yield b"{"
        raise ConnectionResetError

    return StreamingResponse(half(), headers={"Content-Length": "100"})


def _meta_wrong(body: dict[str, Any]) -> str:
    """What Meta would refuse of a send, or nothing."""
    if body.get("messaging_product") != "whatsapp" or not (body.get("to") or body.get("recipient")):
        return "address"
    if body["type"] == "text":
        return "" if 0 < len(body["text"]["body"]) <= 4096 else "text"
    if body["type"] == "template":
        return "" if body["template"]["name"] and body["template"]["language"]["code"] else "name"
    interactive = body["interactive"]
    if not 0 < len(interactive["body"]["text"]) <= 1024:
        return "body"
    action = interactive["action"]
    if interactive["type"] == "button":
        replies = [b["reply"] for b in action["buttons"]]
        most, longest = 3, 20
    else:
        if not 0 < len(action["button"]) <= 20:
            return "list button"
        replies = [row for section in action["sections"] for row in section["rows"]]
        most, longest = 10, 24
    titles = [r["title"] for r in replies]
    if not 0 < len(replies) <= most or len(set(titles)) < len(titles):
        return "options"
    return "" if all(0 < len(t) <= longest for t in titles) else "title"


class FakeTwilio(Bag):
    """api.twilio.com."""

    def app(self) -> Starlette:
        path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        return Starlette(routes=[Route(path, self.messages, methods=["POST"])])

    async def messages(self, request: Request) -> Response:
        """POST .../Messages.json."""
        basic = base64.b64encode(f"{ACCOUNT}:{AUTH_TOKEN}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {basic}":
            return JSONResponse({"code": 20003, "status": 401}, 401)
        raw = (await request.body()).decode()
        form = dict(httpx.QueryParams(raw))
        day = self.call()
        if day == "429":
            return JSONResponse({"code": 20429}, 429, {"Retry-After": "1"})
        if day == "500":
            return JSONResponse({"code": 20500}, 500)
        if day.isdecimal():
            return JSONResponse({"code": int(day)}, 400)
        if not form.get("ContentSid") and not 0 < len(form.get("Body", "")) <= 1600:
            self.refused.append(form)
            return JSONResponse({"code": 21617}, 400)
        sid = "SM" + hashlib.md5(str(time.time_ns()).encode()).hexdigest()
        ref = httpx.URL(form["StatusCallback"]).params["ref"]
        self.add(Sent(form["To"].removeprefix("whatsapp:+"), form, ref, sid, time.time()))
        if day == "lost":
            return _broken()
        return JSONResponse({"sid": sid, "status": "queued"}, 201)


# -- what Meta delivers ---------------------------------------------------------------------------


def signed(raw: bytes, secret: str = APP_SECRET) -> dict[str, str]:
    """The headers of a delivery."""
    digest = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}


def text_message(number: str, text: str, ident: str, at: float | None = None) -> dict[str, Any]:
    """A typed message."""
    return message(number, ident, at, type="text", text={"body": text})


def message(number: str, ident: str, at: float | None = None, **fields: Any) -> dict[str, Any]:
    """Any message; `fields` hold its type and its part."""
    stamp = str(int(time.time() if at is None else at))
    return {"from": number, "id": f"wamid.{ident}", "timestamp": stamp} | fields


def button(number: str, option: str, title: str, ident: str) -> dict[str, Any]:
    """A pressed reply button."""
    reply = {"type": "button_reply", "button_reply": {"id": option, "title": title}}
    return message(number, ident, type="interactive", interactive=reply)


def delivery(
    *messages: dict[str, Any],
    statuses: list[dict[str, Any]] | None = None,
    contacts: list[dict[str, Any]] | None = None,
    number_id: str = NUMBER_ID,
) -> dict[str, Any]:
    """A delivery with one change."""
    numbers = {m.get("from") for m in messages if isinstance(m, dict)}
    named = [{"profile": {"name": "Zoë 🌷 <b>"}, "wa_id": n} for n in sorted(filter(None, numbers))]
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "31201234567", "phone_number_id": number_id},
    }
    if messages:
        value |= {"contacts": contacts or named, "messages": list(messages)}
    if statuses:
        value["statuses"] = statuses
    change = {"field": "messages", "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}


def status(sent: Sent, state: str, **fields: Any) -> dict[str, Any]:
    """A status of something that was sent."""
    return {
        "id": sent.ident,
        "status": state,
        "timestamp": str(int(time.time())),
        "recipient_id": sent.to,
        "biz_opaque_callback_data": sent.ref,
    } | fields


def deliver(gateway: str, body: Any, secret: str = APP_SECRET) -> httpx.Response:
    """Post a delivery as Meta does."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return httpx.post(
        f"{gateway}/webhooks/whatsapp", content=raw, headers=signed(raw, secret), timeout=20
    )


# -- what Twilio delivers -------------------------------------------------------------------------


def twilio_signature(url: str, form: dict[str, str], token: str = AUTH_TOKEN) -> str:
    """X-Twilio-Signature as Twilio documents it: the address and the sorted fields, HMAC-SHA1."""
    base = url + "".join(f"{key}{form[key]}" for key in sorted(form))
    return base64.b64encode(hmac.new(token.encode(), base.encode(), hashlib.sha1).digest()).decode()


def deliver_twilio(
    gateway: str, public: str, path: str, form: dict[str, str], token: str = AUTH_TOKEN
) -> httpx.Response:
    """Post a form as Twilio does; `public` is the address that Twilio was given."""
    form = {"AccountSid": ACCOUNT} | form
    headers = {
        "X-Twilio-Signature": twilio_signature(f"{public}{path}", form, token),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    content = urlencode(form).encode()
    return httpx.post(f"{gateway}{path}", content=content, headers=headers, timeout=20)
