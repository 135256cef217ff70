"""rugwijzer.gateway.turns and rugwijzer.gateway.conversations."""

from __future__ import annotations

import asyncio
import time

import pytest

from rugwijzer.gateway.conversations import TURNS_KEPT, Conversations
from rugwijzer.gateway.engine import EngineUnavailable
from rugwijzer.gateway.failsafe import Failsafe, Rules
from rugwijzer.gateway.guard import ChoiceTurn, TextTurn
from rugwijzer.gateway.sessions import Session
from rugwijzer.gateway.turns import Turns
from rugwijzer.http.errors import ApiError
from rugwijzer.shared import Memory, Shared

from .conftest import AwayShared, DeadEngine, ScriptedEngine

pytestmark = pytest.mark.asyncio


def session(name: str = "een", age: float = -60) -> Session:
    return Session(name, "website", time.time() - age)


def turns(
    engine: ScriptedEngine,
    rules: Rules,
    timeout: float = 5,
    conversations: Conversations | None = None,
) -> Turns:
    known = Conversations(Memory(), 100, 3600) if conversations is None else conversations
    return Turns(engine, Failsafe(lambda: rules), known, timeout)


def offering(*choices: dict[str, str], **fields: object) -> object:
    message = {"text": "Kies", "kind": "info", "choices": list(choices)} | fields
    return {"messages": [message]}


JA, NEE = {"title": "Ja", "payload": "/affirm"}, {"title": "Nee", "payload": "nee"}


async def test_a_choice_goes_back_as_payload_or_as_text(rules: Rules) -> None:
    engine = ScriptedEngine(say=lambda _: offering(JA, NEE | {"topic": "matras"}))
    parts = turns(engine, rules)
    [message] = await parts.answer(session(), TextTurn("hoi"))
    assert message["choices"] == [
        {"id": "c1", "title": "Ja"},
        {"id": "c2", "title": "Nee", "topic": "matras"},
    ]
    await parts.answer(session(), ChoiceTurn("c1"))
    await parts.answer(session(), ChoiceTurn("c2"))
    assert [content for _, _, content in engine.sent] == [
        {"text": "hoi"},
        {"payload": "/affirm"},
        {"text": "nee"},
    ]
    assert {sender for sender, _, _ in engine.sent} == {"website-een"}


async def test_ids_differ_within_a_session_and_old_ones_stay_valid_for_a_while(
    rules: Rules,
) -> None:
    parts = turns(ScriptedEngine(say=lambda _: offering(JA)), rules)
    ids = []
    for _ in range(TURNS_KEPT + 1):
        [message] = await parts.answer(session(), TextTurn("hoi"))
        ids.append(message["choices"][0]["id"])
    assert len(set(ids)) == TURNS_KEPT + 1
    with pytest.raises(ApiError) as caught:
        await parts.answer(session(), ChoiceTurn(ids[0]))
    assert caught.value.status == 422
    await parts.answer(session(), ChoiceTurn(ids[1]))


async def test_a_choice_of_another_session_is_refused(rules: Rules) -> None:
    engine = ScriptedEngine(say=lambda _: offering(JA))
    parts = turns(engine, rules)
    await parts.answer(session("een"), TextTurn("hoi"))
    for choice in ("c1", "/affirm", "Ja"):
        with pytest.raises(ApiError) as caught:
            await parts.answer(session("ander"), ChoiceTurn(choice))
        assert caught.value.code == "choice_unknown"
    assert len(engine.sent) == 1


async def test_a_session_from_before_this_start_gets_new_numbers(rules: Rules) -> None:
    parts = turns(ScriptedEngine(say=lambda _: offering(JA)), rules)
    [message] = await parts.answer(session(age=60), TextTurn("hoi"))
    assert message["choices"][0]["id"] != "c1"


async def test_messages_of_one_session_are_answered_in_order_and_others_do_not_wait(
    rules: Rules,
) -> None:
    engine = ScriptedEngine(gate=asyncio.Event())
    parts = turns(engine, rules)
    calls = [asyncio.create_task(parts.answer(session(), TextTurn(t))) for t in "abc"]
    calls.append(asyncio.create_task(parts.answer(session("ander"), TextTurn("d"))))
    while len(engine.sent) < 2:
        await asyncio.sleep(0)
    assert [content["text"] for _, _, content in engine.sent] == ["a", "d"]
    assert engine.gate is not None
    engine.gate.set()
    await asyncio.gather(*calls)
    own = [content["text"] for sender, _, content in engine.sent if sender == "website-een"]
    assert own == ["a", "b", "c"]


async def test_nobody_waits_longer_than_the_timeout_behind_a_turn_that_hangs(rules: Rules) -> None:
    engine = ScriptedEngine(gate=asyncio.Event())
    parts = turns(engine, rules, timeout=0.2)
    began = time.perf_counter()
    replies = await asyncio.gather(
        *(parts.answer(session(), TextTurn("ik kan niet plassen")) for _ in range(5))
    )
    assert time.perf_counter() - began < 0.8
    assert {reply[0]["kind"] for reply in replies} == {"escalation"}


