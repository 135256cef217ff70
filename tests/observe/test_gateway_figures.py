"""What the gateway counts, read as Prometheus does, and what can never be in it."""

from __future__ import annotations

import re
from dataclasses import replace

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette

from rugwijzer.gateway.app import create_app
from rugwijzer.gateway.failsafe import Rules
from rugwijzer.knowledge import contract
from rugwijzer.observe import labels
from rugwijzer.settings import Settings, SettingsError
from tests.gateway.conftest import (
    DeadEngine,
    ScriptedEngine,
    begin,
    client_of,
    engine,
    rules,
    settings,
)
from tests.serving import serving

__all__ = ["engine", "rules", "settings"]

SECRET_WORDS = "zeldzaamwoord 0612345678 jan@example.nl"
TOKEN = "m-8Kd2mQx7Vz4Rt9Wn3Yc6Hp1Lf5Js0Ge"

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def samples(text: str) -> Samples:
    return {
        (s.name, tuple(sorted(s.labels.items()))): s.value
        for family in text_string_to_metric_families(text)
        for s in family.samples
    }


def read(app: Starlette) -> Samples:
    from prometheus_client import generate_latest

    return samples(generate_latest(app.state.figures.registry).decode())


def value(found: Samples, name: str, /, **wanted: str) -> float:
    return found[(f"rugwijzer_{name}", tuple(sorted(wanted.items())))]


async def say(app: Starlette, *texts: str) -> None:
    async with client_of(app) as client:
        headers = await begin(client)
        for text in texts:
            reply = await client.post("/api/v1/messages", json={"text": text}, headers=headers)
            assert reply.status_code == 200


@pytest.mark.asyncio
async def test_turns_topics_levels_and_questions_are_counted(
    settings: Settings, rules: Rules, engine: ScriptedEngine
) -> None:
    said = iter(
        [
            {"kind": "answer", "topic": "matras"},
            {"kind": "fallback"},
            {"kind": "escalation", "level": "spoed", "red_flags": ["plassen"]},
            {"kind": "question", "asks": "confirm", "red_flags": ["koorts"]},
            {"kind": "outcome", "level": "geen"},
        ]
    )
    engine.say = lambda _: {"messages": [{"text": "tekst", **next(said)}]}
    app = create_app(settings, engine, rules)
    await say(app, "a", "b", "c", "d", "e")
    found = read(app)
    assert value(found, "sessions_total", surface="website") == 1
    assert value(found, "turns_total", surface="website") == 5
    assert value(found, "turn_seconds_count", surface="website") == 5
    assert value(found, "unanswered_turns_total", surface="website") == 1
    assert value(found, "topic_answers_total", topic="matras") == 1
    assert value(found, "escalations_total", level="spoed", source="engine") == 1
    assert value(found, "questions_total", asks="confirm") == 1
    assert value(found, "outcomes_total", level="geen") == 1
    assert value(found, "conversations") == 1
    post = {"method": "POST", "status": "2xx"}
    assert value(found, "http_requests_total", route="post_message", **post) == 5
    assert value(found, "http_seconds_count", route="post_message") == 5


@pytest.mark.asyncio
async def test_answers_of_the_failsafe_are_counted_apart(settings: Settings, rules: Rules) -> None:
    app = create_app(settings, DeadEngine(), rules)
    # In this order: after an advice the rules repeat it.
    await say(app, "helpt een matras", "kan niet plassen")
    found = read(app)
    assert value(found, "escalations_total", level="spoed", source="vangnet") == 1
    assert value(found, "messages_total", kind="escalation", source="vangnet") == 1
    assert value(found, "messages_total", kind="fallback", source="vangnet") == 1
    assert value(found, "engine_failures_total", reason="connection") == 2
    assert value(found, "turns_total", surface="website") == 0


