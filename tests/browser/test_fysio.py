"""The whole circle of the follow-up in a real browser: from enrolment to erasure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .chromium import violations
from .live_portal import ADMIN_EMAIL, LivePortal, live_portal
from .test_chat import SIZES


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[LivePortal]:
    with live_portal(tmp_path) as running:
        yield running


def open_page(browser: Browser, scripts: bool = True, width: int = 1280) -> Page:
    context = browser.new_context(
        locale="nl-NL", java_script_enabled=scripts, viewport={"width": width, "height": 900}
    )
    return context.new_page()


def axe_clean(page: Page) -> None:
    assert violations(page) == []


def test_from_enrolment_to_erasure_without_javascript(
    browser: Browser, practice: LivePortal
) -> None:
    physio, patient = open_page(browser, scripts=False), open_page(browser, scripts=False)
    practice.log_in(physio)
    link = practice.enrol(physio)
    course = physio.url

    patient.goto(link)
    assert link.rsplit("/", 1)[1] not in patient.url
    patient.get_by_role("button", name="Ja, ik doe mee").click()
    expect(patient.locator("main")).to_contain_text("geen vragen voor u klaar")

    practice.next_checkin()
    patient.goto(link)
    practice.answer(patient, pain=7)
    expect(patient.get_by_role("status")).to_contain_text("uw antwoorden zijn bewaard")
    expect(patient.get_by_role("img", name="Pijn")).to_be_visible()
    expect(patient.locator("main")).to_contain_text("Uw pijn ging van 5 naar 7")

    practice.log_in(physio)
    row = physio.get_by_role("row").filter(has_text="Jan (rug)")
    expect(row).to_contain_text("Verslechtering")
    physio.goto(course)
    expect(physio.get_by_role("img", name="Pijn")).to_be_visible()
    expect(physio.locator("main")).to_contain_text("pijn van 5 naar 7")
    physio.get_by_role("button", name="Gezien: Verslechtering").click()
    expect(physio.locator("main")).to_contain_text("Gezien op")

    patient.goto(link)
    patient.get_by_role("button", name="STOP").click()
    expect(patient.get_by_role("heading", level=1)).to_have_text("U bent gestopt")
    physio.goto(course)
    expect(physio.locator("main")).to_contain_text("STOP gezegd")

    physio.get_by_role("link", name="Alles wissen").click()
    physio.get_by_label("Typ de schuilnaam").fill("Jan (rug)")
    physio.get_by_role("button", name="Alles wissen").click()
    expect(physio.locator("main")).to_contain_text("U volgt nog niemand")
    patient.goto(link)
    expect(patient.get_by_role("heading", level=1)).to_have_text("Link verlopen")


def test_an_alarm_sign_shows_whom_to_call_and_warns_the_physiotherapist(
    browser: Browser, practice: LivePortal
) -> None:
    physio, patient = open_page(browser), open_page(browser, width=360)
    practice.log_in(physio)
    link = practice.enrol(physio)
    patient.goto(link)
    patient.get_by_role("button", name="Ja, ik doe mee").click()
    practice.next_checkin()
    patient.goto(link)
    practice.answer(patient, pain=4, alarm="Weet ik niet")
    alert = patient.get_by_role("alert")
    expect(alert).to_contain_text("Bel nu uw huisarts (010 000 0001)")
    expect(alert).to_be_in_viewport()
    patient.reload()
    expect(alert).to_contain_text("Bel nu uw huisarts (010 000 0001)")
    practice.log_in(physio)
    expect(physio.get_by_role("row").filter(has_text="Jan (rug)")).to_contain_text(
        "Alarmsignaal (spoed)"
    )


@pytest.mark.parametrize("width", [width for width, _ in SIZES])
def test_axe_finds_nothing_at_any_width(browser: Browser, practice: LivePortal, width: int) -> None:
    physio, patient = open_page(browser, width=width), open_page(browser, width=width)
    physio.goto(f"{practice.url}/fysio/inloggen")
    axe_clean(physio)
    practice.log_in(physio)
    axe_clean(physio)
    physio.goto(f"{practice.url}/fysio/nieuw")
    axe_clean(physio)
    link = practice.enrol(physio)
    course = physio.url
    patient.goto(link)
    axe_clean(patient)
    patient.get_by_role("button", name="Ja, ik doe mee").click()
    practice.next_checkin()
    patient.goto(link)
    axe_clean(patient)
    practice.answer(patient, pain=8, alarm="Ja")
    axe_clean(patient)
    practice.log_in(physio)
    axe_clean(physio)
    physio.goto(course)
    axe_clean(physio)
    physio.goto(f"{course}/wissen")
    axe_clean(physio)
    admin = open_page(browser, width=width)
    practice.first_log_in(admin, ADMIN_EMAIL, practice.admin_first, axe_clean)
    expect(admin.get_by_role("heading", level=1)).to_have_text("Accounts")
    axe_clean(admin)
    physio.goto(course)
    for page in (physio, patient, admin):
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) == 0
