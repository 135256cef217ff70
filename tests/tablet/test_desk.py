"""The desk hears of an alarm signal, and says that it did."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.conftest import DESK_PASSWORD

from .conftest import NewContext
from .steps import ANSWER_MS, alarm, press


def test_an_alarm_in_the_questionnaire_reaches_the_desk_and_is_acknowledged(
    tablet: Page, desk: Page
) -> None:
    alarm(tablet)
    alert = desk.get_by_label("Open meldingen").get_by_role("listitem").first
    expect(alert).to_contain_text("Wachtkamer", timeout=ANSWER_MS)
    expect(alert).to_contain_text("Spoed")
    expect(alert).to_contain_text("problemen met plassen")
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
