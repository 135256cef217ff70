"""Two workers on real PostgreSQL and Redis, killed in the middle: nothing lost, nothing doubled."""

from __future__ import annotations

import os

import pytest

from benchmarks.followup import run
from tests.postgres import programs
from tests.redis_server import program


def test_killed_workers_lose_and_double_nothing() -> None:
    if (programs() is None or program() is None) and not os.environ.get("CI"):
        pytest.skip("PostgreSQL of Redis is niet geïnstalleerd")
    result = run(150, kills=2)
    assert (result.lost, result.doubled, result.wrong_state) == (0, 0, 0)
