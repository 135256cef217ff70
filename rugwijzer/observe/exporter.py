"""Hands the figures to Prometheus on a port of their own, never on the public one.

/metrics needs the token of RUGWIJZER_METRICS_TOKEN when there is one; on an address that other
machines can reach the settings insist on it. /live and /ready hold no figures and need none.
"""

from __future__ import annotations

import hmac
import json
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from prometheus_client import CollectorRegistry, ProcessCollector, make_wsgi_app
from prometheus_client.exposition import ThreadingWSGIServer

from rugwijzer.settings import Settings

#: Each part has its own port, so that they can share a machine.
OFFSET = {"gateway": 0, "portal": 1, "worker": 2}
LAST_OFFSET = max(OFFSET.values())
Start = Callable[[str, list[tuple[str, str]]], Any]
Probe = Callable[[], Mapping[str, str]]


def new_registry() -> CollectorRegistry:
    """A registry with the memory, processor time and open files of this process."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    return registry


class _Quiet(WSGIRequestHandler):
    """Logs nothing and does not wait for ever."""

    timeout = 10

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Exporter:
    """A small HTTP server in a thread of its own, so that it answers while the part is busy."""

    def __init__(
        self, registry: CollectorRegistry, host: str, port: int, token: str, probe: Probe
    ) -> None:
        """Listen at once; raises OSError when the port is taken."""
        self._metrics, self._token, self._probe = make_wsgi_app(registry), token, probe
        self._server = make_server(host, port, self._app, ThreadingWSGIServer, _Quiet)
        self.port = int(self._server.server_port)
        self._thread = threading.Thread(
            target=self._server.serve_forever, name="metrics", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def _app(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if environ.get("REQUEST_METHOD") != "GET" or path not in ("/metrics", "/live", "/ready"):
            return _reply(start, "404 Not Found", {"status": "not_found"})
        if path == "/live":
            return _reply(start, "200 OK", {"status": "ok"})
        if path == "/ready":
            return self._ready(start)
        if self._token and not self._allowed(environ):
            return _reply(start, "401 Unauthorized", {"status": "unauthorized"})
        return self._metrics(environ, start)

    def _ready(self, start: Start) -> Iterable[bytes]:
        try:
            parts = dict(self._probe())
        except Exception:
            parts = {"probe": "down"}
        down = sorted(name for name, state in parts.items() if state != "ok")
        line = "503 Service Unavailable" if down else "200 OK"
        return _reply(start, line, {"status": "down" if down else "ok", "down": down})

    def _allowed(self, environ: dict[str, Any]) -> bool:
        given = str(environ.get("HTTP_AUTHORIZATION", "")).removeprefix("Bearer ")
        return hmac.compare_digest(given.encode("utf8", "replace"), self._token.encode())


def _reply(start: Start, line: str, body: dict[str, Any]) -> list[bytes]:
    start(line, [("Content-Type", "application/json"), ("Cache-Control", "no-store")])
    return [json.dumps(body).encode()]


def export(
    settings: Settings, part: str, registry: CollectorRegistry, probe: Probe
) -> Exporter | None:
    """Begin to export a part's figures; None when the settings name no address.

    Raises OSError when the port is taken.
    """
    if not settings.metrics_host:
        return None
    port = settings.metrics_port + OFFSET[part]
    return Exporter(registry, settings.metrics_host, port, settings.metrics_token, probe)
