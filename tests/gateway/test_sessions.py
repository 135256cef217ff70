"""rugwijzer.gateway.sessions."""

from __future__ import annotations

import time

import pytest

from rugwijzer.gateway.errors import ApiError
from rugwijzer.gateway.sessions import Sessions

SECRET = "w3-Tq8zK1mVx5bR9dYp2LhN7cJf4GsQe0"


def test_a_token_gives_its_session_back() -> None:
    sessions = Sessions(SECRET, 60)
    session = sessions.read(f"Bearer {sessions.issue('tablet')}")
    assert session.surface == "tablet"
    assert session.sender == f"tablet-{session.id}"
    # 128 bits in base64.
    assert len(session.id) == 22


def test_no_two_sessions_share_an_id() -> None:
    sessions = Sessions(SECRET, 60)
    ids = {sessions.read(f"bearer {sessions.issue('website')}").id for _ in range(200)}
    assert len(ids) == 200


def test_an_expired_token_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = Sessions(SECRET, 60)
    header = f"Bearer {sessions.issue('website')}"
    now = time.time()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + 59)
    assert sessions.read(header).surface == "website"
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + 62)
    with pytest.raises(ApiError) as caught:
        sessions.read(header)
    assert caught.value.status == 401


def test_a_token_that_is_not_ours_is_refused() -> None:
    sessions = Sessions(SECRET, 60)
    token = sessions.issue("website")
    foreign = Sessions(SECRET[::-1], 60).issue("website")
    changed = ("A" if token[5] != "A" else "B").join((token[:5], token[6:]))
    headers = [None, "", "Bearer", "Bearer ", token, f"Basic {token}", f"Bearer {foreign}"]
    for header in [*headers, f"Bearer {changed}", f"Bearer {token}" + "x" * 300, "Bearer é.é.é"]:
        with pytest.raises(ApiError) as caught:
            sessions.read(header)
        assert caught.value.status == 401
