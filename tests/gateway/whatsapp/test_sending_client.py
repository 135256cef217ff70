"""rugwijzer.gateway.whatsapp.sending."""

from __future__ import annotations

import socket
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from rugwijzer.gateway.whatsapp import sending
from rugwijzer.gateway.whatsapp.provider import Again
from rugwijzer.gateway.whatsapp.sending import Client, retry_after
from tests.conftest import free_port


@pytest.mark.parametrize(
    ("raw", "seconds"),
    [
        ("7", 7),
        ("0.5", 0.5),
        ("-3", 0),
        ("999999", 3600),
        ("inf", 3600),
        ("nan", None),
        ("", None),
        ("morgen", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
    ],
)
def test_retry_after_is_read_and_bounded(raw: str, seconds: float | None) -> None:
    assert retry_after(raw) == seconds


def test_retry_after_may_be_a_date() -> None:
    at = datetime.now(timezone.utc) + timedelta(seconds=60)
    seconds = retry_after(format_datetime(at, usegmt=True))
    assert seconds is not None and 50 < seconds <= 60


@pytest.mark.asyncio
async def test_a_connection_that_is_never_made_means_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "_CONNECT_S", 0.3)
    with socket.socket() as full, socket.socket() as one, socket.socket() as two:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for guest in (one, two):
            # Who is let in and never served; after them nobody is let in.
            guest.setblocking(False)
            guest.connect_ex(full.getsockname())
        client = Client(f"http://127.0.0.1:{full.getsockname()[1]}")
        with pytest.raises(Again):
            await client.post("/x", json={})
        await client.aclose()


@pytest.mark.asyncio
async def test_nobody_there_means_that_nothing_arrived() -> None:
    client = Client(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(Again):
        await client.post("/x", json={})
    await client.aclose()
