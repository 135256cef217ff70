"""rugwijzer.gateway.waiting_room.desk."""

from __future__ import annotations

from typing import Any

import pytest

from rugwijzer.gateway.broker import Broker
from rugwijzer.gateway.waiting_room import desk as desk_module
from rugwijzer.gateway.waiting_room.desk import KEPT_S, SEEN_TEXT, STREAM, Desk
from rugwijzer.shared import Memory, Shared
from tests.gateway.conftest import AwayShared

pytestmark = pytest.mark.asyncio


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def broker() -> Broker:
    return Broker()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(shared: Shared, broker: Broker, clock: Clock) -> Desk:
    return Desk(shared, broker, lambda flag: f"naam van {flag}", clock)


def advice(level: str, *flags: str, kind: str = "escalation") -> dict[str, Any]:
    return {"text": "geheim", "kind": kind, "level": level, "red_flags": list(flags)}


async def test_an_urgent_advice_reaches_the_desk_without_the_conversation(
    desk: Desk, broker: Broker
) -> None:
    with broker.listen(STREAM) as pages:
        await desk.report("tablet-x", "Wachtkamer", [advice("spoed", "plassen")])
        event = pages.get_nowait()
    assert event is not None
    alert = event["alert"]
    assert alert == (await desk.open())[0]
    assert set(alert) == {"id", "tablet", "at", "level", "flags"}
    assert (alert["tablet"], alert["at"], alert["level"]) == ("Wachtkamer", 1000, "spoed")
    assert alert["flags"] == ["naam van plassen"]


@pytest.mark.parametrize(
    "message",
    [
        advice("vandaag", "koorts"),
        advice("geen", kind="outcome"),
        {"text": "x", "kind": "question", "red_flags": ["plassen"]},
        {"text": "x", "kind": "answer"},
    ],
)
async def test_what_can_wait_does_not_reach_it(desk: Desk, message: dict[str, Any]) -> None:
    await desk.report("tablet-x", "Wachtkamer", [message])
    assert await desk.open() == []


async def test_only_news_is_told_again(desk: Desk, clock: Clock) -> None:
    for message in (
        advice("spoed", "plassen"),
        advice("spoed", "plassen"),
        advice("spoed", "plassen", "rijbroek"),
        advice("bel_112", "plassen"),
    ):
        clock.now += 1
        await desk.report("tablet-x", "Wachtkamer", [message])
    assert [alert["level"] for alert in await desk.open()] == ["spoed", "spoed", "bel_112"]
    await desk.report("tablet-y", "Wachtkamer", [advice("spoed", "plassen")])
    assert len(await desk.open()) == 4


async def test_an_alert_without_flags_is_told_once(desk: Desk) -> None:
    for _ in range(2):
        await desk.report(
            "tablet-x", "Wachtkamer", [{"text": "x", "kind": "outcome", "level": "spoed"}]
        )
    assert len(await desk.open()) == 1


async def test_seen_reaches_every_page_and_the_patient_and_counts_once(
    desk: Desk, broker: Broker
) -> None:
    await desk.report("tablet-x", "Wachtkamer", [advice("spoed", "plassen")])
    ident = (await desk.open())[0]["id"]
    with broker.listen(STREAM) as pages, broker.listen("tablet-x") as patient:
        assert await desk.acknowledge(ident)
        assert pages.get_nowait() == {"seen": ident, "at": 1000}
        assert patient.get_nowait() == {"text": SEEN_TEXT, "kind": "info"}
    assert not await desk.acknowledge(ident)
    assert await desk.open() == []


async def test_old_alerts_go_and_memory_is_bounded(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "MOST", 2)
    for number in range(3):
        clock.now += 1
        await desk.report(f"tablet-{number}", str(number), [advice("spoed", "plassen")])
    assert [alert["tablet"] for alert in await desk.open()] == ["1", "2"]
    clock.now += KEPT_S + 1
    assert await desk.open() == []


async def test_an_alert_while_redis_is_away_stays_here_and_is_shared_later(
    broker: Broker, clock: Clock
) -> None:
    desk = Desk(AwayShared(), broker, str, clock)
    with broker.listen(STREAM) as pages:
        await desk.report("tablet-x", "Wachtkamer", [advice("spoed", "plassen")])
        assert pages.get_nowait() is not None
    [alert] = await desk.open()
    await desk.again()
    back = Memory()
    desk._shared = back
    await desk.again()
    assert await Desk(back, broker, str, clock).open() == [alert]
    assert await desk.open() == [alert]


async def test_what_one_gateway_reports_another_one_shows_and_acknowledges(
    shared: Shared, broker: Broker, clock: Clock
) -> None:
    here, there = (Desk(shared, broker, str, clock) for _ in range(2))
    await here.report("tablet-x", "Wachtkamer", [advice("spoed", "plassen")])
    [alert] = await there.open()
    assert await there.acknowledge(alert["id"])
    assert await here.open() == []
    await there.report("tablet-x", "Wachtkamer", [advice("spoed", "plassen")])
    assert await here.open() == []
