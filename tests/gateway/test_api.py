"""The routes of the contract, through the whole app."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import httpx
import jsonschema
import pytest
from starlette.applications import Starlette

from rugwijzer.gateway.app import create_app
from rugwijzer.gateway.failsafe import Rules
from rugwijzer.gateway.openapi import document
from rugwijzer.http.errors import CALL_LINE
from rugwijzer.settings import Settings

from .conftest import DeadEngine, ScriptedEngine, begin, client_of, read_stream

pytestmark = pytest.mark.asyncio
META = {
    "whatsapp_phone_number_id": "1",
    "whatsapp_token": "t",
    "whatsapp_app_secret": "s",
    "whatsapp_verify_token": "v",
}
TWILIO = {
    "twilio_account_sid": "AC1",
    "twilio_auth_token": "t",
    "twilio_sender": "whatsapp:+31201234567",
    "public_url": "https://rug.praktijk.nl",
}
MESSAGES = "/api/v1/messages"


def matches(name: str, body: object) -> None:
    """Check a body against a schema of the description."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}
    jsonschema.Draft202012Validator(schema).validate(body)


def refused(reply: httpx.Response, status: int) -> str:
    """Check an error's form and return its text."""
    assert reply.status_code == status
    assert set(reply.json()) == {"error"}
    assert set(reply.json()["error"]) == {"code", "message"}
    assert reply.headers["cache-control"] == "no-store"
    return str(reply.json()["error"]["message"])


async def test_a_conversation(app: Starlette, engine: ScriptedEngine) -> None:
    async with client_of(app) as client:
        reply = await client.post("/api/v1/sessions", json={"surface": "tablet"})
        matches("Session", reply.json())
        headers = {"Authorization": f"Bearer {reply.json()['session']}"}
        reply = await client.post(MESSAGES, json={"text": "/restart"}, headers=headers)
    assert reply.status_code == 200
    assert reply.headers["cache-control"] == "no-store"
    matches("Messages", reply.json())
    [(sender, surface, content)] = engine.sent
    assert sender.startswith("tablet-") and surface == "tablet"
    assert content == {"text": "restart"}


async def test_errors_have_the_form_of_the_contract(app: Starlette) -> None:
    async with client_of(app) as client:
        headers = await begin(client)
        big = json.dumps({"text": "a" * 17000}).encode()
        cases = [
            (await client.post(MESSAGES, json={"text": "a"}), 401),
            (await client.post(MESSAGES, content=b"{", headers=headers), 400),
            (await client.post(MESSAGES, json={"text": 1}, headers=headers), 400),
            (await client.post(MESSAGES, content=big, headers=headers), 413),
            (await client.post(MESSAGES, json={"text": "a" * 1001}, headers=headers), 422),
            (await client.post(MESSAGES, json={"text": " / "}, headers=headers), 422),
            (await client.post(MESSAGES, json={"choice": "c1"}, headers=headers), 422),
            (await client.post("/api/v1/sessions", json={"surface": "fax"}), 400),
            (await client.get("/api/v1/stream"), 401),
            (await client.get("/api/v2/iets"), 404),
            (await client.delete(MESSAGES), 405),
        ]
    for reply, status in cases:
        assert refused(reply, status)


async def test_a_button_that_is_not_known_still_says_whom_to_call(app: Starlette) -> None:
    async with client_of(app) as client:
        reply = await client.post(MESSAGES, json={"choice": "c1"}, headers=await begin(client))
    assert refused(reply, 422).endswith(CALL_LINE)


async def test_every_try_of_a_message_reaches_the_engine_as_the_same_message(
    app: Starlette, engine: ScriptedEngine
) -> None:
    async with client_of(app) as client:
        headers = await begin(client)
        for key in ("eerste-bericht", "eerste-bericht", "tweede-bericht"):
            await client.post(
                MESSAGES, json={"text": "a"}, headers={**headers, "Idempotency-Key": key}
            )
        odd = {**headers, "Idempotency-Key": "kort"}
        refused(await client.post(MESSAGES, json={"text": "a"}, headers=odd), 400)
        other = {**await begin(client), "Idempotency-Key": "eerste-bericht"}
        await client.post(MESSAGES, json={"text": "a"}, headers=other)
    first, again, second, stranger = (content["message_id"] for _, _, content in engine.sent)
    assert first == again
    assert len({first, second, stranger}) == 3


async def test_too_many_messages_are_told_when_to_come_back(
    settings: Settings, rules: Rules
) -> None:
    app = create_app(replace(settings, message_burst=2, message_rate=0.5), ScriptedEngine(), rules)
    async with client_of(app) as client:
        headers = await begin(client)
        replies = [
            await client.post(MESSAGES, json={"text": "a"}, headers=headers) for _ in range(3)
        ]
        assert [r.status_code for r in replies] == [200, 200, 429]
        assert int(replies[2].headers["retry-after"]) >= 1
        assert "112" in refused(replies[2], 429)
        other = await begin(client)
        assert (await client.post(MESSAGES, json={"text": "a"}, headers=other)).status_code == 200


