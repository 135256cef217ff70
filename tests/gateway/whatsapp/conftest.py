"""A running gateway between a fake Meta, a fake Twilio and a scripted engine."""

from __future__ import annotations

import itertools
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from rugwijzer.gateway.app import create_app
from rugwijzer.gateway.engine import EngineUnavailable
from rugwijzer.gateway.failsafe import Rules
from rugwijzer.gateway.messages import Reply
from rugwijzer.settings import Settings
from rugwijzer.store import Database, Vault
from rugwijzer.store.crypto import new_key
from tests import waiting
from tests.fake_whatsapp import (
    ACCOUNT,
    APP_SECRET,
    AUTH_TOKEN,
    NUMBER_ID,
    TOKEN,
    VERIFY,
    FakeGraph,
    FakeTwilio,
    button,
    deliver,
    deliver_twilio,
    delivery,
    text_message,
)
from tests.serving import serving

from ..conftest import ENGINE_SECRET, SECRET, ScriptedEngine

PUBLIC = "https://rug.praktijk.nl"
LOOKUP = "zoeksleutel-3hKq8-test-van-WhatsApp"
ANNA = "31600000001"


@dataclass
class MoodyEngine(ScriptedEngine):
    """A scripted engine that can be away."""

    error: str = ""

    async def send(self, sender: str, surface: str, content: dict[str, str]) -> list[Reply]:
        if self.error:
            raise EngineUnavailable(self.error)
        return await super().send(sender, surface, content)

    async def forget(self, sender: str) -> None:
        if self.error:
            raise EngineUnavailable(self.error)
        await super().forget(sender)


@dataclass
class World:
    """Everything around one gateway."""

    graph: FakeGraph
    twilio: FakeTwilio
    engine: MoodyEngine
    settings: Settings
    url: str = ""
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def database(self) -> Database:
        """The gateway's database, opened beside it."""
        vault = Vault(self.settings.store_keys, self.settings.lookup_key)
        return Database(self.settings.database_url, vault)

    def rows(self, query: str) -> list[Any]:
        """Rows of the database."""
        path = self.settings.database_url.removeprefix("sqlite:///")
        with sqlite3.connect(path, timeout=30) as connection:
            return connection.execute(query).fetchall()

    def until(self, query: str, expected: list[Any], seconds: float = 15) -> None:
        """Wait until a query gives these rows: what is written after a send is seen by nobody else."""
        waiting.until(
            lambda: self.rows(query) == expected, seconds, lambda: f"{query}: {self.rows(query)}"
        )

    def until_tables(self, seconds: float = 15) -> None:
        """Wait until the gateway, which answers at once, has made its tables."""
        deadline = time.monotonic() + seconds
        made = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
        self.until(made, [(1,)], seconds)
        self.until("SELECT count(*) FROM alembic_version", [(1,)], deadline - time.monotonic())

    def says(self, text: str, number: str = ANNA) -> None:
        """A patient types something."""
        sent = deliver(self.url, delivery(text_message(number, text, str(next(self.ids)))))
        assert sent.status_code == 200

    def presses(self, option: str, title: str, number: str = ANNA) -> None:
        """A patient presses a button."""
        body = delivery(button(number, option, title, str(next(self.ids))))
        assert deliver(self.url, body).status_code == 200

    def agrees(self, number: str = ANNA) -> None:
        """A patient says hello and agrees."""
        before = len([s for s in self.graph.sent if s.to == number])
        self.says("hallo", number)
        self.graph.wait(before + 1, number)
        self.presses("toestemming-ja", "Ja, dat is goed", number)
        self.graph.wait(before + 2, number)

    def texts(self, count: int, number: str = ANNA) -> list[str]:
        """What a patient has received, once that is so many messages."""
        return [sent.text for sent in self.graph.wait(count, number)]

    def twilio_says(self, text: str, **fields: str) -> None:
        """A patient types something at the number of Twilio."""
        form = {"MessageSid": f"SM{next(self.ids):032x}", "From": f"whatsapp:+{ANNA}"}
        form |= {"To": "whatsapp:+31201234567", "Body": text, "NumMedia": "0"} | fields
        reply = deliver_twilio(self.url, PUBLIC, "/webhooks/twilio", form)
        assert (reply.status_code, reply.text) == (200, "<Response/>")


@pytest.fixture
def world_settings(tmp_path: Path) -> Settings:
    return Settings(
        secret=SECRET,
        engine_secret=ENGINE_SECRET,
        praktijk_naam="praktijk De Linde",
        praktijk_telefoon="030-2345678",
        public_url=PUBLIC,
        message_rate=0.5,
        message_burst=10,
        database_url=f"sqlite:///{tmp_path}/store.sqlite",
        tracker_url=f"sqlite:///{tmp_path}/gesprekken.sqlite",
        store_keys=(new_key(),),
        lookup_key=LOOKUP,
        whatsapp_phone_number_id=NUMBER_ID,
        whatsapp_token=TOKEN,
        whatsapp_app_secret=APP_SECRET,
        whatsapp_verify_token=VERIFY,
        whatsapp_in_doubt_s=1.0,
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=AUTH_TOKEN,
        twilio_sender="whatsapp:+31201234567",
        twilio_template="HX" + "1" * 32,
        twilio_reopen_template="HX" + "2" * 32,
    )


@pytest.fixture
def world(world_settings: Settings, rules: Rules) -> Iterator[World]:
    graph, twilio = FakeGraph(), FakeTwilio()
    engine = MoodyEngine(say=lambda content: {"messages": [{"text": _echo(content)}]})
    with serving(graph.app()) as meta_url, serving(twilio.app()) as twilio_url:
        settings = replace(
            world_settings, whatsapp_graph_url=f"{meta_url}/v24.0", twilio_url=twilio_url
        )
        with serving(create_app(settings, engine, rules)) as url:
            running = World(graph, twilio, engine, settings, url)
            running.until_tables()
            yield running
        graph.release.set()


def _echo(content: dict[str, str]) -> str:
    return f"u zei: {content.get('text') or content.get('payload')}"
