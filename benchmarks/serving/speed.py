"""What one assistant costs: latency, throughput, a long conversation, a full store."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from statistics import median, quantiles
from typing import Any

import aiohttp

from .systems import System

LEVELS = (1, 16, 64)
#: Turns that count for 'turn 5', and those at the end of the long conversation.
_EARLY = slice(2, 8)
_WARM_UP = 20


async def talk(system: System, texts: list[str], conversations: int, each: int) -> dict[str, float]:
    """So many conversations at once, each with so many turns; p50, p95 and turns a second."""
    took: list[float] = []
    silent = 0

    async def one(http: aiohttp.ClientSession, number: int) -> None:
        nonlocal silent
        name = f"p-{time.time_ns()}-{number}"
        conversation = await system.begin(http, name)
        for turn in range(each):
            began = time.perf_counter()
            text = texts[(number * each + turn) % len(texts)]
            silent += not await system.ask(http, conversation, text)
            took.append((time.perf_counter() - began) * 1000)

    async with _client() as http:
        began = time.perf_counter()
        await asyncio.gather(*(one(http, number) for number in range(conversations)))
        span = time.perf_counter() - began
    if silent > len(took) // 10:
        raise RuntimeError(f"{system.name}: {silent} van {len(took)} beurten zonder antwoord")
    cuts = quantiles(took, n=100, method="inclusive")
    return {"p50_ms": cuts[49], "p95_ms": cuts[94], "per_second": len(took) / span}


async def levels(system: System, texts: list[str], turns: int) -> dict[str, float]:
    """Latency and throughput at each level, of about so many turns."""
    await talk(system, texts, 1, _WARM_UP)
    found: dict[str, float] = {}
    for level in LEVELS:
        each = max(2, turns // level)
        for name, value in (await talk(system, texts, level, each)).items():
            found[f"{name}_{level}"] = value
    return found


async def long_talk(system: System, texts: list[str], turns: int) -> dict[str, float]:
    """One conversation of so many turns: what its last ones took, against its fifth."""
    async with _client() as http:
        # The same questions early and late: what differs is only how long the conversation is.
        texts = texts[:8]
        early = []
        for number in range(6):
            early += (await _times(system, http, f"kort-{number}", texts, 8))[_EARLY]
        late = (await _times(system, http, "lang", texts, turns))[-max(16, turns // 20) :]
    first, last = median(early), median(late)
    return {"turn_5_ms": first, "turn_500_ms": last, "turn_500_to_5": last / first}


async def _times(
    system: System, http: aiohttp.ClientSession, name: str, texts: list[str], turns: int
) -> list[float]:
    conversation = await system.begin(http, f"{name}-{time.time_ns()}")
    took = []
    for turn in range(turns):
        began = time.perf_counter()
        await system.ask(http, conversation, texts[turn % len(texts)])
        took.append((time.perf_counter() - began) * 1000)
    return took


def fill(system: System, stored: int) -> None:
    """Put so many conversations of one turn into the tracker store, in its own table.

    They are copies of the shortest rows of a real one, so that the file stays of a size to make.
    """
    with sqlite3.connect(system.database, timeout=60) as connection:
        names = "type_name, timestamp, intent_name, action_name, data"
        rows = connection.execute(
            f"SELECT {names} FROM events WHERE length(data) < 600 ORDER BY id LIMIT 10"
        ).fetchall()
        copies = ((f"oud-{n:07d}", *row) for n in range(stored) for row in rows)
        connection.executemany(
            f"INSERT INTO events (sender_id, {names}) VALUES (?,?,?,?,?,?)", copies
        )


async def measure(
    system: System, texts: list[str], turns: int, long: int, stored: int
) -> dict[str, Any]:
    """All of it, on an assistant that is stopped and will be stopped again."""
    found: dict[str, Any] = {"ready_s": await asyncio.to_thread(system.start)}
    try:
        found |= await levels(system, texts, turns)
        found["memory_mb"] = system.memory_mb()
        found |= await long_talk(system, texts, long)
        found["empty_store_p50_ms"] = (await talk(system, texts, 1, turns))["p50_ms"]
        await asyncio.to_thread(fill, system, stored)
        found["full_store_p50_ms"] = (await talk(system, texts, 1, turns))["p50_ms"]
    finally:
        await asyncio.to_thread(system.stop)
    return found


def _client() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=120)
    )
