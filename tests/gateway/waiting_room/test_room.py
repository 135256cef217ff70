"""rugwijzer.gateway.waiting_room.room."""

from __future__ import annotations

import asyncio

import pytest

from rugwijzer.gateway.broker import Broker
from rugwijzer.gateway.conversations import Conversations
from rugwijzer.gateway.engine import EngineUnavailable
from rugwijzer.gateway.erasing import Erasing
from rugwijzer.gateway.sessions import Session, Sessions
from rugwijzer.gateway.waiting_room import room as waitingroom
from rugwijzer.gateway.waiting_room.desk import Desk
from rugwijzer.gateway.waiting_room.room import GRACE_S, MESSAGES_KEPT, WaitingRoom
from rugwijzer.http.errors import ApiError
from rugwijzer.shared import Shared
from rugwijzer.store.trackers import Trackers
from tests.gateway.conftest import SECRET, ScriptedEngine

pytestmark = pytest.mark.asyncio
IDLE_S = 60.0


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Room:
    """A waiting room with its real parts around a scripted engine."""

    def __init__(self, shared: Shared) -> None:
        self.clock = Clock()
        self.engine = ScriptedEngine()
        self.broker = Broker()
        self.sessions = Sessions(SECRET, 3600, shared)
        self.conversations = Conversations(shared, 10, 3600)
        self.desk = Desk(shared, self.broker, str)
        self.room = WaitingRoom(
            shared,
            self.sessions,
            self.conversations,
            Erasing(self.engine, Trackers("sqlite://")),
            self.broker,
            self.desk,
            IDLE_S,
            self.clock,
        )

    async def begin(self, surface: str = "tablet") -> tuple[str, Session]:
        token = f"Bearer {self.sessions.issue(surface)}"
        return token, await self.sessions.read(token)


@pytest.fixture
def waiting(shared: Shared) -> Room:
    return Room(shared)


async def test_ending_ends_session_stream_and_conversation(waiting: Room) -> None:
    token, session = await waiting.begin()
    with waiting.broker.listen(session.sender) as stream:
        await waiting.room.end(session)
        assert stream.get_nowait() is None
    with pytest.raises(ApiError) as refused:
        await waiting.sessions.read(token)
    assert refused.value.status == 401
    with pytest.raises(ApiError):
        async with waiting.conversations.turn(session, 1):
            pytest.fail("ended")
    assert waiting.engine.forgotten == [session.sender]


async def test_erasing_waits_for_the_turn_under_way(waiting: Room) -> None:
    _, session = await waiting.begin()
    async with waiting.conversations.turn(session, 1):
        ending = asyncio.create_task(waiting.room.end(session))
        while await waiting.sessions.is_live(session):
            await asyncio.sleep(0)
        assert waiting.engine.forgotten == []
    await ending
    assert waiting.engine.forgotten == [session.sender]


async def test_what_the_engine_could_not_erase_is_tried_again(waiting: Room) -> None:
    _, session = await waiting.begin()
    working = waiting.engine.forget

    async def broken(sender: str) -> None:
        raise EngineUnavailable("ConnectError")

    waiting.engine.forget = broken  # type: ignore[method-assign]
    await waiting.room.end(session)
    await waiting.room.sweep()
    assert waiting.engine.forgotten == []
    waiting.engine.forget = working  # type: ignore[method-assign]
    await waiting.room.sweep()
    await waiting.room.sweep()
    assert waiting.engine.forgotten == [session.sender]


async def test_a_tablet_that_falls_silent_is_wiped_and_one_in_use_is_not(waiting: Room) -> None:
    _, silent = await waiting.begin()
    _, busy = await waiting.begin()
    for session in (silent, busy):
        await waiting.room.present(session, "Wachtkamer")
    waiting.clock.now = IDLE_S
    await waiting.room.sent(busy, [{"text": "x", "kind": "answer"}])
    waiting.clock.now = IDLE_S + GRACE_S + 1
    await waiting.room.sweep()
    assert waiting.engine.forgotten == [silent.sender]


async def test_a_client_that_never_reports_itself_is_left_alone(waiting: Room) -> None:
    _, session = await waiting.begin()
    await waiting.room.sent(session, [{"text": "x", "kind": "answer"}])
    waiting.clock.now = 3000
    await waiting.room.sweep()
    assert waiting.engine.forgotten == []


async def test_a_handover_keeps_the_conversation_and_what_was_said(waiting: Room) -> None:
    token, session = await waiting.begin()
    async with waiting.conversations.turn(session, 1) as conversation:
        conversation.pending = ("plassen",)
    said = [{"text": str(n), "kind": "answer"} for n in range(MESSAGES_KEPT + 5)]
    await waiting.room.sent(session, said)
    assert await waiting.room.hand_over(session) == said[5:]
    with pytest.raises(ApiError):
        await waiting.sessions.read(token)
    phone = await waiting.sessions.read(
        f"Bearer {waiting.sessions.issue('website', session.sender)}"
    )
    assert (phone.sender, phone.surface) == (session.sender, "website")
    async with waiting.conversations.turn(phone, 1) as conversation:
        assert conversation.pending == ("plassen",)
    assert waiting.engine.forgotten == []


async def test_an_answer_after_the_end_leaves_no_trace(waiting: Room) -> None:
    _, session = await waiting.begin()
    await waiting.room.end(session)
    late = {"text": "x", "kind": "escalation", "level": "spoed", "red_flags": ["plassen"]}
    await waiting.room.sent(session, [late])
    assert await waiting.room.hand_over(session) == []


async def test_the_website_never_rings_at_the_desk(waiting: Room) -> None:
    _, session = await waiting.begin("website")
    advice = {"text": "x", "kind": "escalation", "level": "spoed", "red_flags": ["plassen"]}
    await waiting.room.sent(session, [advice])
    assert await waiting.desk.open() == []


async def test_memory_is_bounded(waiting: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waitingroom, "MOST_VISITORS", 2)
    sessions = [(await waiting.begin())[1] for _ in range(3)]
    for session in sessions:
        waiting.clock.now += 1
        await waiting.room.sent(session, [{"text": "x", "kind": "answer"}])
    assert [len(await waiting.room.hand_over(session)) for session in sessions] == [0, 1, 1]
