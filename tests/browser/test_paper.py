"""The conversation and its summary, copied and printed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .states import ALARM, outcome, paper, start


def _open(page: Page) -> None:
    page.get_by_role("button", name="Bewaren of printen").click()


def _copied(page: Page) -> str:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopiëren").click()
    expect(page.get_by_text("Gekopieerd.")).to_be_visible()
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_the_summary_of_a_questionnaire(page: Page) -> None:
    outcome(page)
    _open(page)
    text = _copied(page)
    assert text.startswith("Samenvatting van uw gesprek met Rugwijzer")
    assert "Advies\nGeen alarmsignalen gevonden" in text
    assert "Hoe lang hebt u deze rugpijn al?" in text and "3 dagen" in text
    assert "niet door een dokter" in text


def test_the_summary_and_the_whole_conversation_after_an_alarm(page: Page) -> None:
    paper(page)
    assert "Spoed: bel nu uw huisarts" in _copied(page)
    page.get_by_role("button", name="Heel gesprek").click()
    text = _copied(page)
    assert text.startswith("Uw gesprek met Rugwijzer")
    assert f"U zegt:\n{ALARM}" in text


def test_an_empty_conversation_says_so(page: Page) -> None:
    start(page)
    _open(page)
    expect(page.locator(".paper")).to_contain_text("U hebt nog niets gevraagd.")


def test_a_browser_without_clipboard_still_copies(page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.add_init_script(
        "document.addEventListener('copy', () => { window.taken = getSelection().toString()"
        " || document.querySelector('rugwijzer-chat').shadowRoot.activeElement.value; })"
    )
    paper(page)
    copy = page.get_by_role("button", name="Kopiëren")
    copy.click()
    expect(page.get_by_text("Gekopieerd.")).to_be_visible()
    assert "Spoed: bel nu uw huisarts" in page.evaluate("window.taken")
    expect(copy).to_be_focused()


@pytest.mark.parametrize("path", ["/", "/demo"])
def test_printing_shows_the_paper_and_nothing_else(page: Page, path: str) -> None:
    page.add_init_script("window.print = () => { window.printing = true; }")
    if path == "/":
        start(page)
    else:
        page.goto(path)
        page.get_by_role("button", name="Vraag over uw rug?").click()
    _open(page)
    page.get_by_role("button", name="Printen", exact=True).click()
    assert page.evaluate("window.printing")
    page.emulate_media(media="print")
    printed = page.locator(".printed")
    expect(printed.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="Wanneer belt u?")).not_to_be_visible()
    expect(page.locator("rugwijzer-chat .chat")).not_to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(printed).to_have_count(0)
    expect(page.locator("rugwijzer-chat .chat")).to_be_visible()


def test_escape_closes_the_paper_and_the_focus_goes_back(page: Page) -> None:
    page.goto("/demo")
    page.get_by_role("button", name="Vraag over uw rug?").click()
    button = page.get_by_role("button", name="Bewaren of printen")
    button.click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Bewaren of printen")).not_to_be_visible()
    expect(page.get_by_role("dialog", name="Rugwijzer")).to_be_visible()
    expect(button).to_be_focused()
