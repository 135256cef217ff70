"""One running gateway for all fuzzing, looked at afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from .running import Gateway, running_gateway

#: More than this is a leak and not the buffers of a first load; MB.
ROOM = 60


@pytest.fixture(scope="package")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """At the end nothing of an inside was logged, nothing failed, and its memory is what it was."""
    with running_gateway(tmp_path_factory.mktemp("fuzz")) as running:
        # The portal is built at its first visit.
        httpx.get(f"{running.url}/fysio/inloggen", trust_env=False, timeout=60)
        before = running.memory()
        yield running
        after = running.memory()
    log = running.log.read_text()
    assert "Traceback" not in log
    assert '"part": "gateway"' not in log
    assert after - before < ROOM, f"{before:.0f} -> {after:.0f} MB"
