"""The states of tablet and desk that are photographed for docs/beelden."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.conftest import DESK_PASSWORD
from tests.tablet.steps import (
    ANSWER_MS,
    address_in_qr,
    alarm,
    heading,
    prepared,
    press,
    question,
)


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


def _themes(page: Page) -> None:
    _start(page)
    press(page, "Ik heb een vraag", exact=False)
    expect(page.get_by_role("button", name="Hulpmiddelen")).to_be_visible()


def _answer(page: Page) -> None:
    _themes(page)
    press(page, "Hulpmiddelen")
    press(page, "Helpt een dure matras?")
    expect(page.locator(".turn.answer")).to_be_visible(timeout=ANSWER_MS)


def _handover(page: Page) -> str:
    _answer(page)
    address = address_in_qr(page, "handover", "Ga verder op uw telefoon")
    heading(page, "Ga verder op uw telefoon")
    return address


def _phone(page: Page) -> None:
    # In a tab of its own, because a tablet that leaves its page ends the conversation.
    page.goto(_handover(page.context.new_page()))
    press(page, "Ga verder")
    expect(page.locator(".turn.answer")).to_be_visible(timeout=ANSWER_MS)


def _phone_summary(page: Page) -> None:
    _start(page)
    with page.expect_response("**/api/v1/summary") as kept:
        prepared(page)
    page.goto(kept.value.json()["url"])
    press(page, "Open mijn overzicht")
    expect(page.get_by_role("article")).to_be_visible()


def _alarm(page: Page) -> None:
    _start(page)
    alarm(page)


def _summary(page: Page) -> None:
    _start(page)
    prepared(page)


def _log_in(page: Page) -> None:
    page.goto("/balie")
    expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()


def _desk(page: Page) -> None:
    _alarm(page)
    page.goto("/balie")
    page.get_by_label("Wachtwoord van de balie").fill(DESK_PASSWORD)
    press(page, "Meld aan")
    seen = page.get_by_role("button", name="Gezien")
    expect(seen.first).to_be_visible(timeout=ANSWER_MS)
    # The alerts of the pictures before this one.
    for left in range(seen.count() - 1, 0, -1):
        seen.last.click()
        expect(seen).to_have_count(left)


STATES: dict[str, Callable[[Page], object]] = {
    "tablet": _start,
    "tablet-plek": _where,
    "tablet-vraag": _question,
    "tablet-themas": _themes,
    "tablet-antwoord": _answer,
    "tablet-telefoon": _handover,
    "tablet-alarm": _alarm,
    "tablet-overzicht": _summary,
    "telefoon-gesprek": _phone,
    "telefoon-overzicht": _phone_summary,
    "balie-aanmelden": _log_in,
    "balie": _desk,
}
