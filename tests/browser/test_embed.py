"""<rugwijzer-chat> on another site than the gateway's, under a strict policy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.conftest import Assistant, free_port

from .site import serve
from .states import appears, field, say

INLINE = '<rugwijzer-chat practice-phone="010 111 2233"></rugwijzer-chat>'
FLOATING = """<rugwijzer-chat mode="floating" position="left">
  <script type="application/json">
    {"launcher": "Ask about your back", "send": "Go", "levels": {"spoed": "<b>Nu</b> bellen"},
     "onbekend": "x", "examples": "geen lijst"}
  </script>
</rugwijzer-chat>"""
WRONG = (
    '<rugwijzer-chat mode="popup"><script type="application/json">{stuk</script></rugwijzer-chat>'
)
LISTEN = """
  window.heard = [];
  for (const name of ['ready', 'open', 'close', 'send', 'message', 'state', 'restart'])
    document.addEventListener(`rugwijzer:${name}`, ({detail}) => heard.push([name, detail]));
"""


@pytest.fixture(scope="module")
def site(assistant: Assistant) -> Iterator[str]:
    chats = {"/inline": INLINE, "/floating": FLOATING, "/wrong": WRONG}
    with serve(assistant.site_port, assistant.url, chats):
        yield assistant.site


def test_a_configured_site_has_the_whole_chat_under_a_strict_policy(page: Page, site: str) -> None:
    page.goto(f"{site}/inline")
    say(page, "ik kan sinds gisteren niet meer plassen")
    appears(page, "escalation")
    alert = page.locator(".turn.escalation")
    expect(alert.get_by_role("link", name="Huisarts: 010 111 2233")).to_be_visible()
    # The styles of the component are there although the site allows none.
    assert alert.locator(".card").evaluate("e => getComputedStyle(e).borderTopWidth") == "2px"
    assert page.locator("rugwijzer-chat").evaluate("e => e.getBoundingClientRect().height") >= 320
    root = page.locator("rugwijzer-chat >> .root")
    expect(root).to_have_attribute("lang", "nl")


def test_a_site_opens_and_closes_the_floating_chat_and_hears_of_it(page: Page, site: str) -> None:
    page.add_init_script(LISTEN)
    page.goto(f"{site}/floating")
    launcher = page.get_by_role("button", name="Ask about your back")
    launcher.click()
    panel = page.get_by_role("dialog", name="Rugwijzer")
    expect(panel).to_be_visible()
    expect(field(page)).to_be_focused()
    box = panel.bounding_box()
    assert box is not None and box["x"] < 100
    say(page, "ik kan sinds gisteren niet meer plassen")
    appears(page, "escalation")
    page.get_by_role("button", name="Opnieuw beginnen").click()
    page.keyboard.press("Escape")
    expect(panel).not_to_be_visible()
    expect(launcher).to_be_focused()
    heard = page.evaluate("heard")
    assert [name for name, _ in heard] == ["ready", "open", "send", "message", "restart", "close"]
    # The site hears that something was said and how urgent it is, never what.
    assert heard[2][1] == {}
    assert heard[3][1] == {"kind": "escalation", "level": "spoed"}


def test_a_site_asks_by_itself(page: Page, site: str) -> None:
    page.goto(f"{site}/floating")
    page.get_by_role("button", name="Ask about your back").wait_for()
    page.evaluate("document.querySelector('rugwijzer-chat').ask('helpt een matras?')")
    appears(page, "answer")
    expect(page.locator(".turn.mine")).to_contain_text("helpt een matras?")
    page.evaluate("document.querySelector('rugwijzer-chat').close()")
    expect(page.get_by_role("dialog", name="Rugwijzer")).not_to_be_visible()


def test_own_texts_replace_ours_as_text_and_faults_are_told(page: Page, site: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{site}/floating")
    page.get_by_role("button", name="Ask about your back").click()
    expect(page.get_by_role("button", name="Go")).to_be_visible()
    expect(page.get_by_role("button", name="Helpt een nieuwe matras?")).to_be_visible()
    say(page, "ik kan sinds gisteren niet meer plassen")
    appears(page, "escalation")
    expect(page.get_by_role("heading", name="<b>Nu</b> bellen")).to_be_visible()
    assert "rugwijzer-chat: de tekst 'onbekend' bestaat niet." in said
    assert "rugwijzer-chat: de tekst 'examples' heeft de verkeerde vorm." in said


def test_a_wrong_attribute_or_wrong_texts_leave_a_chat_that_works(page: Page, site: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{site}/wrong")
    expect(field(page)).to_be_visible()
    assert any("het attribuut mode kent 'popup' niet, wel inline of floating" in s for s in said)
    assert any("geen geldige JSON" in s for s in said)


def test_a_closed_panel_asks_nothing_of_the_network(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/floating")
    page.get_by_role("button", name="Ask about your back").wait_for()
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/api/" in url or url.endswith("/health")]


def test_a_site_that_is_not_configured_gets_nothing(page: Page, assistant: Assistant) -> None:
    port = free_port()
    refused: list[str] = []

    def keep(message: ConsoleMessage) -> None:
        if "CORS policy" in message.text:
            refused.append(message.text)

    page.on("console", keep)
    with serve(port, assistant.url, {"/": INLINE}):
        page.goto(f"http://localhost:{port}/")
        page.wait_for_load_state("networkidle")
        assert refused
        assert page.evaluate("customElements.get('rugwijzer-chat') === undefined")
        began = page.evaluate(
            """url => fetch(url, {method: 'POST', headers: {'Content-Type': 'application/json'},
                                  body: '{"surface": "website"}'}).then(() => 'began', () => 'refused')""",
            f"{assistant.url}/api/v1/sessions",
        )
        assert began == "refused"
