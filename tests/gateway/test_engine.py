"""rugwijzer.gateway.engine, against a real server."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from rugwijzer.gateway.engine import EngineUnavailable, HttpEngine

from .conftest import ENGINE_SECRET, FakeRasa

pytestmark = pytest.mark.asyncio


@asynccontextmanager
async def connected(
    *urls: str, secret: str = ENGINE_SECRET, timeout: float = 5
) -> AsyncIterator[HttpEngine]:
    engine = HttpEngine(urls, secret, timeout)
    try:
        yield engine
    finally:
        await engine.aclose()


async def test_a_turn_reaches_the_channel_and_only_contract_fields_come_back(
    rasa: FakeRasa,
) -> None:
    async with connected(rasa.url) as engine:
        [reply] = await engine.send("website-x", "website", {"text": "hoi"})
    [body] = rasa.bodies
    assert len(body.pop("message_id")) == 32
    assert body == {"sender": "website-x", "surface": "website", "text": "hoi", "first": True}
    assert reply.message == {"text": "goed", "kind": "info"}


@pytest.mark.parametrize(
    "behave", ["no-json", "list", "empty", "no-text", "odd-kind", "odd-choice"]
)
async def test_a_bad_answer_is_no_answer(rasa: FakeRasa, behave: str) -> None:
    rasa.behave = behave
    async with connected(rasa.url) as engine:
        with pytest.raises(EngineUnavailable):
            await engine.send("website-x", "website", {"text": "hoi"})
    assert len(rasa.bodies) == 1


async def test_a_hang_ends_at_the_timeout(rasa: FakeRasa) -> None:
    rasa.behave = "hang"
    async with connected(rasa.url, timeout=0.2) as engine:
        with pytest.raises(EngineUnavailable, match="timeout"):
            await engine.send("website-x", "website", {"text": "hoi"})


async def test_an_answer_that_trickles_ends_at_the_timeout() -> None:
    async def trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not done.is_set():
            writer.write(b" ")
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(done.wait(), 0.02)
        writer.close()

    done = asyncio.Event()
    server = await asyncio.start_server(trickle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, connected(f"http://127.0.0.1:{port}", timeout=0.3) as engine:
        with pytest.raises(EngineUnavailable, match="timeout"):
            await engine.send("website-x", "website", {"text": "hoi"})
        done.set()


async def test_a_wrong_secret_is_no_answer(rasa: FakeRasa) -> None:
    async with connected(rasa.url, secret="x" * 32) as engine:
        with pytest.raises(EngineUnavailable, match="401"):
            await engine.send("website-x", "website", {"text": "hoi"})


async def test_a_refused_connection_is_no_answer_and_not_healthy() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with connected(f"http://127.0.0.1:{taken.getsockname()[1]}") as engine:
            with pytest.raises(EngineUnavailable, match="ClientConnectorError"):
                await engine.send("website-x", "website", {"text": "hoi"})
            assert await engine.health() == {"engine": "down", "actions": "down"}


@pytest.mark.parametrize(
    ("behave", "parts"),
    [
        ("good", {"engine": "ok", "actions": "ok"}),
        ("actions", {"engine": "ok", "actions": "down"}),
        ("loading", {"engine": "down", "actions": "ok"}),
        ("odd", {"engine": "down", "actions": "down"}),
    ],
)
async def test_health_names_each_part(rasa: FakeRasa, behave: str, parts: dict[str, str]) -> None:
    rasa.behave = behave
    async with connected(rasa.url) as engine:
        assert await engine.health() == parts


async def test_forgetting_reaches_the_channel_and_a_failure_is_told(rasa: FakeRasa) -> None:
    async with connected(rasa.url) as engine:
        await engine.forget("tablet-x")
        assert rasa.bodies == [{"sender": "tablet-x"}]
        rasa.behave = "error"
        with pytest.raises(EngineUnavailable, match="status 500"):
            await engine.forget("tablet-x")


async def test_an_engine_that_fails_hands_the_turn_to_the_next_under_the_same_id(
    rasa: FakeRasa,
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        async with connected(dead, rasa.url) as engine:
            for _ in range(3):
                [reply] = await engine.send("website-x", "website", {"text": "hoi"})
                assert reply.message["text"] == "goed"
    rasa.bodies.clear()
    rasa.behave = "error"
    async with connected(rasa.url) as engine:
        with pytest.raises(EngineUnavailable, match="status 500"):
            await engine.send("website-x", "website", {"text": "hoi"})
    assert len({body["message_id"] for body in rasa.bodies}) == 1
    assert ["first" in body for body in rasa.bodies] == [True, False, False]
