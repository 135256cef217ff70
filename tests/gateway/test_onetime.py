"""rugwijzer.gateway.onetime."""

from __future__ import annotations

import pytest

from rugwijzer.gateway import onetime
from rugwijzer.gateway.onetime import OneTime


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_token_opens_once_and_no_other_does() -> None:
    links: OneTime[str] = OneTime(10)
    token = links.put("een", "a")
    assert len(token) >= 43
    assert links.take(token + "x") is None
    assert links.take(token) == "een"
    assert links.take(token) is None


def test_a_token_expires_and_its_value_goes() -> None:
    clock = Clock()
    links: OneTime[str] = OneTime(10, clock)
    token = links.put("een", "a")
    clock.now = 10
    assert len(links) == 0
    assert links.take(token) is None


def test_an_owner_has_one_value_and_can_drop_it() -> None:
    links: OneTime[str] = OneTime(10)
    first, second, other = links.put("1", "a"), links.put("2", "a"), links.put("3", "b")
    assert links.take(first) is None
    links.drop("a")
    assert links.take(second) is None
    assert links.take(other) == "3"


def test_memory_is_bounded_and_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onetime, "CAPACITY", 2)
    links: OneTime[str] = OneTime(10)
    tokens = [links.put(str(i), str(i)) for i in range(3)]
    assert [links.take(t) for t in tokens] == [None, "1", "2"]


def test_the_token_itself_is_not_kept() -> None:
    links: OneTime[str] = OneTime(10)
    token = links.put("een", "a")
    assert token not in repr(vars(links))
