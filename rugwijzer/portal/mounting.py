"""The portal inside the gateway, built at its first visit, so that the gateway starts as fast as ever."""

from __future__ import annotations

import asyncio
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from rugwijzer.settings import Settings
from rugwijzer.store import open_database

from .app import create_portal


class MountedPortal:
    """An ASGI app that becomes the portal when somebody asks for it."""

    def __init__(self, settings: Settings) -> None:
        """Take the settings; nothing is opened yet."""
        self._settings = settings
        self._app: ASGIApp | None = None
        self._lock = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        async with self._lock:
            if self._app is None:
                self._app = await run_in_threadpool(partial(_build, self._settings))
        await self._app(scope, receive, send)


def _build(settings: Settings) -> ASGIApp:
    database = open_database(settings)
    database.migrate()
    return create_portal(settings, database)
