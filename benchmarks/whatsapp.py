"""`make benchmark-whatsapp`: nothing lost, doubled or reordered when killed, and the time under load.

Two parts on a really started PostgreSQL: 1,000 messages while the gateway gets kill -9 at random
moments, and 50 messages a second for a minute from 2,000 patients. Rasa is played by a server that
answers in the time that the real one took; Meta by one that reports every status.
"""

from __future__ import annotations

import asyncio
import json
import logging
import platform
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.machine import machine
from tests.postgres import running_postgres

from .whatsapp_world import ENGINE_S, ROOT, World, judged

OUTPUT = ROOT / "build" / "benchmark-whatsapp.json"
SEED = 20260328
KILL_MESSAGES, KILL_PATIENTS, KILL_RATE = 1000, 200, 40.0
LOAD_PATIENTS, LOAD_RATE, LOAD_SECONDS = 2000, 50.0, 60
#: Short, so that the run does not wait a minute for every send that was cut off.
KILL_IN_DOUBT_S = 15.0
FLOORS = {"lost": 0, "doubled": 0, "reordered": 0}


async def killed(url: str, folder: Path) -> dict[str, Any]:
    """1,000 messages and kill -9 at random moments."""
    chance = random.Random(SEED)
    world = World(url, folder, KILL_IN_DOUBT_S)
    numbers = [f"3161{n:07d}" for n in range(KILL_PATIENTS)]
    world.seed(numbers)
    each = KILL_MESSAGES // KILL_PATIENTS
    expected = {number: [f"{number}-{n}" for n in range(each)] for number in numbers}

    async def patient(number: str) -> None:
        for mark in expected[number]:
            # On average the patients together send KILL_RATE messages a second.
            await asyncio.sleep(chance.expovariate(KILL_RATE / KILL_PATIENTS))
            await world.says(number, mark, again=chance.random() < 0.05)

    async with world.running():
        killer = asyncio.create_task(world.killer(chance, 0.5, 4.0))
        await asyncio.gather(*(patient(number) for number in numbers))
        killer.cancel()
        await asyncio.gather(killer, return_exceptions=True)
        world.kill()
        world.kills += 1
        world.start()
        await world.until_ready()
        await world.until_answered([m for marks in expected.values() for m in marks], 180)
    return judged(world, expected) | times(world) | {"kills": world.kills}


async def loaded(url: str, folder: Path) -> dict[str, Any]:
    """50 messages a second for a minute from 2,000 patients."""
    chance = random.Random(SEED)
    world = World(url, folder)
    numbers = [f"3162{n:07d}" for n in range(LOAD_PATIENTS)]
    world.seed(numbers)
    expected: dict[str, list[str]] = {}
    tasks = []
    async with world.running():
        began = time.monotonic()
        for count in range(int(LOAD_RATE * LOAD_SECONDS)):
            if count % LOAD_PATIENTS == 0:
                chance.shuffle(numbers)
            number = numbers[count % LOAD_PATIENTS]
            mark = f"{number}-{count}"
            expected.setdefault(number, []).append(mark)
            await asyncio.sleep(max(0.0, began + count / LOAD_RATE - time.monotonic()))
            tasks.append(asyncio.create_task(world.says(number, mark)))
        await asyncio.gather(*tasks)
        await world.until_answered([m for marks in expected.values() for m in marks], 120)
    return judged(world, expected) | times(world)


def times(world: World) -> dict[str, float]:
    """Latency from the patient's message to Meta's acceptance of the answer, and the throughput."""
    took = sorted(world.latency_s.values())
    answered = [world.sent_at[mark] + seconds for mark, seconds in world.latency_s.items()]
    span = max(answered) - min(world.sent_at.values())
    cuts = statistics.quantiles(took, n=100)
    return {
        "messages": len(world.sent_at),
        "p50_ms": round(cuts[49] * 1000, 1),
        "p95_ms": round(cuts[94] * 1000, 1),
        "p99_ms": round(cuts[98] * 1000, 1),
        "max_ms": round(took[-1] * 1000, 1),
        "per_second": round(len(took) / span, 1),
    }


def main() -> int:
    """Run both parts; 1 when a floor is not held."""
    # A request of a process that was killed halfway is what this is about, and no news.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    before = machine()
    with tempfile.TemporaryDirectory() as folder, running_postgres() as url:
        parts = {}
        for name, part in (("killed", killed), ("load", loaded)):
            (home := Path(folder) / name).mkdir()
            parts[name] = asyncio.run(part(url, home))
    whole = {key: sum(part[key] for part in parts.values()) for key in FLOORS}
    whole |= {key: parts["load"][key] for key in ("p95_ms", "per_second")}
    failed = [key for key, floor in FLOORS.items() if whole[key] > floor]
    report = whole | parts | {"engine_ms": ENGINE_S * 1000, "floors": FLOORS, "machine": before}
    report["versions"] = {"python": platform.python_version()}
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps(report, indent=2) + "\n")
    names = sorted({key for part in parts.values() for key in part})
    print(f"{'':12}" + "".join(f"{part:>12}" for part in parts))
    for name in names:
        print(f"{name:12}" + "".join(f"{part.get(name, ''):>12}" for part in parts.values()))
    print(f"\nlost {whole['lost']}, doubled {whole['doubled']}, reordered {whole['reordered']}")
    if failed:
        print(f"Niet gehaald: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
