"""Reading a request and writing a reply, the same way for every route of the API."""

from __future__ import annotations

import asyncio
import ipaddress

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse

from rugwijzer.http.errors import NO_STORE, standard
from rugwijzer.http.ratelimit import network

from . import guard

#: Who needs longer to send 16 KB only keeps a connection busy.
_BODY_TIMEOUT_S = 10.0


async def read_body(request: Request) -> dict[str, object]:
    """The JSON object of a request; raises ApiError 400 or 413."""
    declared = request.headers.get("content-length")
    try:
        raw = await asyncio.wait_for(
            guard.read_limited(request.stream(), declared), _BODY_TIMEOUT_S
        )
    except (asyncio.TimeoutError, ClientDisconnect):
        raise standard(400) from None
    return guard.parse_object(raw)


def client_of(request: Request) -> str:
    """The client's address as it counts for a rate limit."""
    return network(request.client.host if request.client else None)


def within(request: Request, networks: tuple[str, ...]) -> None:
    """Let a request through that comes from one of the networks, or any when there are none.

    Raises ApiError 403.
    """
    if not networks:
        return
    try:
        address = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        raise standard(403) from None
    address = getattr(address, "ipv4_mapped", None) or address
    if not any(address in ipaddress.ip_network(network) for network in networks):
        raise standard(403)


def json_reply(body: object, status: int = 200) -> JSONResponse:
    """A reply that no cache keeps."""
    return JSONResponse(body, status, headers=NO_STORE)
