"""What the gateway remembers of a conversation: the buttons it offered, never what a patient typed."""

from __future__ import annotations

import json
import secrets
import time
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from rugwijzer.http.errors import unauthorized
from rugwijzer.logs import lines as logs
from rugwijzer.shared import Memory, Shared, SharedAway
from rugwijzer.triage.late import Told

from .messages import Message, OfferedChoice, Reply
from .sessions import Session

#: Buttons of this many turns stay valid.
TURNS_KEPT = 20
#: So many different advices of the rules alone are kept for the engine.
MOST_ADVISED = 5
_KIND, _ADVISED = "conversation", "advised"
#: So many conversations a gateway knows by itself, for when Redis is away.
_NEAR = 2000
_QUESTIONS = ("red_flags", "confirm")


@dataclass(frozen=True)
class Offered:
    """A choice with the flags that a 'ja' to its question would set."""

    choice: OfferedChoice
    flags: tuple[str, ...]


@dataclass
class Conversation:
    """One session's counter of choice ids, and the choices of its last turns.

    `pending` holds the flags that a 'ja' to the last question would set. `advised` is what the rules
    alone advised since the engine last answered.
    """

    counter: int = 0
    turns: deque[dict[str, Offered]] = field(default_factory=lambda: deque(maxlen=TURNS_KEPT))
    pending: tuple[str, ...] = ()
    advised: list[Told] = field(default_factory=list)

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Conversation:
        """What `as_dict` gave."""
        turns = (
            {
                key: Offered(OfferedChoice(**value["choice"]), tuple(value["flags"]))
                for key, value in turn.items()
            }
            for turn in raw["turns"]
        )
        kept = deque(turns, maxlen=TURNS_KEPT)
        return cls(raw["counter"], kept, tuple(raw["pending"]), _advised(raw.get("advised", ())))

    def as_dict(self) -> dict[str, Any]:
        """As plain values."""
        turns = [{k: asdict(v) for k, v in turn.items()} for turn in self.turns]
        advised = [asdict(one) for one in self.advised]
        kept = {"counter": self.counter, "pending": list(self.pending), "turns": turns}
        return kept | ({"advised": advised} if advised else {})

    def find(self, choice_id: str) -> Offered | None:
        """The choice with this id, when it was offered in one of the last turns."""
        return next((turn[choice_id] for turn in self.turns if choice_id in turn), None)

    def offer(self, replies: Iterable[Reply]) -> list[Message]:
        """Give the choices of one turn their ids and return the messages for the patient."""
        offered: dict[str, Offered] = {}
        messages = []
        self.pending, self.advised = (), []
        for reply in replies:
            message = dict(reply.message)
            flags: tuple[str, ...] = ()
            if message["kind"] == "question" and message.get("asks") in _QUESTIONS:
                self.pending = flags = tuple(message.get("red_flags", ()))
            choices = []
            for choice in reply.choices:
                self.counter += 1
                key = f"c{self.counter}"
                offered[key] = Offered(choice, flags)
                topic = {"topic": choice.topic} if choice.topic else {}
                choices.append({"id": key, "title": choice.title} | topic)
            if choices:
                message["choices"] = choices
            messages.append(message)
        if offered:
            self.turns.append(offered)
        return messages

    def advise(self, told: Told) -> None:
        """Keep what the rules alone advised, for the engine to hold, and until then for the rules."""
        if told not in self.advised:
            self.advised = [*self.advised, told][-MOST_ADVISED:]
        self.pending = told.flags


