"""The id of the gateway's request inside Rasa: into its logs, and on to the action server."""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.utils.endpoints import EndpointConfig
from sanic.request import Request
from sanic.response import HTTPResponse

from rugwijzer.logs import request_id

_LOG = logging.getLogger("rugwijzer.channel")
Handler = Callable[[Request], Awaitable[HTTPResponse]]


def identified(handler: Handler) -> Handler:
    """A route that runs under the id of the gateway's header, and logs how long it took."""

    @functools.wraps(handler)
    async def wrapped(request: Request) -> HTTPResponse:
        began = time.perf_counter()
        with request_id.request(request.headers.get(request_id.HEADER)) as ident:
            answer = await handler(request)
            ms = round((time.perf_counter() - began) * 1000, 1)
            # Rasa drops a record whose message and arguments are those of the one before.
            _LOG.info("turn %s", ident, extra={"ms": ms, "status": answer.status})
            return answer

    return wrapped


def pass_on() -> None:
    """Let every call that Rasa makes during a request carry its id; twice does no more than once."""
    plain = EndpointConfig.request
    if getattr(plain, "passes_on", False):
        return

    @functools.wraps(plain)
    async def request(self: EndpointConfig, *args: Any, **options: Any) -> Any:
        headers = {**(options.pop("headers", None) or {}), **request_id.headers()}
        return await plain(self, *args, headers=headers, **options)

    request.passes_on = True  # type: ignore[attr-defined]
    EndpointConfig.request = request