async def test_a_yes_to_a_question_escalates_when_the_engine_dies(rules: Rules) -> None:
    conversations = Conversations(Memory(), 100, 3600)
    question = {"kind": "question", "asks": "red_flags", "red_flags": ["aneurysma"]}
    alive = turns(
        ScriptedEngine(say=lambda _: offering(JA, NEE, **question)),
        rules,
        conversations=conversations,
    )
    await alive.answer(session(), TextTurn("controleer mijn klachten"))
    dead = turns(DeadEngine(), rules, conversations=conversations)
    for turn in (ChoiceTurn("c1"), TextTurn("ja sinds gisteren")):
        [message] = await dead.answer(session(), turn)
        assert (message["kind"], message["level"]) == ("escalation", "bel_112")
        assert message["red_flags"] == ["aneurysma"]
    [message] = await dead.answer(session(), TextTurn("weet ik niet"))
    assert message["text"].startswith("Als dit bij u zo is:")
    [message] = await dead.answer(session(), ChoiceTurn("c2"))
    assert message["kind"] == "fallback"


async def test_conversations_are_bounded_and_one_that_was_forgotten_gets_new_numbers(
    rules: Rules,
) -> None:
    memory = Memory({"conversation": 3})
    conversations = Conversations(memory, 3, 3600)
    parts = turns(ScriptedEngine(say=lambda _: offering(JA)), rules, conversations=conversations)
    for number in range(20):
        await parts.answer(session(str(number)), TextTurn("hoi"))
    assert memory.count("conversation") == 3
    [message] = await parts.answer(session("nieuw"), TextTurn("hoi"))
    assert message["choices"][0]["id"] != "c1"


async def test_any_gateway_answers_any_turn_in_the_order_of_asking(
    rules: Rules, shared: Shared
) -> None:
    engine = ScriptedEngine(say=lambda _: offering(JA))
    gateways = [
        turns(engine, rules, conversations=Conversations(shared, 100, 3600)) for _ in range(2)
    ]
    [message] = await gateways[0].answer(session(), TextTurn("hoi"))
    await gateways[1].answer(session(), ChoiceTurn(message["choices"][0]["id"]))
    assert engine.sent[-1][2] == {"payload": "/affirm"}
    engine.gate = asyncio.Event()
    calls = []
    for number in range(6):
        calls.append(
            asyncio.create_task(gateways[number % 2].answer(session(), TextTurn(str(number))))
        )
        # The next one is sent when this one stands in line.
        await standing(shared, number + 1)
    engine.gate.set()
    await asyncio.gather(*calls)
    assert [content["text"] for _, _, content in engine.sent[2:]] == list("012345")


async def standing(shared: Shared, people: int) -> None:
    """Wait until so many stand in the line of this conversation."""
    if isinstance(shared, Memory):
        for _ in range(10):
            await asyncio.sleep(0)
        return
    while await shared._redis.llen("rugwijzer:line:talk:website-een") < people:  # type: ignore[attr-defined]
        await asyncio.sleep(0)


async def test_while_redis_is_away_the_rules_answer_and_the_engine_is_not_asked(
    rules: Rules,
) -> None:
    engine = ScriptedEngine(say=lambda _: offering(JA))
    parts = turns(engine, rules, conversations=Conversations(AwayShared(), 100, 3600))
    [message] = await parts.answer(session(), TextTurn("ik kan niet plassen"))
    assert (message["kind"], message["level"]) == ("escalation", "spoed")
    for turn in (TextTurn("hoi"), ChoiceTurn("c1")):
        [message] = await parts.answer(session(), turn)
        # An advice to call is not forgotten by what is said next.
        assert message["text"].startswith("Als dit bij u zo is:")
        [message] = await parts.answer(session("ander"), turn)
        assert message["kind"] == "fallback" and "112" in message["text"]
    assert engine.sent == []


PLAS = {"level": "spoed", "flags": ("plassen",), "unsure": False}
DOOF = {"level": "spoed", "flags": ("rijbroek",), "unsure": True}


async def test_what_the_rules_advised_goes_to_the_engine_with_its_next_turn(
    rules: Rules, shared: Shared
) -> None:
    conversations = Conversations(shared, 100, 3600)
    dead = turns(DeadEngine(), rules, conversations=conversations)
    for text in ("een doof been", "ik kan niet plassen", "ik kan niet plassen", "helpt warmte?"):
        await dead.answer(session(), TextTurn(text))
    engine = ScriptedEngine()
    # Another gateway than the one that gave the advice.
    parts = turns(engine, rules, conversations=Conversations(shared, 100, 3600))
    await parts.answer(session("ander"), TextTurn("hoi"))
    for text in ("helpt een matras?", "dank u"):
        await parts.answer(session(), TextTurn(text))
    sent = [content for _, _, content in engine.sent]
    assert [one["level"] for one in sent[1].pop("advised")] == ["spoed"] * 3
    assert sent == [{"text": "hoi"}, {"text": "helpt een matras?"}, {"text": "dank u"}]


