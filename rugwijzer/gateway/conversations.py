"""What the gateway remembers of a conversation: the buttons it offered, never what a patient typed."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from .messages import Message, OfferedChoice, Reply
from .sessions import Session

#: Buttons of this many turns stay valid.
TURNS_KEPT = 20
_QUESTIONS = ("red_flags", "confirm")


@dataclass(frozen=True)
class Offered:
    """A choice with the flags that a 'ja' to its question would set."""

    choice: OfferedChoice
    flags: tuple[str, ...]


@dataclass
class Conversation:
    """One session's lock, its counter of choice ids, and the choices of its last turns.

    `pending` holds the flags that a 'ja' to the last question would set. `ended` tells a turn that
    waited for the lock that its conversation is over.
    """

    counter: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    turns: deque[dict[str, Offered]] = field(default_factory=lambda: deque(maxlen=TURNS_KEPT))
    pending: tuple[str, ...] = ()
    ended: bool = False

    def find(self, choice_id: str) -> Offered | None:
        """The choice with this id, when it was offered in one of the last turns."""
        return next((turn[choice_id] for turn in self.turns if choice_id in turn), None)

    def offer(self, replies: Iterable[Reply]) -> list[Message]:
        """Give the choices of one turn their ids and return the messages for the patient."""
        offered: dict[str, Offered] = {}
        messages = []
        self.pending = ()
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


class Conversations:
    """The conversations of this process, least recently used first, at most `capacity`."""

    def __init__(self, capacity: int, idle_s: float) -> None:
        """Take how many to keep and after how many idle seconds one may be forgotten."""
        self._capacity, self._idle = capacity, idle_s
        self._known: OrderedDict[str, tuple[Conversation, float]] = OrderedDict()
        self._forgot_any = False
        # A token's time is in whole seconds, rounded down.
        self._started = int(time.time())

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._known)

    def get(self, session: Session) -> Conversation:
        """The conversation of a session, begun when it is new here."""
        now = time.monotonic()
        conversation, _ = self._known.pop(session.sender, (None, now))
        if conversation is None:
            # After a restart or an eviction an old button must not be taken for a new one, so the
            # numbers go on from a random place.
            again = self._forgot_any or session.issued_at <= self._started
            conversation = Conversation(counter=secrets.randbelow(10**9) * 1000 if again else 0)
        self._known[session.sender] = (conversation, now)
        self._evict(now)
        return conversation

    def end(self, sender: str) -> Conversation | None:
        """Forget the conversation of a sender; returns it, so that a turn under way can be awaited."""
        conversation, _ = self._known.pop(sender, (None, 0.0))
        if conversation:
            conversation.ended = True
        return conversation

    def _evict(self, now: float) -> None:
        surplus = len(self._known) - self._capacity
        for sender, (conversation, seen) in list(islice(self._known.items(), max(surplus, 0) + 8)):
            if surplus <= 0 and now - seen < self._idle:
                break
            if not conversation.lock.locked():
                del self._known[sender]
                surplus -= 1
                self._forgot_any = True
