"""rugwijzer.http.ratelimit."""

from __future__ import annotations

import pytest

from rugwijzer.http.errors import ApiError
from rugwijzer.http.ratelimit import RateLimit, SharedRateLimit, network
from rugwijzer.settings import Settings
from rugwijzer.shared import Shared

from .conftest import AwayShared


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_then_the_rate() -> None:
    clock = Clock()
    limit = RateLimit(2, 3, clock=clock)
    for _ in range(3):
        limit.take("a")
    with pytest.raises(ApiError) as caught:
        limit.take("a")
    assert caught.value.status == 429
    assert caught.value.headers["Retry-After"] == "1"
    limit.take("b")
    clock.now = 0.5
    limit.take("a")
    with pytest.raises(ApiError):
        limit.take("a")


def test_the_retry_after_is_long_enough() -> None:
    clock = Clock()
    limit = RateLimit(0.1, 1, clock=clock)
    limit.take("a")
    with pytest.raises(ApiError) as caught:
        limit.take("a")
    clock.now = float(caught.value.headers["Retry-After"])
    limit.take("a")


def test_memory_is_bounded() -> None:
    limit = RateLimit(1, 1, capacity=10)
    for number in range(100):
        limit.take(str(number))
    assert len(limit) == 10


def test_the_defaults_of_a_laptop_let_a_thousand_new_sessions_through_at_once() -> None:
    settings = Settings.from_env({})
    limit = RateLimit(settings.session_rate, settings.session_burst, clock=Clock())
    for _ in range(1000):
        limit.take("127.0.0.1")


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("10.0.0.9", "10.0.0.9"),
        ("2001:db8::1:2:3:4", "2001:db8::/64"),
        ("::ffff:10.0.0.9", "10.0.0.9"),
        (None, "unknown"),
        ("testclient", "unknown"),
    ],
)
def test_one_client_is_one_key(address: str | None, key: str) -> None:
    assert network(address) == key


def test_what_is_given_back_can_be_taken_again_and_never_more() -> None:
    limit = RateLimit(0.1, 2)
    limit.give_back("a")
    for _ in range(5):
        limit.take("a")
        limit.give_back("a")
    limit.take("a")
    limit.take("a")
    with pytest.raises(ApiError):
        limit.take("a")


@pytest.mark.asyncio
async def test_two_gateways_share_one_bucket(shared: Shared) -> None:
    here, there = (SharedRateLimit(shared, "x", 0.1, 3) for _ in range(2))
    for limit in (here, there, here):
        await limit.take("a")
    with pytest.raises(ApiError) as caught:
        await there.take("a")
    assert caught.value.status == 429
    assert 9 <= int(caught.value.headers["Retry-After"]) <= 10
    await there.take("b")
    await here.give_back("a")
    await there.take("a")


@pytest.mark.asyncio
async def test_while_redis_is_away_each_gateway_counts_by_itself() -> None:
    limit = SharedRateLimit(AwayShared(), "x", 0.1, 2)
    await limit.take("a")
    await limit.take("a")
    with pytest.raises(ApiError):
        await limit.take("a")
