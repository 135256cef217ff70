"""The portal's cookies in production, in every step that sets or drops one."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest
from starlette.testclient import TestClient

from tests.gateway.test_walk import is_shut

from .conftest import Browser, Practice


@pytest.fixture
def cookies() -> list[str]:
    """The cookies that a browser was handed, in order."""
    return []


@pytest.fixture
def production(practice: Practice) -> Practice:
    settings = replace(
        practice.settings,
        env="production",
        secret="w3-Tq8zK1mVx5bR9dYp2LhN7cJf4GsQe0",
        engine_secret="A7kd82-hGt5wYz1QvBn4MxRc9LpSe3UjF0",
        public_url="https://testserver",
        store_keys=("k",),
        lookup_key="m2-Vq7xB9kTz4cR1wYp8LhN5dJf3GsQe6",
    )
    return Practice(practice.database, practice.content, settings)


def browser(practice: Practice, cookies: list[str]) -> Browser:
    client = TestClient(practice.app, "https://testserver", follow_redirects=True)

    def keep(reply: httpx.Response) -> None:
        cookies.extend(reply.headers.get_list("set-cookie"))

    client.event_hooks["response"].append(keep)  # type: ignore[arg-type]
    return Browser(client, practice)


def test_every_cookie_from_log_in_to_the_patients_page_is_shut(
    production: Practice, cookies: list[str]
) -> None:
    physio = browser(production, cookies)
    physio.first_login("fysio@example.nl", production.account("fysio@example.nl"))
    physio.enrol()
    link = physio.text.split('id="link">https://testserver')[1].split("<")[0]
    patient = browser(production, cookies).get(link)
    patient.post("/fysio/mijn/nee")
    physio.get("/fysio/").post("/fysio/uitloggen")
    assert {c.partition("=")[0] for c in cookies} == {"rw_voor", "rw_fysio", "rw_mijn"}
    assert [c for c in cookies if not is_shut(c)] == []
    dropped = [c.partition("=")[0] for c in cookies if "max-age=0" in c.lower()]
    assert dropped == ["rw_mijn", "rw_fysio"]
