"""The portal as a really running server on SQLite, with a hand on its clock and on the worker."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pyotp
import uvicorn
from playwright.sync_api import Page
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Mount

from rugwijzer.followup import dispatch
from rugwijzer.followup.content import load_content
from rugwijzer.followup.dispatch import Sender
from rugwijzer.portal import passwords
from rugwijzer.portal.app import create_portal
from rugwijzer.run.ports import free_port
from rugwijzer.settings import Settings
from rugwijzer.store import Database, Vault
from rugwijzer.store.accounts import ADMIN, PHYSIO
from rugwijzer.store.checkins import CheckIn
from rugwijzer.store.crypto import new_key

ROOT = Path(__file__).resolve().parents[2]
EMAIL, PASSWORD = "fysio@example.nl", "een lange zin om te testen"
ADMIN_EMAIL = "beheer@example.nl"
#: Monday 5 January 2026, noon on the Dutch clock.
START = datetime(2026, 1, 5, 11, 0, tzinfo=timezone.utc)


class LivePortal:
    """A practice with one physiotherapist."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.now = START
        self.database = Database(f"sqlite:///{folder}/store.sqlite", Vault([new_key()], "z" * 32))
        self.database.migrate()
        self.settings = Settings(
            secret="s" * 32,
            engine_secret="e" * 32,
            port=self.port,
            praktijk_naam="Fysiotherapie De Linde",
            praktijk_telefoon="010 000 0001",
            tracker_url=f"sqlite:///{folder}/gesprekken.sqlite",
        )
        self.content = load_content(ROOT / "data")
        portal = create_portal(self.settings, self.database, self.content, lambda: self.now)
        app = Starlette(routes=[Mount("/fysio", portal)])
        config = uvicorn.Config(app, port=self.port, log_level="error", ws="none")
        self.server = uvicorn.Server(config)
        self.secret = ""
        with self.database.begin() as session:
            made = passwords.create(session, EMAIL, "Fatima de Wit", PHYSIO, START)
            boss = passwords.create(session, ADMIN_EMAIL, "Bram de Baas", ADMIN, START)
        assert made is not None
        assert boss is not None
        self.first, self.admin_first = made[1], boss[1]

    def move_to(self, moment: datetime) -> None:
        """Move the clock and let the worker run once."""
        self.now = moment
        with self.database.begin() as session:
            dispatch.run_batch(session, Sender(self.content, self.url), self.now)

    def next_checkin(self) -> None:
        """Move the clock to the next check-in that is planned and let the worker run."""
        with self.database.begin() as session:
            query = select(CheckIn.due_at).where(CheckIn.state == "planned")
            due = session.execute(query.order_by(CheckIn.due_at).limit(1)).scalar_one()
        self.move_to(due + timedelta(minutes=1))

    def log_in(self, page: Page) -> None:
        """Log in; the first time with a new password and the QR code's secret."""
        if not self.secret:
            self.secret = self.first_log_in(page, EMAIL, self.first)
            return
        self._password(page, EMAIL, PASSWORD)
        self._code(page, self.secret)

    def first_log_in(
        self, page: Page, email: str, first: str, look: Callable[[Page], object] = id
    ) -> str:
        """The first time: a new password, then the QR code, whose secret is returned.

        `look` sees each page in between.
        """
        self._password(page, email, first)
        look(page)
        page.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
        page.get_by_label("Nog een keer").fill(PASSWORD)
        page.get_by_role("button", name="Bewaren").click()
        look(page)
        found = re.search(r"<code>([A-Z2-7]{32})</code>", page.content())
        assert found
        self._code(page, found.group(1))
        return found.group(1)

    def _password(self, page: Page, email: str, password: str) -> None:
        page.goto(f"{self.url}/fysio/inloggen")
        page.get_by_label("E-mailadres").fill(email)
        page.get_by_label("Wachtwoord").fill(password)
        page.get_by_role("button", name="Inloggen").click()

    def _code(self, page: Page, secret: str) -> None:
        page.get_by_label("Code van zes cijfers").fill(pyotp.TOTP(secret).at(self.now))
        page.get_by_role("button", name="Verder").click()

    def enrol(self, page: Page, alias: str = "Jan (rug)") -> str:
        """Enrol a patient and return the personal link."""
        page.get_by_role("link", name="Patiënt aanmelden").first.click()
        page.get_by_label("Schuilnaam").fill(alias)
        page.get_by_label("Hoe krijgt de patiënt bericht?").select_option("pagina")
        page.get_by_label("Doel van de patiënt").fill("Weer een uur tuinieren")
        page.get_by_label("Belangrijkste activiteit").fill("traplopen")
        page.get_by_label("Pijn nu").fill("5")
        page.get_by_label("Moeite met de activiteit nu").fill("7")
        page.get_by_role("button", name="Aanmelden").click()
        return page.locator("#link").inner_text()

    def answer(self, page: Page, pain: int, activity: int = 6, alarm: str = "Nee") -> None:
        """Fill in the questions that are open and send them."""
        page.goto(f"{self.url}/fysio/mijn")
        page.locator("[name=pijn]").nth(pain).check()
        page.locator("[name=activiteit]").nth(activity).check()
        page.locator("[name=wandelen]").nth(3).check()
        groups = page.locator("fieldset")
        groups.filter(has_text="Belangrijk om te weten").get_by_label(alarm, exact=True).check()
        groups.filter(has_text="Ook belangrijk").get_by_label("Nee", exact=True).check()
        page.get_by_role("button", name="Versturen").click()


@contextmanager
def live_portal(folder: Path) -> Iterator[LivePortal]:
    """A running portal; stopped at the end."""
    practice = LivePortal(folder)
    thread = threading.Thread(target=practice.server.run, daemon=True)
    thread.start()
    while not practice.server.started:
        thread.join(0.05)
        assert thread.is_alive()
    try:
        yield practice
    finally:
        practice.server.should_exit = True
        thread.join(10)
        practice.database.close()
