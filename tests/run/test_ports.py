"""rugwijzer.run.ports."""

from __future__ import annotations

import socket

import pytest

from rugwijzer.run import ports
from rugwijzer.run.ports import free_port, port_taken


def test_a_free_port_and_those_behind_it_can_be_bound() -> None:
    port = free_port(2)
    for number in range(port, port + 3):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", number))


def test_a_port_before_a_taken_one_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    def binds(port: int) -> bool:
        tried.append(port)
        return len(tried) > 1

    monkeypatch.setattr(ports, "_binds", binds)
    assert free_port(1) + 1 == tried[-1]
    assert len(tried) == 2


def test_whether_something_listens() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = server.getsockname()[1]
        assert not port_taken("127.0.0.1", port)
        server.listen()
        assert port_taken("127.0.0.1", port)