async def test_a_dead_engine_still_gives_the_escalation(settings: Settings, rules: Rules) -> None:
    app = create_app(settings, DeadEngine(parts={"engine": "down", "actions": "ok"}), rules)
    async with client_of(app) as client:
        headers = await begin(client)
        reply = await client.post(MESSAGES, json={"text": "kan niet plassen"}, headers=headers)
        assert reply.status_code == 200
        matches("Messages", reply.json())
        assert reply.json()["messages"][0]["kind"] == "escalation"
        health = await client.get("/health")
        live = await client.get("/live")
    assert health.status_code == 503 and health.json()["down"] == ["engine"]
    matches("Health", health.json())
    assert live.status_code == 200


async def test_health_is_ok_when_every_part_is(app: Starlette) -> None:
    async with client_of(app) as client:
        await app.state.figures._failsafe.start()
        reply = await client.get("/health")
    assert (reply.status_code, reply.json()["status"]) == (200, "ok")


async def test_a_failure_inside_shows_no_trace_and_whom_to_call(
    app: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("geheim pad /etc/x")

    monkeypatch.setattr("rugwijzer.gateway.guard.parse_object", broken)
    async with client_of(app) as client:
        reply = await client.post("/api/v1/sessions", json={"surface": "website"})
    text = refused(reply, 500)
    assert "huisarts" in text and "112" in text
    assert "geheim" not in reply.text and "Traceback" not in reply.text


async def test_every_response_has_the_security_headers(app: Starlette) -> None:
    async with client_of(app) as client:
        for path in ("/", "/tablet", "/live", "/api/v1/nee", "/nee", "/web/rugwijzer.js"):
            headers = (await client.get(path)).headers
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert "permissions-policy" in headers and "referrer-policy" in headers


async def test_other_origins_only_when_configured(settings: Settings, rules: Rules) -> None:
    origin = {"Origin": "https://praktijk.nl"}
    closed = create_app(settings, ScriptedEngine(), rules)
    opened = create_app(
        replace(
            settings,
            allowed_origins=("https://praktijk.nl",),
            frame_ancestors=("https://praktijk.nl",),
        ),
        ScriptedEngine(),
        rules,
    )
    async with client_of(closed) as client:
        assert (
            "access-control-allow-origin" not in (await client.get("/live", headers=origin)).headers
        )
    async with client_of(opened) as client:
        headers = (await client.get("/live", headers=origin)).headers
        assert headers["access-control-allow-origin"] == "https://praktijk.nl"
        assert "frame-ancestors https://praktijk.nl" in headers["content-security-policy"]
        other = await client.get("/live", headers={"Origin": "https://kwaad.nl"})
        assert "access-control-allow-origin" not in other.headers


@pytest.mark.parametrize("channels", [{}, META, TWILIO, META | TWILIO])
async def test_the_description_is_valid_and_complete(
    settings: Settings, engine: ScriptedEngine, rules: Rules, channels: dict[str, str]
) -> None:
    app = create_app(replace(settings, **channels), engine, rules)  # type: ignore[arg-type]
    async with client_of(app) as client:
        body = (await client.get("/api/v1/openapi.json")).json()
    assert body["openapi"].startswith("3.1")
    served = {
        (route.path, method.lower())  # type: ignore[attr-defined]
        for route in app.routes
        # The mounted portal has pages of its own, and no API.
        for method in getattr(route, "methods", None) or ()
        if method != "HEAD" and re.match(r"/(api|health|live|ready|webhooks|gegevens)", route.path)  # type: ignore[attr-defined]
    }
    described = {(path, method) for path, item in body["paths"].items() for method in item}
    assert described == served
    for schema in body["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    for ref in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(body)):
        part = body
        for key in ref.split("/"):
            part = part[key]
    idents = [op["operationId"] for item in body["paths"].values() for op in item.values()]
    assert len(idents) == len(set(idents))


async def test_own_messages_arrive_on_the_stream(settings: Settings, rules: Rules) -> None:
    engine = ScriptedEngine()
    app = create_app(settings, engine, rules)
    sent: list[bytes] = []
    async with client_of(app) as client:
        headers = await begin(client)
        await client.post(MESSAGES, json={"text": "hoi"}, headers=headers)
    sender = engine.sent[0][0]

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] == 200
        body = message.get("body", b"")
        assert isinstance(body, bytes)
        sent.append(body)
        if body.startswith(b": open"):
            assert (
                app.state.broker.publish(sender, {"text": "Hoe gaat het?", "kind": "checkin"}) == 1
            )
            assert app.state.broker.publish("website-ander", {"text": "x", "kind": "info"}) == 0
        if body.startswith(b": leeft"):
            app.state.broker.close()

    token = (b"authorization", headers["Authorization"].encode())
    await read_stream(app, "/api/v1/stream", token, send)
    events = [part for part in sent if part.startswith(b"event: message")]
    assert [json.loads(e.split(b"data: ")[1])["kind"] for e in events] == ["checkin"]
    assert app.state.broker.publish(sender, {"text": "x", "kind": "info"}) == 0
