"""The routes of tablet and phone, through the whole app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from starlette.applications import Starlette

from rugwijzer.gateway.app import create_app
from rugwijzer.gateway.failsafe import Rules
from rugwijzer.gateway.waiting_room.tablet_api import whatsapp_link
from rugwijzer.settings import Settings
from tests.gateway.conftest import DeadEngine, ScriptedEngine, begin, client_of
from tests.gateway.test_api import matches, refused

pytestmark = pytest.mark.asyncio
QUESTION = {
    "messages": [
        {"text": "Doof?", "kind": "question", "choices": [{"title": "Ja", "payload": "Ja"}]}
    ]
}


async def say(client: httpx.AsyncClient, headers: dict[str, str], **body: str) -> httpx.Response:
    return await client.post("/api/v1/messages", json=body, headers=headers)


def token_of(reply: httpx.Response) -> str:
    return str(reply.json()["url"].partition("#")[2])


async def test_an_ended_session_is_erased_and_its_token_is_dead(
    app: Starlette, engine: ScriptedEngine
) -> None:
    async with client_of(app) as client:
        headers = await begin(client, "tablet")
        await say(client, headers, text="hoi")
        assert (await client.delete("/api/v1/sessions", headers=headers)).status_code == 204
        assert engine.forgotten == [engine.sent[0][0]]
        refused(await say(client, headers, text="hoi"), 401)
        refused(await client.get("/api/v1/stream", headers=headers), 401)
        refused(await client.delete("/api/v1/sessions", headers=headers), 401)


async def test_a_message_that_comes_in_during_the_wipe_is_not_kept(
    app: Starlette, engine: ScriptedEngine
) -> None:
    async with client_of(app) as client:
        headers = await begin(client, "tablet")

        async def slowly() -> AsyncIterator[bytes]:
            yield b'{"text": '
            assert (await client.delete("/api/v1/sessions", headers=headers)).status_code == 204
            yield b'"hoi"}'

        refused(await client.post("/api/v1/messages", content=slowly(), headers=headers), 401)
    assert engine.sent == []


async def test_a_dead_engine_does_not_keep_a_session_alive(
    settings: Settings, rules: Rules
) -> None:
    async with client_of(create_app(settings, DeadEngine(), rules)) as client:
        headers = await begin(client, "tablet")
        assert (await client.delete("/api/v1/sessions", headers=headers)).status_code == 204
        refused(await say(client, headers, text="hoi"), 401)


async def test_the_phone_goes_on_with_the_conversation_once(
    settings: Settings, rules: Rules
) -> None:
    engine = ScriptedEngine(say=lambda content: QUESTION)
    async with client_of(create_app(settings, engine, rules)) as client:
        headers = await begin(client, "tablet")
        [asked] = (await say(client, headers, text="hoi")).json()["messages"]
        link = await client.post("/api/v1/handover", headers=headers)
        assert link.status_code == 201
        matches("Handover", link.json())
        assert link.json()["url"].startswith("http://gateway/verder#")
        body = {"token": token_of(link)}
        taken = await client.post("/api/v1/handover/open", json=body)
        matches("TakenOver", taken.json())
        assert taken.json()["messages"] == [asked]
        phone = {"Authorization": f"Bearer {taken.json()['session']}"}
        reply = await say(client, phone, choice=asked["choices"][0]["id"])
        assert reply.status_code == 200
        refused(await say(client, headers, text="hoi"), 401)
        refused(await client.post("/api/v1/handover/open", json=body), 410)
    first, second = engine.sent
    assert first[0] == second[0]
    assert (first[1], second[1]) == ("tablet", "website")
    assert second[2] == {"text": "Ja"}
    assert engine.forgotten == []


async def test_a_wipe_closes_the_link_to_the_conversation(app: Starlette) -> None:
    async with client_of(app) as client:
        headers = await begin(client, "tablet")
        link = await client.post("/api/v1/handover", headers=headers)
        await client.delete("/api/v1/sessions", headers=headers)
        opened = await client.post("/api/v1/handover/open", json={"token": token_of(link)})
        refused(opened, 410)


async def test_only_a_tablet_hands_over(app: Starlette) -> None:
    async with client_of(app) as client:
        headers = await begin(client, "website")
        refused(await client.post("/api/v1/handover", headers=headers), 400)
        refused(await client.post("/api/v1/handover"), 401)


async def test_whatsapp_only_where_it_is_configured(settings: Settings, rules: Rules) -> None:
    own = replace(settings, whatsapp_nummer="31612345678", public_url="https://praktijk.nl")
    async with client_of(create_app(own, ScriptedEngine(), rules)) as client:
        headers = await begin(client, "tablet")
        body = (await client.post("/api/v1/handover", headers=headers)).json()
    assert "whatsapp" not in body
    assert body["url"].startswith("https://praktijk.nl/verder#")
    meta = {"whatsapp_phone_number_id": "1", "whatsapp_token": "t"}
    meta |= {"whatsapp_app_secret": "s", "whatsapp_verify_token": "v"}
    twilio = {"twilio_account_sid": "AC1", "twilio_auth_token": "t"}
    twilio |= {"twilio_sender": "whatsapp:+31201234567"}
    assert whatsapp_link(replace(own, **meta)) == "https://wa.me/31612345678?text=Hallo"
    assert whatsapp_link(replace(settings, **meta)) == ""
    assert whatsapp_link(replace(own, **twilio)) == "https://wa.me/31612345678?text=Hallo"
    by_sender = replace(own, whatsapp_nummer="", **twilio)
    assert whatsapp_link(by_sender) == "https://wa.me/31201234567?text=Hallo"


async def test_the_summary_opens_once_also_after_the_wipe(app: Starlette) -> None:
    async with client_of(app) as client:
        headers = await begin(client, "tablet")
        body = {"pain": 6, "signals": [{"flags": ["plassen"], "answer": "nee"}]}
        kept = await client.post("/api/v1/summary", json=body, headers=headers)
        assert kept.status_code == 201
        matches("KeptSummary", kept.json())
        named = {"pain": 6, "signals": [{"names": ["problemen met plassen"], "answer": "nee"}]}
        assert kept.json()["summary"] == named
        assert "plassen" not in kept.json()["url"]
        await client.delete("/api/v1/sessions", headers=headers)
        token = {"token": token_of(kept)}
        opened = await client.post("/api/v1/summary/open", json=token)
        matches("OpenedSummary", opened.json())
        assert opened.json() == {"summary": named}
        assert opened.headers["cache-control"] == "no-store"
        refused(await client.post("/api/v1/summary/open", json=token), 410)


async def test_a_link_expires(settings: Settings, rules: Rules) -> None:
    app = create_app(replace(settings, link_s=1e-6), ScriptedEngine(), rules)
    async with client_of(app) as client:
        headers = await begin(client, "tablet")
        kept = await client.post("/api/v1/summary", json={"pain": 6}, headers=headers)
        handed = await client.post("/api/v1/handover", headers=headers)
        for path, link in (("summary", kept), ("handover", handed)):
            body = {"token": token_of(link)}
            text = refused(await client.post(f"/api/v1/{path}/open", json=body), 410)
            assert "werkt niet meer" in text


@pytest.mark.parametrize("body", [{}, {"token": 1}, {"token": ""}, {"token": "a" * 65}])
async def test_a_malformed_token_is_400(app: Starlette, body: dict[str, object]) -> None:
    async with client_of(app) as client:
        for path in ("summary", "handover"):
            refused(await client.post(f"/api/v1/{path}/open", json=body), 400)


async def test_the_tablet_names_itself_and_nothing_else(app: Starlette) -> None:
    async with client_of(app) as client:
        headers = await begin(client, "tablet")
        website = await begin(client, "website")
        path = "/api/v1/presence"
        good = await client.post(path, json={"tablet": "Wachtkamer"}, headers=headers)
        assert good.status_code == 204
        refused(await client.post(path, json={"tablet": "a" * 41}, headers=headers), 400)
        refused(await client.post(path, json={"tablet": 1}, headers=headers), 400)
        refused(await client.post(path, json={"tablet": "x"}, headers=website), 400)
        refused(await client.post(path, json={"tablet": "x"}), 401)


async def test_the_themes_are_those_of_the_content(app: Starlette) -> None:
    async with client_of(app) as client:
        body = (await client.get("/api/v1/themes")).json()
    matches("Themes", body)
    assert {"topic": "matras", "text": "Helpt een dure matras?"} in [
        question for theme in body["themes"] for question in theme["questions"]
    ]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("192.168.20.7", 201),
        ("::ffff:192.168.20.7", 201),
        ("192.168.21.7", 403),
        ("2001:db8::1", 403),
        ("geen-adres", 403),
    ],
)
async def test_only_the_practices_own_network_is_a_tablet(
    settings: Settings, rules: Rules, address: str, status: int
) -> None:
    own = replace(settings, tablet_networks=("192.168.20.0/24",))
    transport = httpx.ASGITransport(
        app=create_app(own, ScriptedEngine(), rules), client=(address, 1)
    )
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        reply = await client.post("/api/v1/sessions", json={"surface": "tablet"})
        assert reply.status_code == status
        website = await client.post("/api/v1/sessions", json={"surface": "website"})
        assert website.status_code == 201
