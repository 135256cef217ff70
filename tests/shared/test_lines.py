"""Lines that processes share: first come first served, whoever dies and while Redis is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
import pytest_asyncio
import redis

from rugwijzer.shared import Memory, RedisShared, Shared, SharedAway
from rugwijzer.shared.redis_shared import LEASE_S, PREFIX
from tests.redis_server import answers, restartable_redis
from tests.waiting import happens

Restart = Callable[[float], None]
PATIENCE_S = 20.0


@pytest.fixture(scope="module")
def keeping() -> Iterator[tuple[str, Restart]]:
    """A Redis that keeps what it was told, as a deployment's does."""
    with restartable_redis() as found:
        yield found


@pytest_asyncio.fixture(params=["memory", "redis"])
async def pair(
    request: pytest.FixtureRequest, keeping: tuple[str, Restart]
) -> AsyncIterator[tuple[Shared, Shared]]:
    """What two processes see; in memory both are the same one."""
    if request.param == "memory":
        alone = Memory()
        yield alone, alone
        return
    one, two = RedisShared(keeping[0]), RedisShared(keeping[0])
    yield one, two
    await one.aclose()
    await two.aclose()


def length(shared: Shared, url: str, key: str) -> int:
    """How many stand in a line, the holder included."""
    if isinstance(shared, Memory):
        lock = shared._lines.get(key)
        return lock.locked() + len(lock._waiters or ()) if lock else 0
    with redis.Redis.from_url(url) as client:
        return client.llen(f"{PREFIX}line:{key}")


class Visitor:
    """Who stands in a line, and stays until told to go."""

    def __init__(self, shared: Shared, key: str, order: list[str], name: str) -> None:
        self.go, self.inside = asyncio.Event(), asyncio.Event()
        self._order, self._name = order, name
        self.task = asyncio.create_task(self._visit(shared, key))

    async def _visit(self, shared: Shared, key: str) -> None:
        async with shared.line(key, PATIENCE_S):
            self._order.append(self._name)
            self.inside.set()
            await self.go.wait()

    async def leave(self) -> None:
        self.go.set()
        await self.task


@pytest.mark.asyncio
async def test_one_at_a_time_in_the_order_of_asking(
    pair: tuple[Shared, Shared], keeping: tuple[str, Restart]
) -> None:
    order: list[str] = []
    visitors = []
    for number in range(6):
        visitors.append(Visitor(pair[number % 2], "talk:orde", order, str(number)))
        await happens(lambda: length(pair[0], keeping[0], "talk:orde") == len(visitors))
    for number, visitor in enumerate(visitors):
        await visitor.inside.wait()
        assert order == [str(n) for n in range(number + 1)]
        await visitor.leave()


@pytest.mark.asyncio
async def test_other_keys_do_not_wait(pair: tuple[Shared, Shared]) -> None:
    async with pair[0].line("talk:een", 1), pair[1].line("talk:twee", 1):
        pass


@pytest.mark.asyncio
async def test_who_waits_too_long_is_told_and_leaves_no_gap(pair: tuple[Shared, Shared]) -> None:
    async with pair[0].line("talk:lang", 1):
        with pytest.raises(SharedAway):
            async with pair[1].line("talk:lang", 0.2):
                raise AssertionError("two at a time")
    async with pair[1].line("talk:lang", 0.5):
        pass


@pytest.mark.asyncio
async def test_who_is_called_off_while_waiting_leaves_no_gap(
    pair: tuple[Shared, Shared], keeping: tuple[str, Restart]
) -> None:
    async with pair[0].line("talk:af", 1):
        waiting = Visitor(pair[1], "talk:af", [], "")
        await happens(lambda: length(pair[0], keeping[0], "talk:af") == 2)
        waiting.task.cancel()
        await asyncio.wait({waiting.task})
    async with pair[0].line("talk:af", 0.5):
        pass


@pytest.mark.asyncio
async def test_who_dies_loses_the_place_and_who_lives_keeps_it(
    keeping: tuple[str, Restart],
) -> None:
    dead, alive = RedisShared(keeping[0]), RedisShared(keeping[0])
    visitor = Visitor(dead, "talk:dood", [], "")
    await visitor.inside.wait()
    with pytest.raises(SharedAway):
        async with alive.line("talk:dood", LEASE_S + 1):
            raise AssertionError("the holder lives")
    # No sign of life and no goodbye, as after kill -9.
    dead._until = float("inf")
    began = asyncio.get_running_loop().time()
    async with alive.line("talk:dood", 2 * LEASE_S):
        assert asyncio.get_running_loop().time() - began < LEASE_S + 1
    visitor.task.cancel()
    await dead.aclose()
    await alive.aclose()


@pytest.mark.asyncio
async def test_a_goodbye_that_redis_missed_is_said_later(keeping: tuple[str, Restart]) -> None:
    one, two = RedisShared(keeping[0]), RedisShared(keeping[0])
    visitor = Visitor(one, "talk:dag", [], "")
    await visitor.inside.wait()
    away = asyncio.create_task(asyncio.to_thread(keeping[1], 0.5))
    await happens(lambda: not answers(keeping[0]))
    await visitor.leave()
    await away
    began = asyncio.get_running_loop().time()
    async with two.line("talk:dag", LEASE_S):
        # Long before the lease of who left is over.
        assert asyncio.get_running_loop().time() - began < LEASE_S / 2
    await one.aclose()
    await two.aclose()


@pytest.mark.asyncio
async def test_the_order_outlives_a_restart(keeping: tuple[str, Restart]) -> None:
    one, two = RedisShared(keeping[0]), RedisShared(keeping[0])
    order: list[str] = []
    first = Visitor(one, "talk:herstart", order, "een")
    await first.inside.wait()
    await asyncio.to_thread(keeping[1], 0.0)
    second = Visitor(two, "talk:herstart", order, "twee")
    await happens(lambda: length(two, keeping[0], "talk:herstart") == 2)
    assert order == ["een"]
    await first.leave()
    await second.leave()
    assert order == ["een", "twee"]
    await one.aclose()
    await two.aclose()


def test_a_redis_that_lost_its_memory_gives_the_place_back_to_who_held_it() -> None:
    async def go(url: str, restart: Restart) -> None:
        one, two = RedisShared(url), RedisShared(url)
        first = Visitor(one, "talk:kwijt", [], "")
        await first.inside.wait()
        await asyncio.to_thread(restart, 0.0)
        await happens(lambda: length(one, url, "talk:kwijt") == 1, LEASE_S / 4 + 1)
        with pytest.raises(SharedAway):
            async with two.line("talk:kwijt", 0.5):
                raise AssertionError("two at a time")
        await first.leave()
        async with two.line("talk:kwijt", 1):
            pass
        await one.aclose()
        await two.aclose()

    with restartable_redis("--appendonly", "no") as (url, restart):
        asyncio.run(go(url, restart))
