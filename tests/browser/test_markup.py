"""Nothing that somebody says becomes markup: not the patient, not the assistant, not the practice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .states import PATIENCE_MS, say, start

ATTACKS = [
    '<img src=x onerror="window.broken=1">',
    "<script>window.broken=1</script>",
    '"><svg onload=window.broken=1>',
    '<a href="javascript:window.broken=1">klik</a>',
    "{{constructor.constructor('window.broken=1')()}}",
]


def _made(page: Page) -> int:
    """How many elements of an attack are inside the conversation."""
    return page.locator(
        "rugwijzer-chat .log :is(img, script, svg, iframe, a[href^=javascript])"
    ).count()


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_patients_words_stay_words(page: Page, attack: str) -> None:
    start(page)
    say(page, attack)
    expect(page.locator(".turn.mine")).to_contain_text(attack)
    expect(page.locator(".turn")).to_have_count(3, timeout=PATIENCE_MS)
    page.get_by_role("button", name="Bewaren of printen").click()
    page.get_by_role("button", name="Heel gesprek").click()
    expect(page.locator(".paper")).to_contain_text(attack)
    page.reload()
    expect(page.locator(".turn.mine")).to_contain_text(attack)
    assert _made(page) == 0
    assert page.evaluate("window.broken") is None


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_assistants_words_stay_words(page: Page, attack: str) -> None:
    message = {
        "text": f"{attack}\n\n- {attack}",
        "kind": "answer",
        "topic": attack,
        "verdict": attack,
        "level": attack,
        "sources": [{"title": attack, "section": attack}],
        "choices": [{"id": "c1", "title": attack}],
    }
    alert = message | {"kind": "escalation", "level": "spoed", "red_flags": [attack]}
    page.route("**/api/v1/messages", lambda r: r.fulfill(json={"messages": [message, alert]}))
    start(page)
    say(page, "hallo")
    expect(page.locator(".turn.escalation")).to_contain_text(attack)
    expect(page.get_by_role("button", name=attack, exact=True)).to_have_count(2)
    assert _made(page) == 0
    assert page.evaluate("window.broken") is None
