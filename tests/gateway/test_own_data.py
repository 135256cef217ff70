"""GET /api/v1/sessions: the own conversation, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from rugwijzer.gateway.app import create_app
from rugwijzer.gateway.failsafe import Rules
from rugwijzer.settings import Settings

from .conftest import DeadEngine, ScriptedEngine, begin, client_of
from .test_api import matches, refused

pytestmark = pytest.mark.asyncio


async def keep(path: Path, sender: str, text: str) -> None:
    store = SQLTrackerStore(Domain.empty(), dialect="sqlite", db=str(path))
    events = [UserUttered(text), BotUttered("Dat is meestal onschuldig.")]
    await store.save(DialogueStateTracker.from_events(sender, events))
    store.engine.dispose()


async def test_a_visitor_gets_all_of_the_own_conversation_and_nothing_of_another(
    settings: Settings, engine: ScriptedEngine, rules: Rules, tmp_path: Path
) -> None:
    path = tmp_path / "gesprekken.sqlite"
    app = create_app(replace(settings, tracker_url=f"sqlite:///{path}"), engine, rules)
    async with client_of(app) as client:
        mine, other = await begin(client), await begin(client)
        for headers in (mine, other):
            await client.post("/api/v1/messages", json={"text": "hoi"}, headers=headers)
        own, foreign = (sent[0] for sent in engine.sent)
        await keep(path, own, "mijn rug doet pijn")
        await keep(path, foreign, "woorden van een ander")
        reply = await client.get("/api/v1/sessions", headers=mine)
    assert reply.headers["content-disposition"] == 'attachment; filename="mijn-gegevens.json"'
    assert reply.headers["cache-control"] == "no-store"
    matches("OwnData", reply.json())
    assert (reply.json()["nummer"], reply.json()["plek"]) == (own, "website")
    assert [e["event"] for e in reply.json()["gesprek"]] == ["user", "bot"]
    assert "mijn rug doet pijn" in reply.text
    assert "woorden van een ander" not in reply.text


async def test_before_the_first_message_and_without_a_session(
    settings: Settings, rules: Rules, tmp_path: Path
) -> None:
    own = replace(settings, tracker_url=f"sqlite:///{tmp_path}/nog-niet.sqlite")
    async with client_of(create_app(own, DeadEngine(), rules)) as client:
        headers = await begin(client, "tablet")
        assert (await client.get("/api/v1/sessions", headers=headers)).json()["gesprek"] == []
        refused(await client.get("/api/v1/sessions"), 401)
        assert (await client.delete("/api/v1/sessions", headers=headers)).status_code == 204
        refused(await client.get("/api/v1/sessions", headers=headers), 401)
