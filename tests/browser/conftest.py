from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from .chromium import CHROMIUM, chromium


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium the tests of this folder cannot run."""
    here = Path(__file__).parent
    for item in items:
        if not CHROMIUM and here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each module: while Playwright runs, no other test may run an event loop."""
    with chromium() as started:
        yield started


@pytest.fixture
def context(browser: Browser, assistant_url: str) -> Iterator[BrowserContext]:
    """A patient's browser without a past, at the assistant."""
    opened = browser.new_context(locale="nl-NL", base_url=assistant_url)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab; a script error or something that the policy blocked fails the test."""
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda m: problems.append(m.text) if "Security Policy" in m.text else None)
    yield opened
    # A request that a test holds back would otherwise outlive its page.
    opened.unroute_all(behavior="ignoreErrors")
    assert problems == []
