"""Ports of this machine."""

from __future__ import annotations

import socket


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_taken(host: str, port: int) -> bool:
    """Whether something already listens there."""
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) == 0
