"""Ports of this machine."""

from __future__ import annotations

import socket


def free_port(following: int = 0) -> int:
    """A port on loopback that nobody uses now, nor so many ports behind it."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if all(_binds(port + n) for n in range(1, following + 1)):
            return port


def _binds(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


def port_taken(host: str, port: int) -> bool:
    """Whether something already listens there."""
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) == 0
