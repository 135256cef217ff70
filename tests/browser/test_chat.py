"""The chat page in a real browser, on the running assistant."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .states import PATIENCE_MS, appears, field, question, say, start

SIZES = [(320, 640), (360, 740), (768, 1024), (1280, 860)]


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
    expect(alert).to_contain_text("huisarts", timeout=PATIENCE_MS)
    expect(alert.get_by_role("heading")).to_contain_text("bel nu uw huisarts")
    expect(box).to_have_value("")
    expect(box).to_be_focused()


def test_patient_checks_complaints_with_buttons(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Controleer mijn klachten").first.click()
    questions = page.locator(".turn.question")
    expect(questions).to_have_count(1, timeout=PATIENCE_MS)
    choice = questions.first.get_by_role("button", name="Nee", exact=True)
    box = choice.bounding_box()
    assert box is not None and box["height"] >= 48
    choice.focus()
    page.keyboard.press("Enter")
    expect(choice).to_have_attribute("aria-pressed", "true")
    expect(questions).to_have_count(2, timeout=PATIENCE_MS)


def test_patient_returns_to_an_expired_session(page: Page) -> None:
    page.goto("/")
    page.evaluate(
        "sessionStorage.setItem('rugwijzer.sessie.website',"
        "JSON.stringify({token: 'oud.oud.oud', until: Date.now() + 1e6}))"
    )
    box = page.get_by_label("Uw bericht")
    box.fill("helpt een matras?")
    box.press("Enter")
    expect(page.locator(".turn")).to_have_count(3, timeout=PATIENCE_MS)
    expect(page.get_by_role("button", name="Opnieuw proberen")).not_to_be_visible()


def test_patient_types_too_much(page: Page) -> None:
    start(page)
    field(page).fill("a" * 1001)
    expect(page.get_by_text("1 tekens te veel")).to_be_visible()
    field(page).press("Enter")
    expect(field(page)).to_have_value("a" * 1001)


def test_the_field_grows_with_the_text_and_shows_all_of_it(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    start(page)
    field(page).fill("Helpt een dure matras tegen rugpijn als ik er lang op lig?")
    hidden = "e => e.scrollHeight - e.clientHeight"
    assert field(page).evaluate(hidden) <= 1
    page.reload()
    field(page).focus()
    assert field(page).evaluate(hidden) <= 1
    field(page).fill("regel\n" * 9)
    assert field(page).get_attribute("rows") == "5"
    field(page).fill("")
    assert field(page).get_attribute("rows") == "1"


def test_patient_sees_the_verdict_in_words_and_unfolds_the_sources(page: Page) -> None:
    start(page)
    say(page, "helpt een dure matras?")
    appears(page, "answer")
    answer = page.locator(".turn.answer")
    expect(answer.locator(".badge")).to_have_text("Oordeel: Niet bewezen")
    source = answer.get_by_text("Folder 'Rugpijn'")
    expect(source).not_to_be_visible()
    answer.get_by_text("Bronnen", exact=True).press("Enter")
    expect(source).to_be_visible()


def test_patient_with_an_alarm_signal_inside_the_questionnaire_gets_the_numbers(page: Page) -> None:
    question(page)
    say(page, "nee, maar ik kan sinds gisteren niet meer plassen")
    appears(page, "escalation")
    alert = page.locator(".turn.escalation").last
    practice = alert.get_by_role("link", name="Huisarts: 010 000 0001")
    expect(practice).to_have_attribute("href", "tel:0100000001")
    expect(alert.get_by_role("link", name="Huisartsenpost: 010 000 0002")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_the_page_fits(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto("/")
    send = page.get_by_role("button", name="Verstuur")
    expect(send).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for button in page.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None and round(box["height"], 2) >= 48 and box["width"] >= 48
