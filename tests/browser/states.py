"""The pages and what can stand on them. Each state brings a page there on the running assistant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, ViewportSize, expect

#: Rasa's first answer after its start is slower than those after it.
PATIENCE_MS = 20_000
QUESTION = "Helpt een dure matras tegen rugpijn?"
ALARM = "Mag ik een kruik gebruiken? Ik kan sinds gisteren niet goed plassen."

#: A window of 1280 x 1024 at 400% zoom, which is how WCAG 1.4.10 is measured.
ZOOMED: ViewportSize = {"width": 320, "height": 256}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 860}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}},
    "zoomed": {"color_scheme": "light", "viewport": ZOOMED},
}


def field(page: Page) -> Locator:
    """The field in which the patient types."""
    return page.get_by_label("Uw bericht", exact=True)


def say(page: Page, text: str) -> None:
    """Type a text and send it."""
    field(page).fill(text)
    field(page).press("Enter")


def appears(page: Page, kind: str) -> None:
    """Wait until the last turn is a message of this kind."""
    expect(page.locator(f".turn.{kind}").last).to_be_visible(timeout=PATIENCE_MS)


def start(page: Page) -> None:
    page.goto("/")
    expect(field(page)).to_be_visible()


def answer(page: Page) -> None:
    start(page)
    say(page, QUESTION)
    appears(page, "answer")


def sources(page: Page) -> None:
    answer(page)
    page.get_by_text("Bronnen", exact=True).click()
    expect(page.locator("details li").first).to_be_visible()


def question(page: Page) -> None:
    start(page)
    page.get_by_role("button", name="Controleer mijn klachten").click()
    appears(page, "question")


def alarm(page: Page) -> None:
    start(page)
    say(page, ALARM)
    appears(page, "escalation")


def outcome(page: Page) -> None:
    """Answer the whole questionnaire: no signals, 45 years, 3 days, pain 4."""
    question(page)
    turns = page.locator(".turn:not(.mine)")
    answers = {"Hoe oud": "45", "Hoe lang": "3 dagen", "Hoeveel pijn": "4"}
    for _ in range(12):
        if page.locator(".turn.outcome").count():
            return
        before, last = turns.count(), turns.last
        typed = next((v for k, v in answers.items() if k in last.inner_text()), None)
        if typed:
            say(page, typed)
        else:
            last.get_by_role("button", name="Nee", exact=True).click()
        expect(turns).not_to_have_count(before, timeout=PATIENCE_MS)
    raise AssertionError("the questionnaire has no end")


def unknown(page: Page) -> None:
    start(page)
    say(page, "Wat is de hoofdstad van Peru?")
    appears(page, "fallback")


def thinking(page: Page) -> None:
    """An answer that does not come, so that the page goes on showing that it is awaited."""
    start(page)
    page.route("**/api/v1/messages", lambda route: None)
    say(page, QUESTION)
    expect(page.get_by_text("Rugwijzer denkt na")).to_be_visible()


def waking(page: Page) -> None:
    page.route("**/health", lambda route: route.fulfill(status=503, json={"status": "down"}))
    start(page)
    expect(page.get_by_text("De assistent wordt wakker")).to_be_visible()


def offline(page: Page) -> None:
    start(page)
    page.context.set_offline(True)
    say(page, QUESTION)
    expect(page.get_by_role("button", name="Opnieuw proberen")).to_be_visible()


def too_long(page: Page) -> None:
    start(page)
    field(page).fill("a" * 1001)
    expect(page.get_by_text("1 tekens te veel")).to_be_visible()


def paper(page: Page) -> None:
    alarm(page)
    page.get_by_role("button", name="Bewaren of printen").click()
    expect(page.get_by_role("dialog", name="Bewaren of printen")).to_be_visible()


def demo(page: Page) -> None:
    page.goto("/demo")
    expect(page.get_by_role("button", name="Vraag over uw rug?")).to_be_visible()


def demo_open(page: Page) -> None:
    demo(page)
    page.get_by_role("button", name="Vraag over uw rug?").click()
    say(page, QUESTION)
    appears(page, "answer")


#: Dutch names, because they are those of the pictures in docs/beelden.
STATES: dict[str, Callable[[Page], None]] = {
    "start": start,
    "gesprek": answer,
    "bronnen": sources,
    "vragenlijst": question,
    "alarm": alarm,
    "uitslag": outcome,
    "onbekend": unknown,
    "denkt-na": thinking,
    "wordt-wakker": waking,
    "zonder-verbinding": offline,
    "te-lang": too_long,
    "samenvatting": paper,
    "demo": demo,
    "demo-gesprek": demo_open,
}