@pytest.mark.asyncio
async def test_no_word_number_or_conversation_becomes_a_label(
    settings: Settings, rules: Rules, engine: ScriptedEngine
) -> None:
    odd = {"text": SECRET_WORDS, "kind": "answer", "topic": SECRET_WORDS, "asks": SECRET_WORDS}
    question = {"text": "?", "kind": "question", "asks": SECRET_WORDS, "red_flags": ["koorts"]}
    engine.say = lambda _: {"messages": [odd, question]}
    app = create_app(settings, engine, rules)
    async with client_of(app) as client:
        headers = await begin(client, "tablet")
        await client.post("/api/v1/messages", json={"text": SECRET_WORDS}, headers=headers)
        await client.get(f"/{SECRET_WORDS}?q={SECRET_WORDS}")
        await client.request("KOEKOEK", "/api/v1/sessions")
    found = read(app)
    sender = engine.sent[0][0]
    text = repr(found)
    for secret in (*SECRET_WORDS.split(), sender, sender.partition("-")[2], "koorts", "KOEKOEK"):
        assert secret not in text
    topics = app.state.figures.turns._topics
    bounded = {
        "surface": {*contract.SURFACES, labels.OTHER},
        "kind": {*contract.KINDS, labels.OTHER},
        "level": {*contract.LEVELS, labels.OTHER},
        "asks": {*contract.ASKS, labels.OTHER},
        "reason": {*labels.REASONS, labels.OTHER},
        "method": {*labels.METHODS, labels.OTHER},
        "source": {"engine", "vangnet"},
        "topic": {*topics, labels.OTHER},
        "status": {"2xx", "4xx"},
        "route": {"create_session", "post_message", "none"},
    }
    used = {(k, v) for (name, pairs) in found for k, v in pairs if name.startswith("rugwijzer")}
    assert {k for k, _ in used} <= {*bounded, "le", "name"}
    assert all(v in bounded[k] for k, v in used if k in bounded)
    assert value(found, "topic_answers_total", topic=labels.OTHER) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize("surface", ["tablet", "whatsapp", "Jan de Vries"])
async def test_every_channel_goes_through_the_same_count(
    settings: Settings, rules: Rules, engine: ScriptedEngine, surface: str
) -> None:
    from rugwijzer.gateway.metered import MeteredEngine

    app = create_app(settings, engine, rules)
    await MeteredEngine(engine, app.state.figures.turns).send("x", surface, {"text": "a"})
    shown = surface if surface in contract.SURFACES else labels.OTHER
    assert value(read(app), "turns_total", surface=shown) == 1


def test_figures_are_never_on_the_public_port_and_need_the_token(
    settings: Settings, rules: Rules, engine: ScriptedEngine, unused_port: int
) -> None:
    shown = replace(
        settings, metrics_host="127.0.0.1", metrics_port=unused_port, metrics_token=TOKEN
    )
    engine.parts = {"engine": "ok", "actions": "down"}
    app = create_app(shown, engine, rules)
    with serving(app) as public:
        inside = f"http://127.0.0.1:{unused_port}"
        assert httpx.get(f"{public}/metrics").status_code == 404
        assert httpx.get(f"{inside}/metrics").status_code == 401
        wrong = {"Authorization": f"Bearer {TOKEN[:-1]}"}
        assert httpx.get(f"{inside}/metrics", headers=wrong).status_code == 401
        reply = httpx.get(f"{inside}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert reply.status_code == 200
        found = samples(reply.text)
        assert value(found, "part_up", name="engine") == 1
        assert value(found, "part_up", name="actions") == 0
        assert value(found, "part_up", name="database") == 1
        assert found[("process_resident_memory_bytes", ())] > 0
        assert httpx.get(f"{inside}/live").json() == {"status": "ok"}
        assert httpx.get(f"{inside}/ready").status_code == 200
        assert httpx.post(f"{inside}/metrics").status_code == 404
        assert httpx.get(f"{inside}/").status_code == 404
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{inside}/live")


def test_without_an_address_nothing_listens(
    settings: Settings, rules: Rules, engine: ScriptedEngine
) -> None:
    app = create_app(settings, engine, rules)
    with serving(app):
        assert app.state.figures.port is None


def test_a_taken_port_does_not_stop_the_gateway(
    settings: Settings, rules: Rules, engine: ScriptedEngine, unused_port: int
) -> None:
    shown = replace(settings, metrics_host="127.0.0.1", metrics_port=unused_port)
    with (
        serving(create_app(shown, engine, rules)),
        serving(create_app(shown, engine, rules)) as second,
    ):
        assert httpx.get(f"{second}/live").status_code == 200


@pytest.mark.parametrize("token", ["", "kort", "changeme" * 5])
def test_an_address_that_others_reach_needs_a_real_token(token: str) -> None:
    shown = {"RUGWIJZER_METRICS_HOST": "0.0.0.0"}
    with pytest.raises(SettingsError, match="RUGWIJZER_METRICS_TOKEN"):
        Settings.from_env(shown | {"RUGWIJZER_METRICS_TOKEN": token})
    assert Settings.from_env(shown | {"RUGWIJZER_METRICS_TOKEN": TOKEN}).metrics_host == "0.0.0.0"
    assert TOKEN not in repr(Settings(metrics_token=TOKEN))


def test_every_reason_of_the_engine_is_one_of_a_few() -> None:
    told = {
        "timeout": "timeout",
        "status 500": "status",
        "malformed: no JSON": "malformed",
        "ClientConnectorError": "connection",
        SECRET_WORDS: "connection",
    }
    for text, reason in told.items():
        assert labels.reason(RuntimeError(text)) == reason
        assert re.fullmatch("[a-z]+", reason)
