"""Who sits at a tablet in the waiting room, and what is wiped when they leave."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from . import logs
from .broker import Broker
from .conversations import Conversations
from .desk import Desk
from .erasing import Erasing
from .messages import Message
from .sessions import Session, Sessions

#: What the assistant said last goes along to the phone; a patient's own words are never kept here.
MESSAGES_KEPT = 20
#: Far more than the tablets of a practice; who was seen longest ago is forgotten first.
MOST_VISITORS = 1000
#: The page wipes itself; the server does it this much later, for a tablet that lost its power.
GRACE_S = 30.0
_SWEEP_S = 5.0
_NAMELESS = "Tablet"


@dataclass
class Visitor:
    """A session at a tablet: when it was last heard of, and what the assistant said."""

    session: Session
    seen: float
    tablet: str = _NAMELESS
    watched: bool = False
    said: deque[Message] = field(default_factory=lambda: deque(maxlen=MESSAGES_KEPT))


class WaitingRoom:
    """The visitors of this process. Only a session that the page reports as present is watched."""

    def __init__(
        self,
        sessions: Sessions,
        conversations: Conversations,
        erasing: Erasing,
        broker: Broker,
        desk: Desk,
        idle_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the parts, after how many idle seconds a tablet wipes itself, and a clock."""
        self._sessions, self._conversations = sessions, conversations
        self._erasing, self._broker, self._desk = erasing, broker, desk
        self._limit, self._clock = idle_s + GRACE_S, clock
        self._visitors: dict[str, Visitor] = {}

    def present(self, session: Session, tablet: str) -> None:
        """The page says that somebody uses this tablet."""
        visitor = self._visitor(session)
        visitor.tablet, visitor.watched = tablet or _NAMELESS, True

    def sent(self, session: Session, messages: Iterable[Message]) -> None:
        """Remember what the assistant said on a tablet, and tell the desk what is urgent."""
        if session.surface != "tablet" or not self._sessions.is_live(session):
            return
        said = list(messages)
        visitor = self._visitor(session)
        visitor.said.extend(said)
        self._desk.report(session.sender, visitor.tablet, said)

    def hand_over(self, session: Session) -> list[Message]:
        """End a session but not its conversation; returns what the assistant said last."""
        visitor = self._leave(session)
        return list(visitor.said) if visitor else []

    async def end(self, session: Session) -> None:
        """End a session and erase its conversation, here now and in the engine as soon as it can."""
        self._leave(session)
        conversation = self._conversations.end(session.sender)
        if conversation:
            async with conversation.lock:
                pass
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
        """One round of `watch`."""
        late = self._clock() - self._limit
        for visitor in [v for v in self._visitors.values() if v.watched and v.seen < late]:
            await self.end(visitor.session)
        expired = time.time() - self._sessions.seconds
        for visitor in [v for v in self._visitors.values() if v.session.issued_at < expired]:
            self._leave(visitor.session)
        await self._erasing.again()

    def _visitor(self, session: Session) -> Visitor:
        now = self._clock()
        visitor = self._visitors.pop(session.sender, None) or Visitor(session, now)
        visitor.seen = now
        self._visitors[session.sender] = visitor
        while len(self._visitors) > MOST_VISITORS:
            gone = next(iter(self._visitors))
            del self._visitors[gone]
            self._desk.forget(gone)
        return visitor

    def _leave(self, session: Session) -> Visitor | None:
        self._sessions.end(session)
        self._broker.end(session.sender)
        self._desk.forget(session.sender)
        return self._visitors.pop(session.sender, None)
