from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import chromium

from .steps import ANSWER_MS, log_in

NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each module: while Playwright runs, no other test may run an event loop."""
    if not chromium.CHROMIUM:
        pytest.skip("Chromium is not installed")
    with chromium.chromium() as started:
        yield started


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """What the pages threw, and where they broke the policy: nothing, at the end."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def new_context(browser: Browser, assistant_url: str, problems: list[str]) -> Iterator[NewContext]:
    """A device of its own: tablet, phone or desk."""
    contexts: list[BrowserContext] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console", lambda m: problems.append(m.text) if "Security Policy" in m.text else None
        )

    def make(width: int = 1280, height: int = 800, workers: str = "allow") -> BrowserContext:
        size = {"width": width, "height": height}
        context = browser.new_context(
            locale="nl-NL",
            base_url=assistant_url,
            viewport=size,
            service_workers=workers,  # type: ignore[arg-type]
        )
        context.on("page", watch)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def tablet(new_context: NewContext) -> Page:
    return _started(new_context())


@pytest.fixture
def answered_tablet(new_context: NewContext) -> Page:
    """A tablet whose requests the test answers itself, which pass by it once a worker serves the page."""
    return _started(new_context(workers="block"))


def _started(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/tablet?naam=Wachtkamer")
    expect(page.get_by_role("heading", name="Wat wilt u doen?")).to_be_visible()
    return page


@pytest.fixture
def desk(new_context: NewContext) -> Page:
    """Logged in and without alarms of earlier tests; loaded anew if there were any."""
    page = new_context().new_page()
    log_in(page)
    # Alarms that other tests left open.
    seen = page.get_by_role("button", name="Gezien")
    expect(page.locator(".alerts button:visible, .none:visible").first).to_be_visible()
    if seen.count():
        for left in reversed(range(seen.count())):
            seen.first.click()
            expect(seen).to_have_count(left)
        page.reload()
        expect(page.get_by_text("Verbonden.")).to_be_visible(timeout=ANSWER_MS)
    return page


@pytest.fixture
def violations(problems: list[str]) -> Callable[[Page], list[str]]:
    """What axe-core has against the page as it is now."""

    def run(page: Page) -> list[str]:
        before = len(problems)
        found = chromium.violations(page)
        # axe-core tries out styles of its own, which the policy forbids as well.
        del problems[before:]
        return found

    return run
