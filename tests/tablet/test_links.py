"""Taking it along: the conversation and the summary on the patient's own phone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import NewContext
from .steps import ANSWER_MS, address_in_qr, heading, prepared, press, question


def test_the_phone_takes_over_once_and_the_tablet_is_wiped(
    tablet: Page, new_context: NewContext
) -> None:
    press(tablet, "Ik heb een vraag", exact=False)
    press(tablet, "Hulpmiddelen")
    press(tablet, "Helpt een dure matras?")
    expect(tablet.locator(".turn.answer")).to_be_visible(timeout=ANSWER_MS)
    address = address_in_qr(tablet, "handover", "Ga verder op uw telefoon")
    expect(tablet.get_by_role("img", name="QR-code met een link naar uw gesprek")).to_be_visible()
    expect(tablet.get_by_role("heading", name="Liever WhatsApp?")).to_be_visible()
    expect(tablet.get_by_role("img", name="QR-code naar WhatsApp")).to_be_visible()
    phone = new_context(360, 740).new_page()
    phone.goto(address)
    assert "#" not in phone.url
    press(phone, "Ga verder")
    expect(phone.locator(".turn.answer")).to_contain_text("niet bewezen")
    press(phone, "Meer weten")
    expect(phone.locator(".turn.answer")).to_have_count(2, timeout=ANSWER_MS)
    heading(tablet, "Wat wilt u doen?")
    expect(tablet.get_by_role("status")).to_contain_text("Uw gesprek staat nu op uw telefoon.")
    assert tablet.evaluate("sessionStorage.length") == 0
    other = new_context(360, 740).new_page()
    other.goto(address)
    press(other, "Ga verder")
    expect(other.get_by_role("alert")).to_contain_text("Deze link werkt niet meer.")


def test_the_summary_opens_once_on_the_phone(tablet: Page, new_context: NewContext) -> None:
    with tablet.expect_response("**/api/v1/summary") as answer:
        prepared(tablet)
    address = answer.value.json()["url"]
    press(tablet, "Klaar en wissen")
    phone = new_context(360, 740).new_page()
    phone.goto(address)
    assert "#" not in phone.url
    press(phone, "Open mijn overzicht")
    expect(phone.get_by_role("article")).to_contain_text("Onderrug links en linkerbil")
    phone.reload()
    expect(phone.get_by_role("alert")).to_contain_text("Deze link is niet volledig.")
    other = new_context(360, 740).new_page()
    other.goto(address)
    press(other, "Open mijn overzicht")
    expect(other.get_by_role("alert")).to_contain_text("Deze link werkt niet meer.")


def test_a_wiped_tablet_leaves_a_dead_link(tablet: Page, new_context: NewContext) -> None:
    press(tablet, "Mijn klachten nakijken", exact=False)
    press(tablet, "Ergens anders, of ik weet het niet")
    question(tablet, 1)
    press(tablet, "Zelf iets vertellen")
    tablet.get_by_label("Vertel het in uw eigen woorden").fill("ik kan niet meer plassen")
    tablet.keyboard.press("Enter")
    heading(tablet, "Meld dit nu bij de balie")
    address = address_in_qr(tablet, "handover", "Ga verder op uw telefoon")
    with tablet.expect_response(lambda reply: reply.request.method == "DELETE"):
        press(tablet, "Klaar en wissen")
    phone = new_context(360, 740).new_page()
    phone.goto(address)
    press(phone, "Ga verder")
    expect(phone.get_by_role("alert")).to_contain_text("Deze link werkt niet meer.")
