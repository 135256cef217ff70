"""Around every request: security headers, one log line, and a last net for errors."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rugwijzer.logs import lines as logs
from rugwijzer.logs import request_id as ids
from rugwijzer.observe.labels import METHODS
from rugwijzer.observe.requests import RequestMeter
from rugwijzer.settings import Settings

from . import errors

#: The key in the scope under which a handler leaves the messages that it sent, for the log to count.
SENT = "rugwijzer.sent"


def security_headers(settings: Settings) -> dict[str, str]:
    """The headers of every response."""
    ancestors = " ".join(settings.frame_ancestors) or "'none'"
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": ancestors,
        "require-trusted-types-for": "'script'",
        # The one policy names the tablet's service worker; no other may be made.
        "trusted-types": "rugwijzer-worker",
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{k} {v}" for k, v in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "cross-origin"
        if settings.allowed_origins
        else "same-origin",
    }
    if not settings.frame_ancestors:
        headers["X-Frame-Options"] = "DENY"
    if settings.env == "production":
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers


class Shell:
    """The outermost layer of the app."""

    def __init__(self, app: ASGIApp, settings: Settings, meter: RequestMeter | None = None) -> None:
        """Wrap an app; `meter` counts its requests."""
        self._app, self._meter = app, meter
        self._headers = security_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with ids.request() as request_id:
            await self._handle(scope, receive, send, request_id)

    async def _handle(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        begin = answered = time.perf_counter()
        scope[SENT] = []
        status = 0

        async def with_headers(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], time.perf_counter()
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                for name, value in self._headers.items():
                    # The portal's pages have forms and set a policy of their own.
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, with_headers)
        except Exception as error:
            logs.failure("gateway", error)
            if status == 0:
                await errors.response(errors.standard(500))(scope, receive, with_headers)
        finally:
            _log(scope, status, time.perf_counter() - begin)
            if self._meter:
                self._meter.request(scope["method"], _route(scope), status, answered - begin)


def _route(scope: Scope) -> str:
    """The name of the handler, because a path can hold anything."""
    return str(getattr(scope.get("endpoint"), "__name__", "none"))


def _log(scope: Scope, status: int, seconds: float) -> None:
    route = _route(scope)
    if route in _PROBES:
        return
    client = scope.get("client")
    sent: list[dict[str, Any]] = scope[SENT]
    logs.info(
        "request",
        method=scope["method"] if scope["method"] in METHODS else "other",
        route=route,
        status=status,
        ms=round(seconds * 1000, 1),
        client=logs.coarse(client[0] if client else None),
        kinds=dict(Counter(m["kind"] for m in sent)),
        levels=dict(Counter(m["level"] for m in sent if "level" in m)),
    )


#: Health checks come every second and say nothing in a log.
_PROBES = frozenset({"whole", "live", "ready"})
