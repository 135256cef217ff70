"""rugwijzer.gateway.sessions."""

from __future__ import annotations

import time

import pytest

from rugwijzer.gateway.sessions import Sessions
from rugwijzer.http.errors import ApiError
from rugwijzer.shared import Memory, Shared

from .conftest import AwayShared

pytestmark = pytest.mark.asyncio

SECRET = "w3-Tq8zK1mVx5bR9dYp2LhN7cJf4GsQe0"


async def test_a_token_gives_its_session_back() -> None:
    sessions = Sessions(SECRET, 60, Memory())
    session = await sessions.read(f"Bearer {sessions.issue('tablet')}")
    assert session.surface == "tablet"
    assert session.sender == f"tablet-{session.id}"
    # 128 bits in base64.
    assert len(session.id) == 22


async def test_no_two_sessions_share_an_id() -> None:
    sessions = Sessions(SECRET, 60, Memory())
    ids = {(await sessions.read(f"bearer {sessions.issue('website')}")).id for _ in range(200)}
    assert len(ids) == 200


async def test_an_expired_token_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = Sessions(SECRET, 60, Memory())
    header = f"Bearer {sessions.issue('website')}"
    now = time.time()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + 59)
    assert (await sessions.read(header)).surface == "website"
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + 62)
    with pytest.raises(ApiError) as caught:
        await sessions.read(header)
    assert caught.value.status == 401


async def test_a_token_that_is_not_ours_is_refused() -> None:
    sessions = Sessions(SECRET, 60, Memory())
    token = sessions.issue("website")
    foreign = Sessions(SECRET[::-1], 60, Memory()).issue("website")
    changed = ("A" if token[5] != "A" else "B").join((token[:5], token[6:]))
    headers = [None, "", "Bearer", "Bearer ", token, f"Basic {token}", f"Bearer {foreign}"]
    for header in [*headers, f"Bearer {changed}", f"Bearer {token}" + "x" * 300, "Bearer é.é.é"]:
        with pytest.raises(ApiError) as caught:
            await sessions.read(header)
        assert caught.value.status == 401


async def test_a_session_that_ended_at_one_gateway_is_refused_at_the_other(shared: Shared) -> None:
    here, there = Sessions(SECRET, 60, shared), Sessions(SECRET, 60, shared)
    header = f"Bearer {here.issue('tablet')}"
    await here.end(await there.read(header))
    for sessions in (here, there):
        with pytest.raises(ApiError) as caught:
            await sessions.read(header)
        assert caught.value.status == 401


async def test_an_end_that_could_not_be_shared_holds_here_and_is_shared_later() -> None:
    shared = AwayShared()
    sessions = Sessions(SECRET, 60, shared)
    header = f"Bearer {sessions.issue('tablet')}"
    session = await sessions.read(header)
    await sessions.end(session)
    assert not await sessions.is_live(session)
    back = Memory()
    sessions._shared = back
    await sessions.again()
    assert not await Sessions(SECRET, 60, back).is_live(session)
