"""An engine without a model: this project's channel, lock store and tracker store, and an echo.

For measuring what those do when processes and stores die; a whole Rasa takes half a minute to start.
"""

from __future__ import annotations

import asyncio
import os
from types import SimpleNamespace

from rasa.core.channels.channel import UserMessage, register
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from sanic import Sanic

from rugwijzer.channel import RugwijzerInput
from rugwijzer.channel.lock_store import LineLockStore
from rugwijzer.channel.tracker_store import BoundedTrackerStore

#: Longer than it takes to see a turn in its line (many.py), so that the next one overlaps it.
TURN_S = 0.1


async def serve(port: int) -> None:
    """Run until killed."""
    trackers, locks = BoundedTrackerStore(Domain.empty()), LineLockStore()

    async def handle(message: UserMessage) -> None:
        async with locks.lock(message.sender_id):
            tracker = await trackers.get_or_create_tracker(message.sender_id)
            reply = f"antwoord op {message.text}"
            await asyncio.sleep(TURN_S)
            said = UserUttered(message.text, message_id=message.message_id)
            spoken = BotUttered(reply, {"custom": {"kind": "info"}})
            events: list[Event] = [said, spoken, ActionExecuted("action_listen")]
            tracker.update_with_events(events, trackers.domain)
            await trackers.save(tracker)
            if message.output_channel:
                await message.output_channel.send_response(message.sender_id, spoken.message())

    app = Sanic("echo_engine", configure_logging=False)
    app.ctx.agent = SimpleNamespace(
        is_ready=lambda: True, handle_message=handle, lock_store=locks, tracker_store=trackers
    )
    channel = RugwijzerInput.from_credentials({"action_url": f"http://127.0.0.1:{port}/webhook"})
    register([channel], app, "/webhooks/")
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True)
    if server is None:
        raise RuntimeError("the echo engine could not start")
    await server.startup()
    await server.serve_forever()


def run(port: int, environment: dict[str, str]) -> None:
    """Run in this process, with these settings."""
    os.environ.update(environment)
    asyncio.run(serve(port))
