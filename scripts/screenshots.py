"""Makes the pictures of docs/beelden from the running assistant, at 360, 768 and 1280 pixels.

Starts the assistant itself on a free port. Run with `make screenshots`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from scripts.screenshots_waitingroom import STATES as WAITING_ROOM  # noqa: E402
from tests.browser.test_chat import ARGS, CHROMIUM  # noqa: E402
from tests.conftest import Assistant  # noqa: E402

WIDTHS = {360: 740, 768: 1024, 1280: 860}


def _say(page: Page, text: str, answer: str) -> None:
    page.get_by_label("Uw bericht").fill(text)
    page.keyboard.press("Enter")
    page.locator(answer).last.wait_for(timeout=20_000)


def _conversation(page: Page) -> None:
    page.goto("/")
    _say(page, "Helpt een dure matras tegen rugpijn?", ".turn.answer")


def _alarm(page: Page) -> None:
    page.goto("/")
    _say(
        page,
        "Mag ik een kruik gebruiken? Ik kan sinds gisteren niet goed plassen.",
        ".turn.escalation",
    )


def _questions(page: Page) -> None:
    page.goto("/")
    _say(page, "controleer mijn klachten", ".turn.question")


STATES = {"gesprek": _conversation, "alarm": _alarm, "vragenlijst": _questions} | WAITING_ROOM


def main() -> int:
    """Start, photograph every state at every width, stop."""
    if not CHROMIUM:
        print("Chromium ontbreekt: installeer Debian's pakket chromium.", file=sys.stderr)
        return 1
    target = ROOT / "docs" / "beelden"
    target.mkdir(parents=True, exist_ok=True)
    (ROOT / "build").mkdir(exist_ok=True)
    assistant = Assistant(ROOT / "build" / "screenshots.log")
    try:
        assistant.wait_until_ready()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
            for width, height in WIDTHS.items():
                for name, show in STATES.items():
                    context = browser.new_context(
                        base_url=assistant.url,
                        locale="nl-NL",
                        viewport={"width": width, "height": height},
                    )
                    page = context.new_page()
                    show(page)
                    page.evaluate("document.fonts.ready.then(() => true)")
                    page.screenshot(path=target / f"{name}-{width}.png")
                    context.close()
            browser.close()
    finally:
        assistant.stop()
    print(f"{len(WIDTHS) * len(STATES)} afbeeldingen in docs/beelden")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
