"""One turn of a conversation: in order, to the engine or else to the rules."""

from __future__ import annotations

import asyncio

from . import logs
from .conversations import Conversation, Conversations
from .engine import Engine, EngineUnavailable
from .failsafe import Failsafe
from .guard import ChoiceTurn, TextTurn, unknown_choice
from .messages import Message, Reply
from .sessions import Session


class Turns:
    """Answers messages; those of one session one after another."""

    def __init__(
        self, engine: Engine, failsafe: Failsafe, conversations: Conversations, timeout_s: float
    ) -> None:
        """Take the parts and the longest time from arrival to answer, in seconds."""
        self._engine, self._failsafe = engine, failsafe
        self._conversations, self._timeout = conversations, timeout_s

    async def answer(self, session: Session, turn: TextTurn | ChoiceTurn) -> list[Message]:
        """The messages for one turn; raises ApiError 422 for a choice that was not offered."""
        conversation = self._conversations.get(session)
        text, content, flags = content_of(conversation, turn)
        deadline = asyncio.get_running_loop().time() + self._timeout
        async with conversation.lock:
            try:
                replies = await self._ask(session, content, deadline)
                return conversation.offer(replies)
            except Exception as error:
                logs.failure("engine", error)
                return await self._failsafe.answer(
                    text, session.surface, flags or conversation.pending
                )

    async def _ask(self, session: Session, content: dict[str, str], deadline: float) -> list[Reply]:
        # Who waited behind a turn that hung does not wait as long again.
        left = deadline - asyncio.get_running_loop().time()
        if left <= 0:
            raise EngineUnavailable("queue")
        try:
            return await asyncio.wait_for(
                self._engine.send(session.sender, session.surface, content), left
            )
        except asyncio.TimeoutError:
            raise EngineUnavailable("timeout") from None


def content_of(
    conversation: Conversation, turn: TextTurn | ChoiceTurn
) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """The words for the rules, what to send to the engine, and the flags the choice is about.

    Raises ApiError 422 for a choice that was not offered.
    """
    if isinstance(turn, TextTurn):
        return turn.text, {"text": turn.text}, ()
    offered = conversation.find(turn.id)
    if offered is None:
        raise unknown_choice()
    choice = offered.choice
    key = "payload" if choice.payload.startswith("/") else "text"
    return choice.title, {key: choice.payload}, offered.flags
