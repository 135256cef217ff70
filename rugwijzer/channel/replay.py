"""A turn that was answered before is answered again from the tracker, not by a second turn.

A gateway that dies between Rasa's answer and its own record sends the message again. Run twice, a
'ja' would also answer the next question.
"""

from __future__ import annotations

from rasa.core.channels.channel import OutputChannel
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import BotUttered, Event, UserUttered


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
