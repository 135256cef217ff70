"""The chat page in a real browser, on the running assistant (fixture `assistant_url`)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = os.environ.get("RUGWIJZER_CHROMIUM") or shutil.which("chromium")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
SIZES = [(360, 740), (768, 1024), (1280, 860)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, assistant_url: str) -> Iterator[Page]:
    context = browser.new_context(locale="nl-NL", base_url=assistant_url)
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda m: problems.append(m.text) if "Security Policy" in m.text else None)
    yield opened
    context.close()
    assert problems == []


def test_patient_reads_who_it_is_and_gets_an_escalation_by_keyboard(page: Page) -> None:
    page.goto("/")
    log = page.get_by_role("log")
    expect(log).to_contain_text("Ik ben Rugwijzer, een computerprogramma. Ik ben geen dokter")
    expect(log.get_by_role("link", name="112")).to_have_attribute("href", "tel:112")
    box = page.get_by_label("Uw bericht")
    box.press_sequentially("ik kan sinds gisteren niet meer")
    box.press("Shift+Enter")
    box.press_sequentially("plassen")
    assert "\n" in box.input_value()
    box.press("Enter")
    alert = page.locator(".turn.escalation").first
    expect(alert).to_contain_text("huisarts", timeout=15_000)
    expect(alert.get_by_role("heading")).to_contain_text("bel nu uw huisarts")
    expect(box).to_have_value("")
    expect(box).to_be_focused()


def test_patient_checks_complaints_with_buttons(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Controleer mijn klachten").first.click()
    question = page.locator(".turn.question").first
    expect(question).to_be_visible(timeout=15_000)
    choice = question.get_by_role("button", name="Nee", exact=True)
    box = choice.bounding_box()
    assert box is not None and box["height"] >= 48
    choice.focus()
    page.keyboard.press("Enter")
    expect(choice).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".turn")).to_have_count(5, timeout=15_000)


def test_patient_loses_the_connection_and_keeps_the_text(page: Page) -> None:
    page.goto("/")
    box = page.get_by_label("Uw bericht")
    expect(box).to_be_visible()
    page.context.set_offline(True)
    box.fill("helpt een matras?")
    box.press("Enter")
    again = page.get_by_role("button", name="Opnieuw proberen")
    expect(again).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("112")
    expect(box).to_have_value("helpt een matras?")
    page.context.set_offline(False)
    again.click()
    expect(page.locator(".turn")).to_have_count(3, timeout=15_000)
    expect(again).not_to_be_visible()


def test_patient_returns_to_an_expired_session(page: Page) -> None:
    page.goto("/")
    page.evaluate(
        "sessionStorage.setItem('rugwijzer.sessie.website',"
        "JSON.stringify({token: 'oud.oud.oud', until: Date.now() + 1e6}))"
    )
    box = page.get_by_label("Uw bericht")
    box.fill("helpt een matras?")
    box.press("Enter")
    expect(page.locator(".turn")).to_have_count(3, timeout=15_000)
    expect(page.get_by_role("button", name="Opnieuw proberen")).not_to_be_visible()


def test_patient_types_markup_and_too_much(page: Page) -> None:
    page.goto("/")
    box = page.get_by_label("Uw bericht")
    box.fill("<img src=x onerror=alert(1)>")
    box.press("Enter")
    expect(page.locator(".turn.mine")).to_contain_text("<img src=x")
    expect(page.locator(".turn")).to_have_count(3, timeout=15_000)
    assert page.locator("rugwijzer-chat img").count() == 0
    box.fill("a" * 1001)
    expect(page.get_by_text("1 tekens te veel")).to_be_visible()
    box.press("Enter")
    expect(box).to_have_value("a" * 1001)


@pytest.mark.parametrize("path", ["/"])
@pytest.mark.parametrize("size", SIZES)
def test_the_page_fits(page: Page, path: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(path)
    send = page.get_by_role("button", name="Verstuur")
    expect(send).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for button in page.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None and box["height"] >= 48 and box["width"] >= 48
