"""A turn that was answered before is answered again from the tracker, not by a second turn.

A gateway that dies between Rasa's answer and its own record sends the message again. Run twice, a
'ja' would also answer the next question.
"""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

from rasa.core.channels.channel import OutputChannel
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import BotUttered, Event, UserUttered


class TurnLocks:
    """One lock for each conversation, so that looking back and answering are one step."""

    def __init__(self) -> None:
        """Begin without locks."""
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, sender: str) -> asyncio.Lock:
        """The lock of a conversation; it exists as long as somebody holds it."""
        lock = self._locks.get(sender)
        if lock is None:
            self._locks[sender] = lock = asyncio.Lock()
        return lock


async def replay(store: TrackerStore, sender: str, message_id: str, output: OutputChannel) -> bool:
    """Send again what this message was answered with; False when it was not answered yet."""
    tracker = await store.retrieve(sender)
    answers = _answers(list(tracker.events), message_id) if tracker else []
    for answer in answers:
        await output.send_response(sender, answer.message())
    return bool(answers)


def _answers(events: list[Event], message_id: str) -> list[BotUttered]:
    """What was said between this message and the next one."""
    found: list[BotUttered] = []
    inside = False
    for event in events:
        if isinstance(event, UserUttered):
            inside = event.message_id == message_id
        elif inside and isinstance(event, BotUttered):
            found.append(event)
    return found
