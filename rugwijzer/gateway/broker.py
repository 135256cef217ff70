"""Messages the assistant sends by itself, from any gateway to the streams that are open at any."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from rugwijzer.http.errors import too_many
from rugwijzer.logs import lines as logs
from rugwijzer.shared import Shared, SharedAway

from .messages import Message

#: A patient has a page open in a few tabs at most; the queue is longer than any plan sends at once.
STREAMS_PER_SESSION = 4
STREAMS = 2000
QUEUE = 50

#: None on a queue ends its stream.
Queue = asyncio.Queue[Message | None]


class Broker:
    """Hands a session's messages to every stream that it has open."""

    def __init__(self, shared: Shared | None = None) -> None:
        """Begin without streams; `shared` carries messages to the other gateways."""
        self._shared, self._own = shared, secrets.token_hex(8)
        self._saying: set[asyncio.Task[None]] = set()
        self._streams: defaultdict[str, set[Queue]] = defaultdict(set)
        self._count = 0
        self._closed = False

    def publish(self, session_id: str, message: Message) -> int:
        """Hand a message to the streams of a session (its sender id) and return how many took it here.

        0 means that nobody listened at this gateway; the other ones are told as well.
        """
        self._tell(session_id, message)
        return self._deliver(session_id, message)

    async def listen_to_others(self) -> None:
        """Hand on what other gateways publish; runs until cancelled."""
        if self._shared is None:
            return
        async for text in self._shared.heard():
            said = json.loads(text)
            if said["from"] == self._own:
                continue
            if said["message"] is None:
                self._end_here(said["to"])
            else:
                self._deliver(said["to"], said["message"])

    def _tell(self, session_id: str, message: Message | None) -> None:
        if self._shared is None:
            return
        said = {"from": self._own, "to": session_id, "message": message}
        task = asyncio.create_task(self._say(json.dumps(said, ensure_ascii=False)))
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)

    async def _say(self, text: str) -> None:
        try:
            if self._shared:
                await self._shared.publish(text)
        except SharedAway as error:
            logs.failure("broker", error)

    def _deliver(self, session_id: str, message: Message) -> int:
        taken = 0
        for queue in tuple(self._streams.get(session_id, ())):
            if not queue.full():
                queue.put_nowait(message)
                taken += 1
        return taken

    @contextmanager
    def listen(self, session_id: str, most: int = STREAMS_PER_SESSION) -> Iterator[Queue]:
        """A queue that receives the session's messages; raises ApiError 429 beyond the bounds.

        `most` is how many streams this session may have open.
        """
        if self._closed or self._count >= STREAMS:
            raise too_many(5)
        if len(self._streams.get(session_id, ())) >= most:
            raise too_many(30)
        queue: Queue = asyncio.Queue(QUEUE)
        self._streams[session_id].add(queue)
        self._count += 1
        try:
            yield queue
        finally:
            self._count -= 1
            self._streams[session_id].discard(queue)
            if not self._streams[session_id]:
                del self._streams[session_id]

    def end(self, session_id: str) -> None:
        """End the streams of a session that is over, here and at the other gateways."""
        self._tell(session_id, None)
        self._end_here(session_id)

    def _end_here(self, session_id: str) -> None:
        for queue in self._streams.get(session_id, ()):
            _end(queue)

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        self._closed = True
        for queues in self._streams.values():
            for queue in queues:
                _end(queue)


def _end(queue: Queue) -> None:
    while queue.full():
        queue.get_nowait()
    queue.put_nowait(None)
