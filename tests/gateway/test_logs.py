"""rugwijzer.logs.lines: what the gateway logs."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime

import pytest
import structlog

from rugwijzer.gateway.app import create_app
from rugwijzer.gateway.failsafe import Rules
from rugwijzer.logs import lines as logs
from rugwijzer.settings import Settings

from .conftest import DeadEngine, ScriptedEngine, begin, client_of

WORDS = "kan niet plassen sinds dinsdag"


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure(stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


class Quoting(ScriptedEngine):
    """An engine whose failure quotes the patient."""

    async def send(self, sender: str, surface: str, content: dict[str, str]) -> list[object]:  # type: ignore[override]
        logging.getLogger("iets").info("sent", extra={"text": content})
        try:
            raise ValueError(content)
        except ValueError:
            logging.getLogger("iets").exception("stuk")
            raise


@pytest.mark.asyncio
@pytest.mark.parametrize("engine", [ScriptedEngine, DeadEngine, Quoting])
async def test_no_text_title_or_token_reaches_the_log(
    output: io.StringIO, settings: Settings, rules: Rules, engine: type[ScriptedEngine]
) -> None:
    choice = {"title": "Titelwoord", "payload": "/payloadwoord"}
    part = engine()
    part.say = lambda _: {"messages": [{"text": "antwoordwoord", "choices": [choice]}]}
    async with client_of(create_app(settings, part, rules)) as client:
        headers = await begin(client)
        for body in (
            {"text": WORDS},
            {"text": "stuk " + WORDS},
            {"choice": "c1"},
            {"choice": WORDS},
        ):
            await client.post("/api/v1/messages", json=body, headers=headers)
        await client.get(f"/api/v1/{WORDS}?q={WORDS}")
    text = output.getvalue()
    token = headers["Authorization"].removeprefix("Bearer ")
    for secret in (
        *WORDS.split(),
        "Titelwoord",
        "payloadwoord",
        "antwoordwoord",
        token,
        token[:20],
    ):
        assert secret not in text
    lines = [json.loads(line) for line in text.splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert [line["status"] for line in requests][:2] == [201, 200]
    assert {line["route"] for line in requests} == {"create_session", "post_message", "none"}
    assert all(line["request_id"] and line["ms"] >= 0 for line in requests)
    assert all(line["client"] == "127.0.0.0/24" for line in requests)


@pytest.mark.asyncio
async def test_levels_are_counted(output: io.StringIO, settings: Settings, rules: Rules) -> None:
    async with client_of(create_app(settings, DeadEngine(), rules)) as client:
        headers = await begin(client)
        await client.post("/api/v1/messages", json={"text": WORDS}, headers=headers)
    last = json.loads(output.getvalue().splitlines()[-1])
    assert (last["kinds"], last["levels"]) == ({"escalation": 1}, {"spoed": 1})


@pytest.mark.parametrize(
    ("address", "shown"),
    [("203.0.113.9", "203.0.113.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), (None, "unknown")],
)
def test_an_address_is_never_logged_in_full(address: str | None, shown: str) -> None:
    assert logs.coarse(address) == shown


def test_an_allowed_field_is_redacted_and_the_time_of_a_line_stays(output: io.StringIO) -> None:
    logs.info("request", code="bsn 111222333", kinds={"jan@example.nl": 1}, error="06-12345678")
    logging.getLogger("iets").warning("rekening NL91ABNA0417164300, geboren 03-07-1958, 3511 AB 12")
    first, second = (json.loads(line) for line in output.getvalue().splitlines())
    assert first["code"] == "bsn [bsn]"
    assert first["kinds"] == {"[e-mail]": 1}
    assert first["error"] == "[telefoon]"
    assert second["event"] == "rekening [iban], geboren [datum], [adres]"
    assert all(datetime.fromisoformat(line["timestamp"][:19]) for line in (first, second))
