"""docs/channel.md: its code, run against a running gateway."""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from rugwijzer.gateway import app as gateway_app
from rugwijzer.gateway.whatsapp.provider import Provider
from rugwijzer.settings import Settings
from rugwijzer.store.crypto import new_key
from tests.fake_whatsapp import Bag, Sent
from tests.gateway.conftest import ENGINE_SECRET, SECRET, ScriptedEngine
from tests.serving import serving

from .pages import ROOT, page

CODE = [block for block in page("docs/channel.md").blocks() if block.language == "python"]
APP_SECRET = "app-geheim-8Tz"
LINE = "Goedendag, hier een antwoord."


def module(number: int) -> ModuleType:
    """A code block of the page as a module."""
    made = ModuleType(f"docs_channel_{number}")
    sys.modules[made.__name__] = made
    exec(compile(CODE[number].text, str(CODE[number]), "exec"), made.__dict__)
    return made


def settings(folder: Path, **values: Any) -> Settings:
    return Settings(
        secret=SECRET,
        engine_secret=ENGINE_SECRET,
        data_dir=ROOT / "data",
        database_url=f"sqlite:///{folder}/store.sqlite",
        tracker_url=f"sqlite:///{folder}/gesprekken.sqlite",
        store_keys=(new_key(),),
        lookup_key="zoeksleutel-van-de-test",
        openingstijden="altijd",
        **values,
    )


class PracticesServer(Bag):
    """The server of the practice's app."""

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/messages", self.messages, methods=["POST"])])

    async def messages(self, request: Request) -> JSONResponse:
        body = await request.json()
        self.add(Sent(body["user"], {"Body": body["text"]}, body["ref"], "", 0.0))
        return JSONResponse({"id": str(len(self.sent))}, 201)


@dataclass
class World:
    url: str
    server: PracticesServer
    engine: ScriptedEngine

    def deliver(self, body: dict[str, str], secret: str = APP_SECRET) -> int:
        raw = json.dumps(body).encode()
        signature = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
        headers = {"x-signature": signature}
        return httpx.post(f"{self.url}/webhooks/app", content=raw, headers=headers).status_code

    def texts(self, count: int, user: str) -> list[str]:
        return [sent.text for sent in self.server.wait(count, user)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One gateway for all tests; each has patients of its own."""
    folder = tmp_path_factory.mktemp("channel")
    server = PracticesServer()
    engine = ScriptedEngine(say=lambda _: {"messages": [{"text": LINE, "kind": "info"}]})
    with serving(server.app()) as app_url:
        provider: Provider = module(1).PracticeApp(app_url, APP_SECRET)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(gateway_app, "providers", lambda _: [provider])
            app = gateway_app.create_app(settings(folder), engine)
        with serving(app) as url:
            yield World(url, server, engine)


def test_the_app_asks_for_agreement_and_then_answers(world: World) -> None:
    assert world.deliver({"user": "anna", "id": "1", "text": "hallo"}) == 200
    [asked] = world.texts(1, "anna")
    assert "Vindt u het goed" in asked
    world.deliver({"user": "anna", "id": "2", "text": "ja"})
    world.texts(2, "anna")
    world.deliver({"user": "anna", "id": "3", "text": "helpt warmte?"})
    assert world.texts(3, "anna")[-1] == LINE
    # Nothing reached the engine before the agreement.
    assert [content["text"] for _, _, content in world.engine.sent] == ["helpt warmte?"]


def test_an_alarm_signal_comes_first_also_before_the_agreement(world: World) -> None:
    world.deliver({"user": "bram", "id": "4", "text": "ik kan sinds gisteren niet meer plassen"})
    assert "Bel nu uw huisarts" in world.texts(2, "bram")[0]


def test_what_is_not_signed_is_refused(world: World) -> None:
    assert world.deliver({"user": "eva", "id": "5", "text": "hallo"}, secret="een ander") == 403
    # Who comes later is answered, so the other would have been.
    assert world.deliver({"user": "carla", "id": "6", "text": "hallo"}) == 200
    world.texts(1, "carla")
    assert "eva" not in {sent.to for sent in world.server.sent}


def test_a_client_of_the_web_api_talks_and_shows_what_went_wrong(tmp_path: Path) -> None:
    engine = ScriptedEngine(
        say=lambda content: {
            "messages": [
                {
                    "text": content.get("text") or content["payload"],
                    "kind": "info",
                    "choices": [{"title": "Matras", "payload": "/kies_onderwerp"}],
                }
            ]
        }
    )
    chosen = settings(tmp_path, portal_in_gateway=False)
    with serving(gateway_app.create_app(chosen, engine)) as url:
        conversation = module(0).Conversation(url)
        [message] = conversation.say(text="hallo")
        assert message["text"] == "hallo"
        [chosen_one] = conversation.say(choice=message["choices"][0]["id"])
        assert chosen_one["text"] == "/kies_onderwerp"
        [error] = conversation.say(text="x" * 1001)
        assert "huisarts" in error["text"]
