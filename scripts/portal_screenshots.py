"""Makes the pictures of the portal in docs/beelden, at 360, 768 and 1280 pixels.

Starts the portal itself on a free port, with an invented patient. Run with `make screenshots`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tests.browser.chromium import CHROMIUM, chromium  # noqa: E402
from tests.browser.live_portal import ADMIN_EMAIL, LivePortal, live_portal  # noqa: E402

TARGET = ROOT / "docs" / "beelden"
WIDTHS = {360: 740, 768: 1024, 1280: 860}
#: Pain and trouble with the activity at the check-ins of the standard plan.
COURSE = ((5, 7), (4, 6), (3, 4), (5, 5))


def _shoot(page: Page, name: str) -> None:
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=TARGET / f"{name}-{width}.png", full_page=True)


def _story(browser: Browser, practice: LivePortal) -> None:
    physio, patient = browser.new_page(), browser.new_page()
    practice.log_in(physio)
    practice.enrol(physio, "Mevrouw T.")
    link = practice.enrol(physio, "Jan (rug)")
    course = physio.url
    patient.goto(link)
    _shoot(patient, "fysio-uitnodiging")
    patient.get_by_role("button", name="Ja, ik doe mee").click()
    for number, (pain, activity) in enumerate(COURSE):
        practice.next_checkin()
        patient.goto(link)
        if number == 0:
            _shoot(patient, "fysio-vragen")
        practice.answer(patient, pain, activity)
    _shoot(patient, "fysio-verloop")
    practice.log_in(physio)
    _shoot(physio, "fysio-overzicht")
    physio.goto(course)
    _shoot(physio, "fysio-patient")
    admin = browser.new_page()
    practice.first_log_in(admin, ADMIN_EMAIL, practice.admin_first)
    _shoot(admin, "fysio-beheer")


def main() -> int:
    """Start, photograph, stop."""
    if not CHROMIUM:
        print("Chromium ontbreekt: installeer Debian's pakket chromium.", file=sys.stderr)
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        live_portal(Path(folder)) as practice,
        chromium() as browser,
    ):
        _story(browser, practice)
    print(f"Beelden staan in {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
