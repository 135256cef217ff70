"""Server-Sent Events: the messages the assistant sends by itself."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator

from .broker import Broker
from .messages import Message
from .sessions import Session


def event(message: Message) -> str:
    """One message as one event."""
    return f"event: message\ndata: {json.dumps(message, ensure_ascii=False)}\n\n"


async def events(
    broker: Broker, session: Session, session_seconds: int, heartbeat_s: float
) -> AsyncIterator[str]:
    """The events of a session until it expires or the server stops, with a sign of life between."""
    with broker.listen(session.sender) as queue:
        yield ": open\n\n"
        while (left := session.issued_at + session_seconds - time.time()) > 0:
            try:
                message = await asyncio.wait_for(queue.get(), min(heartbeat_s, left))
            except asyncio.TimeoutError:
                yield ": leeft\n\n"
                continue
            if message is None:
                return
            yield event(message)
