"""The waiting room as one part of the gateway: what it is made of, its routes, its tasks."""

from __future__ import annotations

import asyncio

from starlette.routing import Route

from rugwijzer.http.ratelimit import SharedRateLimit
from rugwijzer.settings import Settings
from rugwijzer.shared import Shared

from ..broker import Broker
from ..conversations import Conversations
from ..erasing import Erasing
from ..sessions import Sessions
from .desk import Desk
from .desk_api import DESK_TRIES, DeskApi, Door
from .guide import Guide, load_content
from .onetime import OneTime
from .room import WaitingRoom
from .tablet_api import TabletApi


class WaitingRoomSurface:
    """Tablet, desk and phone of one gateway."""

    def __init__(
        self,
        settings: Settings,
        shared: Shared,
        sessions: Sessions,
        conversations: Conversations,
        erasing: Erasing,
        broker: Broker,
        per_address: SharedRateLimit,
    ) -> None:
        """Take the gateway's parts; nothing runs yet."""
        self._guide = Guide(lambda: load_content(settings.data_dir))
        desk = Desk(shared, broker, self._guide.name_of)
        self.room = WaitingRoom(
            shared, sessions, conversations, erasing, broker, desk, settings.tablet_idle_s
        )
        self._tablet = TabletApi(
            settings=settings,
            sessions=sessions,
            waiting_room=self.room,
            guide=self._guide,
            handovers=OneTime(shared, "handover", settings.link_s),
            summaries=OneTime(shared, "summary", settings.link_s),
            per_address=per_address,
        )
        door = Door(settings.secret, settings.desk_secret, shared)
        tries = SharedRateLimit(shared, "desk", *DESK_TRIES)
        self._desk_api = DeskApi(settings, door, desk, broker, tries)
        self._watching: asyncio.Task[None] | None = None

    def routes(self) -> list[Route]:
        """The routes of tablet and desk."""
        return [*self._tablet.routes(), *self._desk_api.routes()]

    def start(self) -> None:
        """Load the themes and watch the tablets, inside the running loop."""
        self._guide.start()
        self._watching = asyncio.create_task(self.room.watch())

    def stop(self) -> None:
        """Watch no longer."""
        if self._watching:
            self._watching.cancel()
