"""Runs everybody at once until the time is over, and measures meanwhile."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable

import aiohttp

from .log import Log
from .patients import Patient
from .world import PATIENTS_EACH, World

_SAMPLE_S, _SCRAPE_S, _LOOK_S = 5.0, 15.0, 5.0


async def run(world: World, log: Log, minutes: float, people: int, think_s: float) -> None:
    """Traffic and measuring for so many minutes; `people` at once on website and tablet together."""
    timeout, connector = aiohttp.ClientTimeout(total=40), aiohttp.TCPConnector(limit=100)
    async with aiohttp.ClientSession(world.url, timeout=timeout, connector=connector) as http:
        patient = Patient(world, log, http, think_s)
        ends = asyncio.get_running_loop().time() + minutes * 60

        def again(what: Callable[[], Awaitable[object]]) -> asyncio.Task[None]:
            return asyncio.create_task(_again(what, ends, log))

        surfaces = ["tablet" if n % 3 == 2 else "website" for n in range(people)]
        tasks = [again(lambda s=s: patient.talk(s)) for s in surfaces]  # type: ignore[misc]
        for place in range(0, len(world.numbers), PATIENTS_EACH):
            turns = itertools.cycle(world.numbers[place : place + PATIENTS_EACH])
            tasks.append(again(lambda t=turns: patient.chat(next(t))))  # type: ignore[misc]
        tasks.append(asyncio.create_task(_check_ins(patient, world.links, ends, log)))
        tasks.append(again(lambda: _sample(world, log)))
        tasks.append(again(lambda: _scrape(world, log)))
        await asyncio.gather(*tasks)


async def _again(what: Callable[[], Awaitable[object]], ends: float, log: Log) -> None:
    while asyncio.get_running_loop().time() < ends:
        try:
            await what()
        except Exception as error:
            log.mistake(f"{type(error).__name__}: {error}")
            # A part that is down must not be asked a thousand times a second.
            await asyncio.sleep(1)


async def _check_ins(patient: Patient, links: list[str], ends: float, log: Log) -> None:
    """Each patient looks now and then whether there are questions, until they were answered."""
    left = list(links)
    while left and asyncio.get_running_loop().time() < ends:
        try:
            if await patient.check_in(left[0]):
                left.pop(0)
                continue
        except Exception as error:
            log.mistake(f"{type(error).__name__}: {error}")
        await asyncio.sleep(_LOOK_S)


async def _sample(world: World, log: Log) -> None:
    for part, megabytes in (await asyncio.to_thread(world.memory)).items():
        log.memory[part].append((log.now(), megabytes))
    (busy, own), began = world.processor(), log.now()
    await asyncio.sleep(_SAMPLE_S)
    later, mine = world.processor()
    cores = (later - busy - (mine - own)) / (log.now() - began)
    log.elsewhere.append((log.now(), max(0.0, cores)))


async def _scrape(world: World, log: Log) -> None:
    """Read the figures as Prometheus does; that must cost nothing either."""
    headers = {"Authorization": f"Bearer {world.token}"}
    async with aiohttp.ClientSession(headers=headers) as http:
        for offset in (0, 2):
            url = f"http://127.0.0.1:{world.metrics_port + offset}/metrics"
            async with http.get(url) as reply:
                if reply.status != 200:
                    log.mistake(f"cijfers: {reply.status}")
                await reply.read()
    log.done["cijfers gelezen"] += 1
    await asyncio.sleep(_SCRAPE_S)
