"""The states of tablet and desk that are photographed for docs/beelden."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.conftest import DESK_PASSWORD
from tests.tablet.steps import ANSWER_MS, alarm, heading, prepared, press, question


def _start(page: Page) -> None:
    page.goto("/tablet?naam=Wachtkamer")
    heading(page, "Wat wilt u doen?")


def _where(page: Page) -> None:
    _start(page)
    press(page, "Mijn klachten nakijken", exact=False)
    page.get_by_role("checkbox", name="Onderrug links").click()
    page.get_by_role("checkbox", name="Linkerbil").click()


def _question(page: Page) -> None:
    _where(page)
    press(page, "Verder")
    question(page, 1)


def _alarm(page: Page) -> None:
    _start(page)
    alarm(page)


def _summary(page: Page) -> None:
    _start(page)
    prepared(page)


def _desk(page: Page) -> None:
    _alarm(page)
    page.goto("/balie")
    page.get_by_label("Wachtwoord van de balie").fill(DESK_PASSWORD)
    press(page, "Meld aan")
    expect(page.get_by_role("button", name="Gezien").first).to_be_visible(timeout=ANSWER_MS)


STATES: dict[str, Callable[[Page], None]] = {
    "tablet": _start,
    "tablet-plek": _where,
    "tablet-vraag": _question,
    "tablet-alarm": _alarm,
    "tablet-overzicht": _summary,
    "balie": _desk,
}
