"""Server-Sent Events: the messages the assistant sends by itself."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse

from rugwijzer.http.errors import NO_STORE

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


async def reply(source: AsyncIterator[str]) -> StreamingResponse:
    """The response that streams events; raises what the source raises before its first event."""
    # The first event is read here, so that a refusal is still an ordinary error.
    first = await anext(source)
    headers = NO_STORE | {"X-Accel-Buffering": "no"}
    return StreamingResponse(
        _joined(first, source), media_type="text/event-stream", headers=headers
    )


async def _joined(first: str, rest: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for item in rest:
        yield item
