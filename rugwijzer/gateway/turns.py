"""One turn of a conversation: in order, to the engine or else to the rules."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any

from rugwijzer.http.errors import ApiError
from rugwijzer.logs import lines as logs
from rugwijzer.shared import SharedAway

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

    async def answer(
        self, session: Session, turn: TextTurn | ChoiceTurn, message_id: str = ""
    ) -> list[Message]:
        """The messages for one turn; raises ApiError 422 for a choice that was not offered.

        A turn with a `message_id` that was answered before gets the same answer, not a second turn.
        Raises ApiError 401 when the conversation ended while the turn waited.
        """
        deadline = asyncio.get_running_loop().time() + self._timeout
        try:
            async with self._conversations.turn(session, self._timeout) as conversation:
                text, content, flags = content_of(conversation, turn)
                if message_id:
                    content["message_id"] = message_id
                if conversation.advised:
                    content["advised"] = [asdict(told) for told in conversation.advised]
                try:
                    return conversation.offer(await self._ask(session, content, deadline))
                except Exception as error:
                    logs.failure("engine", error)
                    pending = flags or conversation.pending
                    said = await self._failsafe.answer(text, session.surface, pending)
                    if said.told:
                        conversation.advise(said.told)
                    return [said.message]
        except SharedAway as error:
            # Without its place in line a turn could overtake another, so the engine is not asked.
            logs.failure("shared", error)
            return await self._by_the_rules(session, turn)

    async def _by_the_rules(self, session: Session, turn: TextTurn | ChoiceTurn) -> list[Message]:
        seen = await self._conversations.last_seen(session)
        try:
            text, _, flags = content_of(seen, turn)
        except ApiError:
            # Offered by another gateway; what it said cannot be known here.
            text, flags = "", ()
        said = await self._failsafe.answer(text, session.surface, flags or seen.pending)
        if said.told:
            await self._conversations.advise_unheld(session, said.told)
        return [said.message]

    async def _ask(self, session: Session, content: dict[str, Any], deadline: float) -> list[Reply]:
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
) -> tuple[str, dict[str, Any], tuple[str, ...]]:
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
