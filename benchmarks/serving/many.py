"""Many conversations with overlapping messages while processes and stores die.

Each patient sends messages in pairs, at any gateway: the second as soon as the first stands in line,
long before it is answered. A message that got the safe text, or no reply because its gateway died,
is sent again under the same key, as a good client does. Afterwards the record in PostgreSQL says what
really happened.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import sqlalchemy as sa
from redis.asyncio import Redis
from redis.exceptions import RedisError

from rugwijzer.gateway.sessions import Sessions
from rugwijzer.shared import Memory
from rugwijzer.shared.redis_shared import PREFIX

from .machines import SECRETS, Machines

SEED = 20261122
GIVE_UP_S = 90.0
_SEEN_S = 1.0


@dataclass
class Outcome:
    """What patients saw."""

    turns: int = 0
    safe: int = 0
    broken: int = 0
    errors: Counter[int] = field(default_factory=Counter)
    wrong_answers: int = 0
    seconds: list[float] = field(default_factory=list)
    #: Pairs that were both answered at the first try, the second sent when the first stood in line.
    pairs: list[tuple[str, str]] = field(default_factory=list)
    sent: dict[str, list[str]] = field(default_factory=dict)


class Patients:
    """Talk to the gateways at random."""

    def __init__(self, world: Machines, echoes: bool, texts: Callable[[int], str]) -> None:
        """Take the machines, whether their engines echo, and what message a number stands for."""
        self._world, self._echoes, self._texts = world, echoes, texts
        self._chance = random.Random(SEED)
        self._sessions = Sessions(SECRETS["RUGWIJZER_SECRET"], 3600, Memory())
        self._redis = Redis.from_url(world.redis)
        self.outcome = Outcome()

    async def talk(self, http: aiohttp.ClientSession, number: int, pairs: int) -> None:
        """One conversation."""
        token = await self._begin(http)
        texts = [self._texts(number * 1000 + n) for n in range(2 * pairs)]
        self.outcome.sent[texts[0]] = texts
        session = await self._sessions.read(f"Bearer {token}")
        line = f"{PREFIX}line:talk:{session.sender}"
        for one, two in zip(texts[::2], texts[1::2]):
            # A ticket whose owner died, or could not say goodbye, still lies there for a while.
            old = await self._tickets(line)
            begun = asyncio.create_task(self._say(http, token, one))
            seen = await self._stands(line, old, begun)
            second = await self._say(http, token, two)
            if await begun and second and seen:
                self.outcome.pairs.append((one, two))

    async def _tickets(self, line: str) -> set[bytes] | None:
        """Who stands in a line; None when Redis is away."""
        with contextlib.suppress(RedisError, OSError):
            return set(await self._redis.lrange(line, 0, -1))
        return None

    async def _stands(self, line: str, old: set[bytes] | None, begun: asyncio.Task[bool]) -> bool:
        """Whether the first message is seen in its line; False when Redis is away or it is too late."""
        until = time.monotonic() + _SEEN_S
        while old is not None and not begun.done() and time.monotonic() < until:
            if (await self._tickets(line) or set()) - old:
                return True
            await asyncio.sleep(0.01)
        return False

    async def _begin(self, http: aiohttp.ClientSession) -> str:
        while True:
            try:
                url = self._chance.choice(self._world.gateways)
                async with http.post(
                    f"{url}/api/v1/sessions", json={"surface": "website"}
                ) as reply:
                    if reply.status == 201:
                        return str((await reply.json())["session"])
                    self.outcome.errors[reply.status] += 1
            except aiohttp.ClientError:
                self.outcome.broken += 1
            await asyncio.sleep(0.1)

    async def _say(self, http: aiohttp.ClientSession, token: str, text: str) -> bool:
        """Send until it is answered; whether the first try was."""
        key = f"{abs(hash(text)):016x}"
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
        until, tries = time.monotonic() + GIVE_UP_S, 0
        while time.monotonic() < until:
            tries += 1
            began = time.perf_counter()
            messages = await self._try(http, headers, text)
            self.outcome.seconds.append(time.perf_counter() - began)
            if messages and "niet bereikbaar" not in messages[0]["text"]:
                self.outcome.turns += 1
                mine = not self._echoes or messages[0]["text"] == f"antwoord op {text}"
                self.outcome.wrong_answers += not mine
                return tries == 1
            self.outcome.safe += bool(messages)
            await asyncio.sleep(0.3)
        return False

    async def _try(
        self, http: aiohttp.ClientSession, headers: dict[str, str], text: str
    ) -> list[dict[str, Any]]:
        url = self._chance.choice(self._world.gateways)
        try:
            async with http.post(
                f"{url}/api/v1/messages", json={"text": text}, headers=headers
            ) as reply:
                if reply.status == 200:
                    return list((await reply.json())["messages"])
                self.outcome.errors[reply.status] += 1
        except aiohttp.ClientError:
            # The gateway died: a browser shows the line to call and sends again.
            self.outcome.broken += 1
        return []


async def measure(
    world: Machines,
    conversations: int,
    pairs: int,
    trouble: Callable[[Machines], Awaitable[None]],
    echoes: bool = True,
    at_once: int = 60,
    texts: Callable[[int], str] = "bericht {}".format,
) -> dict[str, Any]:
    """Run all conversations with the trouble beside them; returns what patients and record show."""
    patients = Patients(world, echoes, texts)
    room = asyncio.Semaphore(at_once)
    connector, timeout = aiohttp.TCPConnector(limit=0), aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as http:

        async def one(number: int) -> None:
            async with room:
                await patients.talk(http, number, pairs)

        await asyncio.gather(trouble(world), *(one(n) for n in range(conversations)))
    return judged(patients.outcome, record(world.database))


def record(database: str) -> dict[str, list[str]]:
    """What each conversation holds of the patient, in order, by its first message."""
    engine = sa.create_engine(database)
    query = "SELECT sender_id, data FROM events WHERE type_name = 'user' ORDER BY id"
    found: dict[str, list[str]] = {}
    with engine.connect() as connection:
        for sender, data in connection.execute(sa.text(query)):
            found.setdefault(sender, []).append(json.loads(data)["text"])
    engine.dispose()
    return found


def judged(outcome: Outcome, kept: dict[str, list[str]]) -> dict[str, Any]:
    """Lost, doubled and reordered turns, and how it felt."""
    by_text = {text: texts for texts in kept.values() for text in texts}
    lost = doubled = reordered = 0
    for texts in outcome.sent.values():
        have = Counter(by_text.get(texts[0], []))
        lost += sum(text not in have for text in texts)
        doubled += sum(count - 1 for count in have.values())
    for one, two in outcome.pairs:
        texts = by_text[one]
        reordered += texts.index(one) > texts.index(two)
    took = sorted(outcome.seconds)
    return {
        "conversations": len(outcome.sent),
        "turns": outcome.turns,
        "overlapping_pairs": len(outcome.pairs),
        "lost": lost,
        "doubled": doubled,
        "reordered": reordered,
        "wrong_answers": outcome.wrong_answers,
        "errors": dict(outcome.errors),
        "safe_texts": outcome.safe,
        "broken_connections": outcome.broken,
        "p50_ms": round(took[len(took) // 2] * 1000, 1),
        "max_ms": round(took[-1] * 1000, 1),
    }


async def all_trouble(world: Machines) -> None:
    """Each part dies once, while the others work on."""
    for victim in (world.engines[0], world.gateways[1]):
        await asyncio.sleep(1.0)
        await asyncio.to_thread(world.kill, victim)
        await asyncio.sleep(0.5)
        await asyncio.to_thread(world.run, victim)
    await asyncio.sleep(1.0)
    await asyncio.to_thread(world.restart_redis, 1.0)
    await asyncio.sleep(1.0)
    await asyncio.to_thread(world.restart_database)
