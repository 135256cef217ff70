"""Builds the gateway from its parts; building connects to nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Mount

from rugwijzer.http.errors import ApiError, on_api_error, on_http_error, on_shared_away
from rugwijzer.http.ratelimit import SharedRateLimit
from rugwijzer.http.shell import Shell
from rugwijzer.observe.probe import probes
from rugwijzer.observe.requests import RequestMeter
from rugwijzer.settings import Settings
from rugwijzer.shared import Memory, RedisShared, Shared, SharedAway
from rugwijzer.store import open_database
from rugwijzer.store.trackers import Trackers

from .api import Api
from .broker import Broker
from .conversations import Conversations
from .engine import Engine, HttpEngine
from .erasing import Erasing
from .failsafe import Failsafe, Rules, load_rules
from .figures import Figures
from .health import Health
from .metered import MeteredEngine, MeteredFailsafe
from .own_data import OwnData
from .pages import Pages
from .sessions import Sessions
from .turns import Turns
from .waiting_room import WaitingRoomSurface
from .waiting_room.onetime import CAPACITY as LINKS
from .whatsapp import WhatsApp, providers


def create_app(
    settings: Settings,
    engine: Engine | None = None,
    triage: Rules | None = None,
    shared: Shared | None = None,
) -> Starlette:
    """The gateway as an ASGI app.

    `engine` and `triage` (the rules with their texts) take the place of Rasa and of the rules of
    `settings.data_dir`, which load in the background; `shared` that of what the gateways share, which
    is Redis when the settings name one. `app.state.broker` publishes messages the
    assistant sends by itself.
    """
    figures = Figures(settings)
    engine = engine or HttpEngine(
        settings.engine_url, settings.engine_secret, settings.engine_timeout_s
    )
    engine = MeteredEngine(engine, figures.turns)
    failsafe = MeteredFailsafe(
        lambda: triage or load_rules(settings.data_dir, settings.clock),
        settings.phones,
        settings.clock,
        figures.turns,
    )
    shared = shared or _shared(settings)
    conversations = Conversations(shared, settings.max_conversations, settings.session_seconds)
    broker = Broker(None if isinstance(shared, Memory) else shared)
    sessions = Sessions(settings.secret, settings.session_seconds, shared)
    trackers = Trackers(settings.tracker_url)
    erasing = Erasing(engine, trackers)
    per_address = SharedRateLimit(shared, "address", settings.address_rate, settings.address_burst)
    per_session = SharedRateLimit(shared, "session", settings.message_rate, settings.message_burst)
    waiting = WaitingRoomSurface(
        settings, shared, sessions, conversations, erasing, broker, per_address
    )
    whatsapp = _whatsapp(settings, engine, failsafe, trackers, erasing)
    stored = bool(whatsapp) or settings.portal_in_gateway
    asked = probes(settings, database=stored) | {"rules": lambda: failsafe.loaded}
    health = Health(engine, asked)
    figures.watch(health, failsafe, conversations)
    api = Api(
        settings=settings,
        sessions=sessions,
        turns=Turns(engine, failsafe, conversations, settings.engine_timeout_s),
        broker=broker,
        health=health,
        failsafe=failsafe,
        meter=figures.turns,
        waiting_room=waiting.room,
        new_sessions=SharedRateLimit(shared, "new", settings.session_rate, settings.session_burst),
        per_address=per_address,
        per_session=per_session,
        channels=whatsapp.names if whatsapp else (),
    )

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        failsafe.start()
        waiting.start()
        listening = asyncio.create_task(broker.listen_to_others())
        if whatsapp:
            await whatsapp.start()
        figures.start()
        yield
        await figures.stop()
        waiting.stop()
        listening.cancel()
        broker.close()
        if whatsapp:
            await whatsapp.stop()
        await engine.aclose()
        await shared.aclose()

    channels = whatsapp.routes() if whatsapp else []
    app = Starlette(
        routes=[
            *api.routes(),
            *OwnData(sessions, trackers, per_address, per_session).routes(),
            *channels,
            *waiting.routes(),
            *Pages(settings).routes(),
            *_portal(settings),
        ],
        middleware=_middleware(settings, figures.requests),
        exception_handlers={
            ApiError: on_api_error,
            HTTPException: on_http_error,
            SharedAway: on_shared_away,
        },
        lifespan=lifespan,
    )
    app.state.broker = broker
    app.state.figures = figures
    return app


def _shared(settings: Settings) -> Shared:
    """Redis for gateways on several machines; on one machine this process' memory."""
    if settings.redis_url:
        return RedisShared(settings.redis_url)
    kinds = {"handover": LINKS, "summary": LINKS}
    return Memory({"conversation": settings.max_conversations, **kinds})


def _portal(settings: Settings) -> list[BaseRoute]:
    """The physiotherapist's portal, unless it has a process of its own."""
    if not settings.portal_in_gateway:
        return []
    from rugwijzer.portal.mounting import MountedPortal

    return [Mount("/fysio", MountedPortal(settings))]


def _whatsapp(
    settings: Settings, engine: Engine, failsafe: Failsafe, trackers: Trackers, erasing: Erasing
) -> WhatsApp | None:
    """WhatsApp when a provider is switched on; only then the gateway opens the database."""
    switched_on = providers(settings)
    if not switched_on:
        return None
    database = open_database(settings)
    return WhatsApp(settings, database, engine, failsafe, trackers, erasing, switched_on)


def _middleware(settings: Settings, meter: RequestMeter) -> list[Middleware]:
    layers = [Middleware(Shell, settings=settings, meter=meter)]
    if settings.allowed_origins:
        layers.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(settings.allowed_origins),
                allow_methods=["GET", "POST"],
                allow_headers=["Authorization", "Content-Type", "Idempotency-Key"],
                expose_headers=["Retry-After"],
            )
        )
    return layers
