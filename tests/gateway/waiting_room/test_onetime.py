"""rugwijzer.gateway.waiting_room.onetime."""

from __future__ import annotations

import pytest

from rugwijzer.gateway.waiting_room.onetime import OneTime
from rugwijzer.shared import Memory, Shared

pytestmark = pytest.mark.asyncio


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_a_token_opens_once_at_whichever_gateway(shared: Shared) -> None:
    here, there = OneTime(shared, "link", 10), OneTime(shared, "link", 10)
    token = await here.put({"een": 1}, "a")
    assert len(token) >= 43
    assert await there.take(token + "x") is None
    assert await there.take(token) == {"een": 1}
    assert await here.take(token) is None


async def test_a_token_expires_and_its_value_goes() -> None:
    clock = Clock()
    memory = Memory(clock=clock)
    links = OneTime(memory, "link", 10)
    token = await links.put("een", "a")
    clock.now = 10
    assert memory.count("link") == 0
    assert await links.take(token) is None


async def test_an_owner_has_one_value_and_can_drop_it(shared: Shared) -> None:
    links = OneTime(shared, "link", 10)
    first, second = await links.put("1", "a"), await links.put("2", "a")
    other = await links.put("3", "b")
    assert await links.take(first) is None
    await links.drop("a")
    assert await links.take(second) is None
    assert await links.take(other) == "3"


async def test_memory_is_bounded_and_the_oldest_goes_first() -> None:
    links = OneTime(Memory({"link": 2}), "link", 10)
    tokens = [await links.put(str(i), str(i)) for i in range(3)]
    assert [await links.take(t) for t in tokens] == [None, "1", "2"]


async def test_the_token_itself_is_not_kept() -> None:
    memory = Memory()
    token = await OneTime(memory, "link", 10).put("een", "a")
    assert token not in repr(vars(memory))
