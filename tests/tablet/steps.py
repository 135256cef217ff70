"""What a patient does on the tablet, step by step."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.conftest import DESK_PASSWORD

#: The engine answers much faster; a busy test machine may not.
ANSWER_MS = 20_000
NO_SIGNALS = 7


def press(page: Page, name: str, exact: bool = True) -> None:
    page.get_by_role("button", name=name, exact=exact).first.click()


def heading(page: Page, words: str | re.Pattern[str]) -> Locator:
    found = page.locator("main").get_by_role("heading", level=1, name=words)
    expect(found).to_be_visible(timeout=ANSWER_MS)
    return found


def choose_places(page: Page, *places: str) -> None:
    heading(page, "Waar doet het pijn?")
    for place in places:
        page.get_by_role("checkbox", name=place).click()
    press(page, "Verder")


def question(page: Page, place: int) -> None:
    expect(page.get_by_text(f"Vraag {place} van 10")).to_be_visible(timeout=ANSWER_MS)


def deny_signals(page: Page) -> None:
    for place in range(1, NO_SIGNALS + 1):
        question(page, place)
        press(page, "Nee")


def tell_numbers(page: Page) -> None:
    """71 years, 2 weeks, pain 6: with the keypad and the slider."""
    question(page, 8)
    for digit in "71":
        press(page, digit)
    press(page, "Verder")
    question(page, 9)
    press(page, "2")
    page.get_by_role("radio", name="weken").check()
    press(page, "Verder")
    question(page, 10)
    press(page, "Meer pijn")
    press(page, "Meer pijn")
    expect(page.locator("output")).to_have_text("6")
    press(page, "Verder")


def outcome(page: Page) -> None:
    """Check complaints from the start screen to an outcome without signals, typing nothing."""
    press(page, "Mijn klachten nakijken", exact=False)
    choose_places(page, "Onderrug links")
    deny_signals(page)
    tell_numbers(page)
    heading(page, "Geen alarmsignalen gevonden")


def prepared(page: Page) -> None:
    """Prepare the visit, to the summary."""
    press(page, "Mijn bezoek voorbereiden", exact=False)
    choose_places(page, "Onderrug links", "Linkerbil")
    page.get_by_label("Zeurende pijn").check()
    press(page, "Verder")
    deny_signals(page)
    tell_numbers(page)
    heading(page, "Geen alarmsignalen gevonden")
    press(page, "Verder naar mijn overzicht")
    page.get_by_label("Helpt een dure matras?").check()
    press(page, "Naar mijn overzicht")
    heading(page, "Uw overzicht")


def log_in(page: Page) -> None:
    """At the desk, from its address to the stream of alerts."""
    page.goto("/balie")
    page.get_by_label("Wachtwoord van de balie").fill(DESK_PASSWORD)
    press(page, "Meld aan")
    expect(page.get_by_text("Verbonden.")).to_be_visible(timeout=ANSWER_MS)


def alarm(page: Page) -> None:
    """A yes in the questionnaire that must be reported."""
    press(page, "Mijn klachten nakijken", exact=False)
    press(page, "Ergens anders, of ik weet het niet")
    question(page, 1)
    press(page, "Nee")
    question(page, 2)
    press(page, "Ja")
    heading(page, "Meld dit nu bij de balie")


def address_in_qr(page: Page, path: str, do: str) -> str:
    """The address in the QR code that `do` (a button) shows, from the API's answer."""
    with page.expect_response(re.compile(rf"/api/v1/{path}$")) as answer:
        press(page, do)
    return str(answer.value.json()["url"])
