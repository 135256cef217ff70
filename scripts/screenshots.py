"""Makes the pictures of docs/beelden from the running assistant, at 360, 768 and 1280 pixels.

Starts the assistant itself on a free port. Run with `make screenshots`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from scripts.screenshots_waitingroom import STATES as WAITING_ROOM  # noqa: E402
from tests.browser.chromium import CHROMIUM, chromium  # noqa: E402
from tests.browser.states import STATES  # noqa: E402
from tests.conftest import Assistant  # noqa: E402

WIDTHS = {360: 740, 768: 1024, 1280: 860}
IN_LIGHT = (
    "gesprek",
    "alarm",
    "vragenlijst",
    "uitslag",
    "zonder-verbinding",
    "samenvatting",
    "demo",
    "demo-gesprek",
)
IN_DARK = ("gesprek", "alarm")


def pictures() -> dict[str, tuple[str, Callable[[Page], object]]]:
    """What to photograph, by name: the colour scheme, and how to bring a page there."""
    light = {name: ("light", STATES[name]) for name in IN_LIGHT}
    dark = {f"{name}-donker": ("dark", STATES[name]) for name in IN_DARK}
    waiting_room = {name: ("light", show) for name, show in WAITING_ROOM.items()}
    return light | dark | waiting_room


def _photograph(browser: Browser, url: str, target: Path) -> int:
    made = 0
    for width, height in WIDTHS.items():
        for name, (scheme, show) in pictures().items():
            context = browser.new_context(
                base_url=url,
                locale="nl-NL",
                color_scheme=scheme,  # type: ignore[arg-type]
                reduced_motion="reduce",
                viewport={"width": width, "height": height},
            )
            page = context.new_page()
            show(page)
            # A mouse that stays where it pressed would colour what lies under it now.
            page.mouse.move(0, 0)
            page.evaluate("document.fonts.ready.then(() => true)")
            page.screenshot(path=target / f"{name}-{width}.png")
            context.close()
            made += 1
    return made


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
        with chromium() as browser:
            made = _photograph(browser, assistant.url, target)
    finally:
        assistant.stop()
    print(f"{made} afbeeldingen in docs/beelden")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
