"""Every state of tablet, phone and desk: axe-core, size of targets, large text, contrast."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import NewContext
from .states import states
from .steps import ANSWER_MS, address_in_qr, alarm, press

Violations = Callable[[Page], list[str]]
SIZES = [(1280, 800), (800, 1280), (360, 740)]
LEAST = 48


def small_targets(page: Page) -> list[str]:
    """Buttons and choices smaller than 48 px, of the page and of the conversation in it."""
    script = """(least) => {
      const roots = [document, ...[...document.querySelectorAll('.thread')].map(t => t.shadowRoot)];
      const all = roots.flatMap(r => [...r.querySelectorAll('button, label, summary, .touch, input[type=range], textarea')]);
      const shown = all.filter(n => n.getClientRects().length && !n.closest('.own label'));
      return shown.map(n => [n, n.getBoundingClientRect()])
        .filter(([n, box]) => !(n.tagName === 'LABEL' && n.parentElement.matches('.own')))
        .filter(([, box]) => box.height < least || box.width < least)
        .map(([n, box]) => `${n.outerHTML.slice(0, 80)} ${box.width} x ${box.height}`);
    }"""
    found: list[str] = page.evaluate(script, LEAST - 0.5)
    return found


def sideways(page: Page) -> bool:
    """Whether anything makes the page scroll sideways."""
    script = "[document.documentElement, document.querySelector('main')].some(n => n.scrollWidth > n.clientWidth + 1)"
    return bool(page.evaluate(script))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_screen_is_accessible_and_large(
    new_context: NewContext, violations: Violations, size: tuple[int, int]
) -> None:
    page = new_context(*size).new_page()
    page.goto("/tablet")
    for state in states(page):
        assert (state, violations(page)) == (state, [])
        assert (state, small_targets(page)) == (state, [])
        assert (state, sideways(page)) == (state, False)


@pytest.mark.parametrize("step", ["2", "3"])
def test_large_text_and_contrast_hold_on_every_screen(
    new_context: NewContext, violations: Violations, step: str
) -> None:
    page = new_context(800, 1280).new_page()
    page.goto("/tablet")
    for state in states(page):
        if not page.evaluate("document.documentElement.hasAttribute('data-contrast')"):
            press(page, "Meer contrast")
        page.evaluate("step => { document.documentElement.dataset.text = step; }", step)
        assert (state, violations(page)) == (state, [])
        assert (state, sideways(page)) == (state, False)


@pytest.mark.parametrize("zoom", [2, 4])
def test_zoomed_in_nothing_is_lost(new_context: NewContext, zoom: int) -> None:
    # Browser zoom halves (quarters) the CSS pixels of the window.
    page = new_context(1280 // zoom, 1024 // zoom).new_page()
    page.goto("/tablet")
    for state in states(page):
        assert (state, sideways(page)) == (state, False)
        for button in page.locator("main").get_by_role("button").all():
            button.scroll_into_view_if_needed()
            expect(button).to_be_in_viewport()


def test_the_warning_is_a_dialog_that_axe_accepts(tablet: Page, violations: Violations) -> None:
    press(tablet, "Ik heb een vraag", exact=False)
    tablet.clock.install()
    tablet.clock.pause_at(tablet.evaluate("Date.now()") / 1000 + 1)
    tablet.clock.run_for(45_000)
    expect(tablet.get_by_role("dialog")).to_be_visible()
    tablet.clock.resume()
    assert violations(tablet) == []


def test_phone_and_desk(
    tablet: Page, desk: Page, new_context: NewContext, violations: Violations
) -> None:
    login = new_context(360, 740).new_page()
    login.goto("/balie")
    expect(login.get_by_label("Wachtwoord van de balie")).to_be_visible()
    assert violations(login) == []
    assert violations(desk) == []
    alarm(tablet)
    expect(desk.get_by_role("button", name="Gezien").first).to_be_visible(timeout=ANSWER_MS)
    assert violations(desk) == []
    seen = desk.get_by_role("button", name="Gezien")
    for left in reversed(range(seen.count())):
        seen.first.click()
        expect(seen).to_have_count(left)
    assert violations(desk) == []
    summary = address_in_qr(tablet, "summary", "Maak een overzicht")
    handover = address_in_qr(tablet, "handover", "Ga verder op uw telefoon")
    for address, button in ((summary, "Open mijn overzicht"), (handover, "Ga verder")):
        phone = new_context(360, 740).new_page()
        phone.goto(address)
        assert violations(phone) == []
        press(phone, button)
        expect(phone.get_by_role("button", name=button)).to_have_count(0, timeout=ANSWER_MS)
        assert violations(phone) == []
        assert not sideways(phone)


def test_motion_is_not_asked_for(new_context: NewContext) -> None:
    page = new_context().new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto("/tablet")
    moving = "[...document.querySelectorAll('*')].filter(n => getComputedStyle(n).transitionDuration !== '0s' || getComputedStyle(n).animationName !== 'none').length"
    assert page.evaluate(moving) == 0
