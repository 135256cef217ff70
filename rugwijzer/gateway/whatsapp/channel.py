"""WhatsApp as one part of the gateway: its routes, and its workers inside this process."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from starlette.routing import Route

from rugwijzer.http.ratelimit import RateLimit
from rugwijzer.logs import lines as logs
from rugwijzer.settings import Settings
from rugwijzer.store import Database, dispatch
from rugwijzer.store.base import utcnow
from rugwijzer.store.retention import purge_messages, purge_strangers
from rugwijzer.store.trackers import Trackers

from ..engine import Engine
from ..erasing import Erasing
from ..failsafe import Failsafe
from .answering import Answering
from .breaker import Breaker
from .cloud_api import CloudApi
from .data_page import DataPage
from .inbox_worker import InboxWorker
from .outbox_worker import OutboxWorker
from .provider import Provider
from .texts import Texts
from .twilio import Twilio
from .webhooks import Webhooks

#: Threads for the database; its pool of connections is larger.
_THREADS = 8
#: How much longer a lane is held than an answer may take. Who is slower loses it, and no harm is
#: done: the write is refused, and the engine gives the same answer again.
_MARGIN_S = 4.0
_PURGE_S = 3600.0
#: How long until a database that is not there is tried again.
_AGAIN_S = 5.0


def providers(settings: Settings) -> list[Provider]:
    """The providers that the settings switch on."""
    found: list[Provider] = []
    if settings.whatsapp_phone_number_id:
        found.append(CloudApi(settings))
    if settings.twilio_account_sid:
        found.append(Twilio(settings))
    return found


class WhatsApp:
    """The routes and the workers of the providers that are switched on."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        engine: Engine,
        failsafe: Failsafe,
        trackers: Trackers,
        erasing: Erasing,
        switched_on: Sequence[Provider],
    ) -> None:
        """Take the parts that the gateway shares; connects to nothing yet."""
        self._database, self._providers = database, list(switched_on)
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="whatsapp")
        self._tasks: list[asyncio.Task[None]] = []
        texts = Texts.load(settings.data_dir, settings.praktijk_naam)
        self._page = DataPage(database, trackers, settings.secret, settings.public_url, self._pool)
        by_name = {provider.name: provider for provider in self._providers}
        self._outbox = OutboxWorker(
            database,
            by_name,
            texts,
            settings.public_url,
            settings.followup_off_whatsapp,
            settings.whatsapp_in_doubt_s,
            self._pool,
        )
        self._inbox = InboxWorker(
            database,
            Answering(Breaker(engine), failsafe, texts, self._page.link),
            engine,
            erasing,
            {name: provider.limits for name, provider in by_name.items()},
            texts.version,
            settings.engine_timeout_s + _MARGIN_S,
            self._pool,
            self._outbox.loop.wake,
        )
        self._webhooks = Webhooks(
            database,
            self._pool,
            RateLimit(settings.message_rate, settings.message_burst),
            self._inbox.loop.wake,
            self._outbox.loop.wake,
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the providers."""
        return tuple(provider.name for provider in self._providers)

    def routes(self) -> list[Route]:
        """The addresses for the providers and for patients."""
        hooks = [route for p in self._providers for route in self._webhooks.routes(p)]
        return [*hooks, *self._page.routes()]

    async def start(self) -> None:
        """Begin to work; the gateway does not wait for the database to be there."""
        self._tasks = [asyncio.create_task(self._begin())]

    async def _begin(self) -> None:
        """Bring the tables up to date, as often as it takes, and start the workers."""
        while not self._webhooks.ready.is_set():
            try:
                await asyncio.get_running_loop().run_in_executor(self._pool, self._prepare)
                self._webhooks.ready.set()
            except Exception as error:
                logs.failure("store", error)
                await asyncio.sleep(_AGAIN_S)
        self._tasks += [
            asyncio.create_task(self._inbox.loop.run()),
            asyncio.create_task(self._outbox.loop.run()),
            asyncio.create_task(self._tidy()),
        ]

    async def stop(self) -> None:
        """Finish what is under way; what is not finished in time goes on after the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for provider in self._providers:
            await provider.aclose()
        self._pool.shutdown(wait=True)
        self._database.close()

    def _prepare(self) -> None:
        self._database.migrate()
        with self._database.begin() as session:
            dispatch.recover(session, utcnow())

    async def _tidy(self) -> None:
        while True:
            try:
                await asyncio.get_running_loop().run_in_executor(self._pool, self._purge)
            except Exception as error:
                logs.failure("retention", error)
            await asyncio.sleep(_PURGE_S)

    def _purge(self) -> None:
        with self._database.begin() as session:
            purge_messages(session, utcnow())
            purge_strangers(session, utcnow())
