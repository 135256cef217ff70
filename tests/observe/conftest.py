from __future__ import annotations

import pytest

from tests.conftest import free_port


@pytest.fixture
def unused_port() -> int:
    """A port on loopback that nobody uses now."""
    return free_port()
