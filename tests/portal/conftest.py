from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from rugwijzer.followup import dispatch
from rugwijzer.followup.content import Content
from rugwijzer.followup.dispatch import Sender
from rugwijzer.portal import passwords
from rugwijzer.portal.app import create_portal
from rugwijzer.settings import Settings
from rugwijzer.store import Database
from rugwijzer.store.accounts import PHYSIO, AuditEntry
from tests.followup.conftest import START, content
from tests.store.conftest import database, database_url, postgres_url

__all__ = ["content", "database", "database_url", "postgres_url"]

PASSWORD = "een lange zin om te testen"


@dataclass
class Practice:
    """The portal over a database, with a hand on the clock."""

    database: Database
    content: Content
    settings: Settings
    now: datetime = START
    app: Starlette = field(init=False)

    def __post_init__(self) -> None:
        portal = create_portal(self.settings, self.database, self.content, lambda: self.now)
        self.app = Starlette(routes=[Mount("/fysio", portal)])

    def browser(self) -> Browser:
        client = TestClient(self.app, "http://testserver", follow_redirects=True)
        return Browser(client, self)

    def account(self, email: str, role: str = PHYSIO) -> str:
        """A fresh account; returns its first password."""
        with self.database.begin() as session:
            made = passwords.create(session, email, email.split("@")[0], role, self.now)
        assert made is not None
        return made[1]

    def physio(self, email: str = "fysio@example.nl", role: str = PHYSIO) -> Browser:
        browser = self.browser()
        browser.first_login(email, self.account(email, role))
        return browser

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def work(self) -> None:
        """Let the worker run once at the present moment."""
        with self.database.begin() as session:
            dispatch.run_batch(session, Sender(self.content, "http://testserver"), self.now)

    def audit(self) -> list[str]:
        with self.database.begin() as session:
            return list(
                session.execute(select(AuditEntry.action).order_by(AuditEntry.id)).scalars()
            )


@dataclass
class Browser:
    """A visitor without JavaScript who sends the forms of the pages."""

    client: TestClient
    practice: Practice
    secret: str = ""
    text: str = ""
    status: int = 0

    def get(self, path: str) -> Browser:
        reply = self.client.get(path)
        self.text, self.status = reply.text, reply.status_code
        return self

    def post(self, path: str, **fields: str) -> Browser:
        """Send a form of the page that is open, with its token."""
        found = re.search(r'name="csrf" value="(\w+)"', self.text)
        values = {"csrf": found.group(1) if found else "", **fields}
        reply = self.client.post(path, data=values)
        self.text, self.status = reply.text, reply.status_code
        return self

    def login(self, email: str, password: str) -> Browser:
        return self.get("/fysio/inloggen").post("/fysio/inloggen", email=email, wachtwoord=password)

    def first_login(self, email: str, first: str) -> Browser:
        self.login(email, first)
        self.post("/fysio/wachtwoord", nieuw=PASSWORD, nogmaals=PASSWORD)
        found = re.search(r"<code>([A-Z2-7]{32})</code>", self.text)
        assert found, self.text
        self.secret = found.group(1)
        return self.code()

    def code(self) -> Browser:
        return self.post("/fysio/code", code=pyotp.TOTP(self.secret).at(self.practice.now))

    def enrol(self, **more: str) -> str:
        """Enrol a patient; returns the address of the patient's page in the portal."""
        fields = {
            "alias": "Jan",
            "plan_id": "standaard",
            "channel": "pagina",
            "activity": "traplopen",
            "start_pain": "4",
            **more,
        }
        self.get("/fysio/nieuw")
        found = re.search(r'name="csrf" value="(\w+)"', self.text)
        assert found
        reply = self.client.post("/fysio/nieuw", data={"csrf": found.group(1), **fields})
        self.text, self.status = reply.text, reply.status_code
        return reply.url.path

    def link(self) -> str:
        """The personal link on the page that is open."""
        found = re.search(r'id="link">http://[^/]+(/fysio/p/\w+)<', self.text)
        assert found, self.text
        return found.group(1)


@pytest.fixture
def practice(database: Database, content: Content, tmp_path: Path) -> Practice:
    settings = Settings(
        secret="s" * 32,
        engine_secret="e" * 32,
        # The mail server is the worker's secret; the portal knows the sender only.
        mail_from="opvolging@example.nl",
        tracker_url=f"sqlite:///{tmp_path}/gesprekken.sqlite",
    )
    return Practice(database, content, settings)