class Conversations:
    """The conversations that the gateways know together; one turn of each at a time, in order.

    Each gateway also keeps what it saw last by itself: while Redis is away, a 'ja' is still an answer
    to the question before it.
    """

    def __init__(self, shared: Shared, capacity: int, seconds: float) -> None:
        """Take what is shared, how many conversations it keeps, and how long one may be silent."""
        self._shared, self._capacity, self._seconds = shared, capacity, seconds
        self._near = Memory({_KIND: min(capacity, _NEAR)})
        self._forgot_any = False
        # A token's time is in whole seconds, rounded down.
        self._started = int(time.time())

    def __len__(self) -> int:
        """How many this gateway itself remembers."""
        return self._near.count(_KIND)

    @asynccontextmanager
    async def turn(self, session: Session, patience: float) -> AsyncIterator[Conversation]:
        """Hold a conversation during one turn, in order of asking.

        Raises ApiError 401 when it ended meanwhile, SharedAway when it cannot be held.
        """
        async with self._shared.line(f"talk:{session.sender}", patience):
            if await self._shared.get(f"over:{session.sender}"):
                raise unauthorized()
            conversation, before = await self._load(session)
            _with(conversation, await self._near.pop(f"{_ADVISED}:{session.sender}"))
            try:
                yield conversation
            finally:
                # A button that is refused must not cost the advice that was kept apart.
                after = json.dumps(conversation.as_dict(), ensure_ascii=False)
                if after != before:
                    await self._keep(session, after)

    async def last_seen(self, session: Session) -> Conversation:
        """The conversation as this gateway knows it, without holding it; for when it cannot be held."""
        kept = await self._near.get(f"{_KIND}:{session.sender}")
        seen = Conversation.from_dict(json.loads(kept)) if kept else Conversation()
        return _with(seen, await self._near.get(f"{_ADVISED}:{session.sender}"))

    async def advise_unheld(self, session: Session, told: Told) -> None:
        """Keep an advice of a turn that could not hold its conversation, for one that can."""
        seen = await self.last_seen(session)
        seen.advise(told)
        await self._keep_apart(session, seen.advised)

    async def end(self, sender: str, patience: float) -> None:
        """Refuse the turns of a conversation from now on, wait for the one under way, and forget it."""
        with _noted():
            await self._shared.put(f"over:{sender}", "1", self._seconds)
        with _noted():
            async with self._shared.line(f"talk:{sender}", patience):
                await self._shared.pop(f"{_KIND}:{sender}")
        await self._near.pop(f"{_KIND}:{sender}")
        await self._near.pop(f"{_ADVISED}:{sender}")

    async def _load(self, session: Session) -> tuple[Conversation, str | None]:
        key = f"{_KIND}:{session.sender}"
        kept = await self._shared.get(key)
        if kept is not None:
            await self._near.put(key, kept, self._seconds)
            return Conversation.from_dict(json.loads(kept)), kept
        conversation = await self.last_seen(session)
        if self._may_be_forgotten(session):
            # After a restart or an eviction an old button must not be taken for a new one, so the
            # numbers go on from a random place.
            conversation.counter = secrets.randbelow(10**9) * 1000
        return conversation, None

    def _may_be_forgotten(self, session: Session) -> bool:
        if not isinstance(self._shared, Memory):
            return True
        self._forgot_any |= self._shared.count(_KIND) >= self._capacity
        return self._forgot_any or session.issued_at <= self._started

    async def _keep(self, session: Session, kept: str) -> None:
        key = f"{_KIND}:{session.sender}"
        await self._near.put(key, kept, self._seconds)
        # The patient gets the answer also when Redis has gone meanwhile.
        with _noted():
            try:
                await self._shared.put(key, kept, self._seconds)
            except SharedAway:
                # Once back it may know no more than what was there before this turn.
                await self._keep_apart(session, (await self.last_seen(session)).advised)
                raise

    async def _keep_apart(self, session: Session, advised: list[Told]) -> None:
        kept = json.dumps([asdict(one) for one in advised])
        await self._near.put(f"{_ADVISED}:{session.sender}", kept, self._seconds)


def _advised(raw: Iterable[dict[str, Any]]) -> list[Told]:
    return [Told(one["level"], tuple(one["flags"]), one["unsure"]) for one in raw]


def _with(conversation: Conversation, kept: str | None) -> Conversation:
    """The conversation, after the advice that was kept apart."""
    for told in _advised(json.loads(kept)) if kept else ():
        conversation.advise(told)
    return conversation


@contextmanager
def _noted() -> Iterator[None]:
    try:
        yield
    except SharedAway as error:
        logs.failure("shared", error)
