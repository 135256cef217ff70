"""While Rasa is away: deliveries are kept and answered later, alarms are answered at once."""

from __future__ import annotations

import pytest

from rugwijzer.gateway.engine import EngineUnavailable
from rugwijzer.gateway.messages import Reply
from rugwijzer.gateway.whatsapp.breaker import Breaker, away

from ..conftest import ScriptedEngine
from .conftest import World


def test_a_message_is_kept_and_answered_when_the_engine_is_back(world: World) -> None:
    world.agrees()
    world.engine.error = "ConnectError"
    world.says("helpt warmte?")
    world.says("en kou?")
    world.until("SELECT count(*) FROM inbox WHERE screened AND state = 'pending'", [(2,)])
    world.engine.error = ""
    assert world.texts(4)[2:] == ["u zei: helpt warmte?", "u zei: en kou?"]


def test_a_red_flag_behind_a_waiting_message_is_answered_at_once_and_once(world: World) -> None:
    world.agrees()
    world.engine.error = "ConnectError"
    world.says("helpt warmte?")
    world.says("ik kan niet plassen")
    assert world.texts(3)[2].startswith("Bel uw huisarts 030-2345678")
    world.until("SELECT count(*) FROM inbox WHERE screened AND state = 'pending'", [(2,)])
    world.engine.error = ""
    assert world.texts(5)[3:] == ["u zei: helpt warmte?", "u zei: ik kan niet plassen"]


def test_an_unsure_signal_gets_a_conditional_advice_and_a_yes_the_advice(world: World) -> None:
    world.agrees()
    asks = {"kind": "question", "asks": "confirm", "red_flags": ["rijbroek"]}
    world.engine.say = lambda _: {"messages": [{"text": "Is dat zo?"} | asks]}
    world.says("het voelt gek")
    world.texts(3)
    world.engine.error = "timeout"
    world.says("ja")
    assert world.texts(4)[3].startswith("Bel uw huisarts")


def test_who_waits_long_hears_it_once_with_whom_to_call(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from rugwijzer.gateway.whatsapp import inbox_worker

    monkeypatch.setattr(inbox_worker, "_DELAY", timedelta(seconds=0))
    world.agrees()
    world.engine.error = "ConnectError"
    world.says("helpt warmte?")
    assert "antwoord zodra het weer kan" in world.texts(3)[2]
    world.says("hallo?")
    world.until("SELECT count(*) FROM inbox WHERE screened AND state = 'pending'", [(2,)])
    world.engine.error = ""
    assert world.texts(5)[3:] == ["u zei: helpt warmte?", "u zei: hallo?"]


def test_a_message_the_healthy_engine_cannot_answer_makes_way(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from rugwijzer.gateway.whatsapp import inbox_worker

    monkeypatch.setattr(inbox_worker, "_LONGEST", timedelta(seconds=0))
    monkeypatch.setattr(inbox_worker, "_SHORTEST", timedelta(seconds=0))

    def say(content: dict[str, str]) -> object:
        if content["text"] == "gif":
            raise EngineUnavailable("status 500")
        return {"messages": [{"text": f"u zei: {content['text']}"}]}

    world.agrees()
    world.engine.say = say
    world.says("gif")
    world.says("hoi")
    failed, answered = world.texts(4)[2:]
    assert "andere woorden" in failed and "112" in failed
    assert answered == "u zei: hoi"


class Flaky(ScriptedEngine):
    error = "ConnectError"

    async def send(self, sender: str, surface: str, content: dict[str, str]) -> list[Reply]:
        self.sent.append((sender, surface, content))
        if self.error:
            raise EngineUnavailable(self.error)
        return []


@pytest.mark.asyncio
async def test_an_engine_that_is_away_is_asked_again_after_a_while() -> None:
    now = [0.0]
    engine = Flaky()
    breaker = Breaker(engine, lambda: now[0])
    for moment, asked in ((0, 1), (0.9, 1), (1.1, 2), (2.9, 2), (3.2, 3)):
        now[0] = moment
        with pytest.raises(EngineUnavailable) as caught:
            await breaker.send("a", "whatsapp", {})
        assert away(caught.value)
        assert len(engine.sent) == asked
    engine.error = "status 500"
    now[0] = 60
    for _ in range(3):
        with pytest.raises(EngineUnavailable) as caught:
            await breaker.send("a", "whatsapp", {})
        assert not away(caught.value)
    assert len(engine.sent) == 6
    engine.error = ""
    assert await breaker.send("a", "whatsapp", {}) == []