async def test_an_advice_stays_until_the_engine_has_taken_it(rules: Rules) -> None:
    conversations = Conversations(Memory(), 100, 3600)
    dead = turns(DeadEngine(), rules, conversations=conversations)
    await dead.answer(session(), TextTurn("een doof been"))
    await dead.answer(session(), TextTurn("nee"))
    await dead.answer(session(), TextTurn("ik kan niet plassen"))
    engine = ScriptedEngine()
    await turns(engine, rules, conversations=conversations).answer(session(), TextTurn("hoi"))
    assert engine.sent[0][2]["advised"] == [DOOF, PLAS]


async def test_an_advice_from_while_redis_was_away_reaches_the_engine_too(rules: Rules) -> None:
    conversations = Conversations(AwayShared(), 100, 3600)
    engine = ScriptedEngine()
    parts = turns(engine, rules, conversations=conversations)
    for text in ("ik kan niet plassen", "een doof been"):
        await parts.answer(session(), TextTurn(text))
    conversations._shared = Memory()
    for text in ("hoi", "dank u"):
        await parts.answer(session(), TextTurn(text))
    both = {"level": "spoed", "flags": ("plassen", "rijbroek"), "unsure": True}
    assert [content.get("advised") for _, _, content in engine.sent] == [[PLAS, both], None]


async def test_an_old_button_costs_no_advice_from_while_redis_was_away(
    rules: Rules, shared: Shared
) -> None:
    conversations = Conversations(AwayShared(), 100, 3600)
    engine = ScriptedEngine()
    parts = turns(engine, rules, conversations=conversations)
    await parts.answer(session(), TextTurn("ik kan niet plassen"))
    conversations._shared = shared
    with pytest.raises(ApiError):
        await parts.answer(session(), ChoiceTurn("c1"))
    kept = await conversations.last_seen(session())
    assert (kept.pending, len(kept.advised)) == (("plassen",), 1)
    # Any gateway knows it from now on.
    other = turns(engine, rules, conversations=Conversations(shared, 100, 3600))
    await other.answer(session(), TextTurn("hoi"))
    assert [one["level"] for one in engine.sent[0][2]["advised"]] == ["spoed"]


async def test_an_advice_outlives_a_redis_that_went_during_its_turn(rules: Rules) -> None:
    memory = Memory()
    conversations = Conversations(memory, 100, 3600)
    engine = ScriptedEngine()
    parts = turns(engine, rules, conversations=conversations)
    await parts.answer(session(), TextTurn("hoi"))

    def die(_: dict[str, str]) -> object:
        conversations._shared = Leaving(memory)
        raise EngineUnavailable("ConnectError")

    engine.say = die
    await parts.answer(session(), TextTurn("ik kan niet plassen"))
    # Redis is back, with what it knew before.
    conversations._shared = memory
    engine.say = ScriptedEngine().say
    for text in ("dank u", "helpt warmte?"):
        await parts.answer(session(), TextTurn(text))
    assert [content.get("advised") for _, _, content in engine.sent[2:]] == [[PLAS], None]


async def test_an_ended_conversation_leaves_no_advice(rules: Rules) -> None:
    conversations = Conversations(AwayShared(), 100, 3600)
    await turns(ScriptedEngine(), rules, conversations=conversations).answer(
        session(), TextTurn("ik kan niet plassen")
    )
    await conversations.end(session().sender, 1)
    assert (await conversations.last_seen(session())).advised == []


async def test_redis_gone_during_a_turn_costs_no_answer_and_a_yes_is_still_understood(
    rules: Rules,
) -> None:
    question = {"kind": "question", "asks": "red_flags", "red_flags": ["aneurysma"]}
    memory = Memory()
    conversations = Conversations(memory, 100, 3600)

    def say(_: dict[str, str]) -> object:
        conversations._shared = Leaving(memory)
        return offering(JA, NEE, **question)

    parts = turns(ScriptedEngine(say=say), rules, conversations=conversations)
    [message] = await parts.answer(session(), TextTurn("controleer mijn klachten"))
    assert message["asks"] == "red_flags"
    conversations._shared = AwayShared()
    for turn in (ChoiceTurn(message["choices"][0]["id"]), TextTurn("ja sinds gisteren")):
        [message] = await parts.answer(session(), turn)
        assert (message["kind"], message["level"]) == ("escalation", "bel_112")


class Leaving(AwayShared):
    """A Redis that went away while a turn held its line."""

    def __init__(self, before: Memory) -> None:
        super().__init__()
        self.before = before
