"""rugwijzer.observe.probe and rugwijzer.gateway.health, on real servers that stop."""

from __future__ import annotations

import os
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette

from rugwijzer.gateway.app import create_app
from rugwijzer.gateway.failsafe import Failsafe, Rules
from rugwijzer.gateway.health import Health
from rugwijzer.observe.probe import database_answers, probes, redis_answers, states
from rugwijzer.settings import Settings
from tests.conftest import free_port
from tests.gateway.conftest import DeadEngine, ScriptedEngine, begin, client_of, rules, settings
from tests.redis_server import program, running_redis
from tests.store.conftest import postgres_url

__all__ = ["postgres_url", "rules", "settings"]


def test_a_file_answers_without_being_made_or_locked(tmp_path: Path) -> None:
    path = tmp_path / "map" / "rug.sqlite"
    url = f"sqlite:///{path}"
    assert database_answers(url) and not path.parent.exists()
    path.parent.mkdir()
    with sqlite3.connect(path) as writer:
        writer.execute("CREATE TABLE t (a)")
    writer.execute("BEGIN IMMEDIATE")
    assert database_answers(url)
    writer.close()
    path.write_bytes(b"geen database" * 100)
    assert not database_answers(url)


def test_postgresql_answers_and_an_empty_port_does_not(postgres_url: str) -> None:
    assert database_answers(postgres_url)
    assert not database_answers(f"postgresql://x:y@127.0.0.1:{free_port()}/rug")


@pytest.mark.skipif(program() is None and not os.environ.get("CI"), reason="geen redis-server")
def test_redis_answers_until_it_stops() -> None:
    with running_redis() as url:
        assert redis_answers(url)
    assert not redis_answers(url)


def test_what_is_asked_follows_from_the_settings() -> None:
    assert set(probes(Settings())) == {"database"}
    assert set(probes(Settings(), database=False)) == set()
    full = Settings(tracker_url="postgresql://x/y", redis_url="redis://x")
    assert set(probes(full)) == {"database", "conversations", "redis"}
    assert states({"a": lambda: True, "b": lambda: False}) == {"a": "ok", "b": "down"}


@pytest.mark.asyncio
async def test_health_names_a_store_that_is_down_or_raises() -> None:
    def raises() -> bool:
        raise OSError

    engine = ScriptedEngine(parts={"engine": "ok", "actions": "ok"})
    health = Health(engine, {"database": lambda: False, "redis": raises})
    parts = await health.parts()
    assert parts == {
        "gateway": "ok",
        "engine": "ok",
        "actions": "ok",
        "database": "down",
        "redis": "down",
    }


@pytest.mark.asyncio
async def test_a_store_that_hangs_keeps_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rugwijzer.gateway.health._PATIENCE_S", 0.05)
    monkeypatch.setattr("rugwijzer.gateway.health._FRESH_S", 0.0)
    calls, release = [], threading.Event()

    def hangs() -> bool:
        calls.append(1)
        return release.wait(10)

    health = Health(ScriptedEngine(), {"database": hangs})
    for _ in range(3):
        assert (await health.parts())["database"] == "down"
    assert len(calls) == 1
    release.set()


@pytest.mark.asyncio
async def test_ready_is_not_whole(settings: Settings, rules: Rules) -> None:
    """A gateway without Rasa keeps its place behind the proxy: it has the line to call."""
    app = create_app(settings, DeadEngine(parts={"engine": "down", "actions": "down"}), rules)
    async with client_of(app) as client:
        assert (await client.get("/ready")).status_code == 503
        assert (await client.get("/live")).status_code == 200
        async with app.router.lifespan_context(app):
            await _rules_of(app)
            assert (await client.get("/ready")).status_code == 200
            assert (await client.get("/health")).json()["down"] == ["actions", "engine"]


@pytest.mark.asyncio
async def test_a_gateway_is_ready_when_loading_its_rules_has_ended() -> None:
    """Without rules it still has the line to call; a proxy that took it away would take Rasa away too."""
    release = threading.Event()

    def broken() -> Rules:
        release.wait(10)
        raise OSError("geen inhoud")

    failsafe = Failsafe(broken)
    loading = failsafe.start()
    assert not failsafe.ready
    release.set()
    with pytest.raises(OSError):
        await loading
    assert failsafe.ready and not failsafe.loaded


@pytest.mark.asyncio
@pytest.mark.parametrize("engine", [ScriptedEngine(), DeadEngine()])
async def test_without_rules_rasa_answers_or_else_the_fixed_text_does(
    settings: Settings, engine: ScriptedEngine, tmp_path: Path
) -> None:
    app = create_app(replace(settings, data_dir=tmp_path), engine)
    async with client_of(app) as client, app.router.lifespan_context(app):
        with pytest.raises(OSError):
            await _rules_of(app)
        assert (await client.get("/ready")).status_code == 200
        health = await client.get("/health")
        assert (health.status_code, health.json()["down"]) == (503, ["rules"])
        headers = await begin(client)
        for _ in range(2):
            reply = await client.post(
                "/api/v1/messages", json={"text": "kan niet plassen"}, headers=headers
            )
            [message] = reply.json()["messages"]
            if isinstance(engine, DeadEngine):
                assert "huisarts" in message["text"] and "112" in message["text"]
            else:
                assert message["text"] == "goed"


async def _rules_of(app: Starlette) -> None:
    await app.state.figures._failsafe.start()
