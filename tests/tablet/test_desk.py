"""The desk hears of an alarm signal, and says that it did."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import DESK_PASSWORD

from .conftest import NewContext
from .steps import ANSWER_MS, alarm, log_in, press


def test_an_alarm_in_the_questionnaire_reaches_the_desk_and_is_acknowledged(
    tablet: Page, desk: Page
) -> None:
    alarm(tablet)
    alert = desk.get_by_label("Open meldingen").get_by_role("listitem").first
    expect(alert).to_contain_text("Wachtkamer", timeout=ANSWER_MS)
    expect(alert).to_contain_text("Spoed")
    # One yes was about all of these.
    expect(alert).to_contain_text(re.compile("Een of meer van: .*problemen met plassen"))
    assert desk.title().startswith("(")
    alert.get_by_role("button", name="Gezien").click()
    expect(desk.get_by_text("gezien om")).to_be_visible()
    expect(tablet.get_by_text("De balie heeft uw melding gezien.")).to_be_visible(timeout=ANSWER_MS)


def test_an_alarm_stays_at_the_desk_after_the_tablet_is_wiped(tablet: Page, desk: Page) -> None:
    alarm(tablet)
    press(tablet, "Klaar en wissen")
    desk.reload()
    alerts = desk.get_by_label("Open meldingen").get_by_role("listitem")
    expect(alerts).to_have_count(1, timeout=ANSWER_MS)
    alerts.first.get_by_role("button", name="Gezien").click()
    expect(desk.get_by_text("Er zijn geen open meldingen.")).to_be_visible()


def test_the_desk_says_when_it_hears_nothing(desk: Page) -> None:
    # An open stream outlives the emulated loss of the network; a new one meets it.
    desk.context.set_offline(True)
    desk.evaluate("dispatchEvent(new Event('offline'))")
    expect(desk.get_by_role("status")).to_contain_text("Geen verbinding.", timeout=ANSWER_MS)
    desk.context.set_offline(False)
    desk.evaluate("dispatchEvent(new Event('online'))")
    expect(desk.get_by_role("status")).to_contain_text("Verbonden.", timeout=ANSWER_MS)


def test_a_wrong_password_shows_nothing(new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto("/balie")
    page.get_by_label("Wachtwoord van de balie").fill(DESK_PASSWORD + "x")
    press(page, "Meld aan")
    expect(page.get_by_role("alert")).to_have_text("Dit wachtwoord klopt niet.")
    expect(page.get_by_role("heading", name="Meldingen")).to_be_hidden()


@pytest.mark.usefixtures("desk")
def test_logging_in_keeps_the_focus_and_being_shut_out_is_said(new_context: NewContext) -> None:
    # A desk of its own: the other was loaded anew if it found alarms, and that gives no focus.
    page = new_context().new_page()
    log_in(page)
    expect(page.get_by_role("heading", name="Meldingen")).to_be_focused()
    expect(page).to_have_title("Balie – Rugwijzer")
    page.context.clear_cookies()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_label("Wachtwoord van de balie")).to_be_focused(timeout=ANSWER_MS)
    expect(page).to_have_title("Niet aangemeld – Balie – Rugwijzer")


def test_an_alert_sounds_until_the_sound_is_switched_off(
    new_context: NewContext, tablet: Page
) -> None:
    page = new_context().new_page()
    page.add_init_script(
        """window.tones = 0;
        const start = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function (at) { tones++; start.call(this, at); };"""
    )
    log_in(page)
    # The sound is on from the moment of logging in.
    expect(page.get_by_role("button", name="Zet geluid uit")).to_be_visible(timeout=ANSWER_MS)
    before = page.evaluate("tones")
    alarm(tablet)
    page.wait_for_function("before => tones > before", arg=before)
    alert = page.get_by_label("Open meldingen").get_by_role("listitem")
    while alert.count():
        left = alert.count() - 1
        alert.first.get_by_role("button", name="Gezien").click()
        expect(alert).to_have_count(left)
    press(page, "Zet geluid uit")
    expect(page.get_by_role("button", name="Zet geluid aan")).to_be_visible()


def test_the_name_of_a_tablet_stays_text(new_context: NewContext, desk: Page) -> None:
    name = "<img src=x onerror=broken()>"
    page = new_context().new_page()
    page.goto(f"/tablet?naam={quote(name)}")
    alarm(page)
    alert = desk.get_by_label("Open meldingen").get_by_role("listitem").first
    expect(alert).to_contain_text(name, timeout=ANSWER_MS)
    assert desk.locator("main img").count() == 0
    alert.get_by_role("button", name="Gezien").click()
    expect(desk.locator(".seen")).to_contain_text(name)
    assert desk.locator("main img").count() == 0
