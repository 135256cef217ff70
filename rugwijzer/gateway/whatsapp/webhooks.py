"""The public addresses of WhatsApp: what comes in is kept before it is thanked for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from rugwijzer.http.errors import ApiError, standard
from rugwijzer.http.ratelimit import RateLimit, network
from rugwijzer.logs import lines as logs
from rugwijzer.store import Database, dispatch, inbox, patients
from rugwijzer.store.base import utcnow

from .. import guard
from .cloud_api import CloudApi
from .provider import Inbound, Provider

#: Meta puts up to 1,000 changes into one delivery, of up to 3 MB.
MAX_DELIVERY = 3 * 1024 * 1024
_BODY_TIMEOUT_S = 10.0
#: How long a delivery waits for a database that is just starting; then the provider tries again.
_READY_TIMEOUT_S = 5.0

Handler = Callable[[Request], Awaitable[Response]]


class Webhooks:
    """Takes deliveries in and wakes the workers."""

    def __init__(
        self,
        database: Database,
        pool: Executor,
        refusals: RateLimit,
        came: Callable[[], None],
        confirmed: Callable[[], None],
    ) -> None:
        """Take the store, threads for it, the limit of forged requests, and what to wake."""
        self._database, self._pool, self._refusals = database, pool, refusals
        self._came, self._confirmed = came, confirmed
        #: Set when the tables are there.
        self.ready = asyncio.Event()

    def routes(self, provider: Provider) -> list[Route]:
        """The routes of one provider."""
        handler = self._delivery(provider)
        found = [Route(path, handler, methods=["POST"]) for path in provider.paths]
        if isinstance(provider, CloudApi):
            found += [
                Route(path, self._challenge(provider), methods=["GET"]) for path in provider.paths
            ]
        return found

    def _challenge(self, provider: CloudApi) -> Handler:
        async def whatsapp_challenge(request: Request) -> Response:
            with self._counting(request):
                return provider.challenge(request)

        return whatsapp_challenge

    def _delivery(self, provider: Provider) -> Handler:
        async def whatsapp_delivery(request: Request) -> Response:
            raw = await _body(request)
            with self._counting(request):
                inbound = await provider.read(request, raw)
            if inbound.ignored:
                logs.info("ignored", channel=provider.name, n=inbound.ignored)
            await self._until_ready()
            # Only what is durable is thanked for; else the provider delivers it again.
            await asyncio.get_running_loop().run_in_executor(self._pool, self._keep, inbound)
            if inbound.arrivals:
                self._came()
            if inbound.statuses:
                self._confirmed()
            return provider.thanks()

        return whatsapp_delivery

    async def _until_ready(self) -> None:
        try:
            await asyncio.wait_for(self.ready.wait(), _READY_TIMEOUT_S)
        except asyncio.TimeoutError:
            raise standard(500) from None

    def _counting(self, request: Request) -> _Refusals:
        return _Refusals(self._refusals, request)

    def _keep(self, inbound: Inbound) -> None:
        now = utcnow()
        if inbound.arrivals or inbound.moved:
            with self._database.begin() as session:
                for old, new in inbound.moved:
                    patients.move_address(session, old, new)
                inbox.accept(session, inbound.arrivals, now)
        for status in inbound.statuses:
            with self._database.single() as session:
                done = dispatch.plain_status(
                    session, status.state, now, ref=status.ref, provider_id=status.provider_id
                )
            if done:
                continue
            with self._database.begin() as session:
                dispatch.status(
                    session,
                    status.state,
                    now,
                    ref=status.ref,
                    provider_id=status.provider_id,
                    error=status.error,
                    park=status.closed,
                )


class _Refusals:
    """Tells who sends much that is refused to wait; what is signed is taken from any address.

    Behind a proxy that hides addresses, a refusal before the signature would shut out the provider.
    """

    def __init__(self, limit: RateLimit, request: Request) -> None:
        self._limit = limit
        self._client = network(request.client.host if request.client else None)

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, ApiError):
            self._limit.take(self._client)


async def _body(request: Request) -> bytes:
    declared = request.headers.get("content-length")
    try:
        return await asyncio.wait_for(
            guard.read_limited(request.stream(), declared, MAX_DELIVERY), _BODY_TIMEOUT_S
        )
    except (asyncio.TimeoutError, ClientDisconnect):
        raise standard(400) from None
