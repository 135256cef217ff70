"""Runs the gateway under uvicorn."""

from __future__ import annotations

import sys
from socket import socket

import uvicorn

from rugwijzer.logs import lines as logs
from rugwijzer.settings import Settings, SettingsError

from .app import create_app

#: Turns under way may finish (the engine's timeout is longer than anyone waits for a stop).
_STOP_S = 3


class Server(uvicorn.Server):
    """A server that ends the open streams first, because it waits for connections to close."""

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stop: streams, then connections, then the app."""
        self.config.app.state.broker.close()  # type: ignore[union-attr]
        await super().shutdown(sockets)


def config(settings: Settings) -> uvicorn.Config:
    """How uvicorn runs the app: own logs, and forwarded addresses only from the own proxies."""
    return uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        # No websockets here; the version Sanic pins is one uvicorn cannot import.
        ws="none",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=_STOP_S,
    )


def main() -> int:
    """Run until a signal; 2 when a setting is wrong."""
    try:
        settings = Settings.from_env(process="gateway")
    except SettingsError as error:
        print(f"De gateway start niet: {error}", file=sys.stderr)
        return 2
    logs.configure()
    logs.info("start", host=settings.host, port=settings.port)
    Server(config(settings)).run()
    return 0
