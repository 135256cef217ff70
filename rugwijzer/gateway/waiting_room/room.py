"""Who sits at a tablet in the waiting room, and what is wiped when they leave."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field

from rugwijzer.logs import lines as logs
from rugwijzer.shared import Shared, SharedAway

from ..broker import Broker
from ..conversations import Conversations
from ..erasing import Erasing
from ..messages import Message
from ..sessions import Session, Sessions
from .desk import Desk

#: What the assistant said last goes along to the phone; a patient's own words are never kept here.
MESSAGES_KEPT = 20
#: Far more than the tablets of a practice; who was seen longest ago is forgotten first.
MOST_VISITORS = 1000
#: The page wipes itself; the server does it this much later, for a tablet that lost its power.
GRACE_S = 30.0
_SWEEP_S = 5.0
_NAMELESS = "Tablet"
_INDEX = "visitors"
#: Who wipes a tablet waits no longer than this for a turn that is under way.
_END_S = 8.0


@dataclass
class Visitor:
    """A session at a tablet, and what the assistant said last."""

    session: Session
    tablet: str = _NAMELESS
    watched: bool = False
    said: list[Message] = field(default_factory=list)


class WaitingRoom:
    """The visitors of all gateways. Only a session that the page reports as present is watched."""

    def __init__(
        self,
        shared: Shared,
        sessions: Sessions,
        conversations: Conversations,
        erasing: Erasing,
        broker: Broker,
        desk: Desk,
        idle_s: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take the parts, after how many idle seconds a tablet wipes itself, and a clock."""
        self._shared, self._sessions, self._conversations = shared, sessions, conversations
        self._erasing, self._broker, self._desk = erasing, broker, desk
        self._limit, self._clock = idle_s + GRACE_S, clock

    async def present(self, session: Session, tablet: str) -> None:
        """The page says that somebody uses this tablet."""
        visitor = await self._visitor(session.sender) or Visitor(session)
        visitor.tablet, visitor.watched = tablet or _NAMELESS, True
        await self._keep(visitor)

    async def sent(self, session: Session, messages: Iterable[Message]) -> None:
        """Remember what the assistant said on a tablet, and tell the desk what is urgent."""
        if session.surface != "tablet" or not await self._sessions.is_live(session):
            return
        said = list(messages)
        visitor = await self._visitor(session.sender) or Visitor(session)
        visitor.said = [*visitor.said, *said][-MESSAGES_KEPT:]
        await self._keep(visitor)
        await self._desk.report(session.sender, visitor.tablet, said)

    async def hand_over(self, session: Session) -> list[Message]:
        """End a session but not its conversation; returns what the assistant said last."""
        visitor = await self._leave(session)
        return visitor.said if visitor else []

    async def end(self, session: Session) -> None:
        """End a session and erase its conversation, here now and in the engine as soon as it can."""
        await self._leave(session)
        await self._conversations.end(session.sender, _END_S)
        try:
            await self._erasing.erase(session.sender)
        except Exception as error:
            # It is tried again with every round.
            logs.failure("erase", error)

    async def watch(self) -> None:
        """Wipe who left without a word, and try again what could not be erased; runs until cancelled."""
        while True:
            await asyncio.sleep(_SWEEP_S)
            try:
                await self.sweep()
            except Exception as error:
                # One bad round must not end the wiping for good.
                logs.failure("waitingroom", error)

    async def sweep(self) -> None:
        """One round of `watch`; raises SharedAway when only its own part could be done."""
        await self._erasing.again()
        await self._sessions.again()
        await self._desk.again()
        late = self._clock() - self._limit
        for sender in await self._shared.marked(_INDEX, late):
            visitor = await self._visitor(sender)
            # Of several gateways one ends it.
            if await self._shared.unmark(_INDEX, sender) and visitor and visitor.watched:
                await self.end(visitor.session)

    async def _visitor(self, sender: str) -> Visitor | None:
        try:
            kept = await self._shared.get(f"visitor:{sender}")
        except SharedAway as error:
            logs.failure("waitingroom", error)
            return None
        return _read(kept) if kept else None

    async def _keep(self, visitor: Visitor) -> None:
        sender, kept = visitor.session.sender, json.dumps(asdict(visitor), ensure_ascii=False)
        try:
            await self._shared.put(f"visitor:{sender}", kept, self._sessions.seconds)
            gone = await self._shared.mark(_INDEX, sender, self._clock(), MOST_VISITORS)
            for other in gone:
                await self._shared.pop(f"visitor:{other}")
                await self._desk.forget(other)
        except SharedAway as error:
            logs.failure("waitingroom", error)

    async def _leave(self, session: Session) -> Visitor | None:
        await self._sessions.end(session)
        self._broker.end(session.sender)
        await self._desk.forget(session.sender)
        try:
            await self._shared.unmark(_INDEX, session.sender)
            kept = await self._shared.pop(f"visitor:{session.sender}")
        except SharedAway as error:
            logs.failure("waitingroom", error)
            return None
        return _read(kept) if kept else None


def _read(kept: str) -> Visitor:
    raw = json.loads(kept)
    return Visitor(**(raw | {"session": Session(**raw["session"])}))
