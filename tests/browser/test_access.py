"""WCAG 2.2 AA on the website's pages, in every state: axe-core, and what axe-core cannot see."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from .chromium import violations
from .states import (
    LOOKS,
    STATES,
    ZOOMED,
    alarm,
    answer,
    demo,
    demo_open,
    field,
    question,
    say,
    start,
)

#: The focused element through shadow roots: its name, and whether its focus can be seen.
FOCUSED = """() => {
  let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  if (!e || e === document.body) return null;
  const ring = (n) => n && getComputedStyle(n).outlineStyle !== 'none';
  const box = e.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const name = e.getAttribute('aria-label') || e.innerText.trim().replace(/\\s+/g, ' ');
  return {name, seen: inside && (ring(e) || ring(e.closest('form')))};
}"""


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(browser: Browser, assistant_url: str, state: str, look: str) -> None:
    context = browser.new_context(locale="nl-NL", base_url=assistant_url, **LOOKS[look])
    page = context.new_page()
    STATES[state](page)
    assert violations(page) == []
    context.close()


def _walk(page: Page, most: int = 60) -> list[str]:
    """The names in the order of the Tab key, until it leaves the page; each focus must be seen."""
    names: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            return names
        assert focused["seen"], focused["name"]
        names.append(focused["name"])
    raise AssertionError("the Tab key never leaves the page")


@pytest.mark.parametrize(
    ("size", "emergency"),
    [({"width": 1280, "height": 860}, "Levensgevaar? Bel 112"), (ZOOMED, "Bel 112")],
)
def test_the_tab_key_walks_the_page_in_reading_order(
    page: Page, size: ViewportSize, emergency: str
) -> None:
    page.set_viewport_size(size)
    answer(page)
    page.reload()
    expect(page.locator(".turn.answer")).to_be_visible()
    names = _walk(page)
    wanted = [
        "Naar het gesprek",
        emergency,
        "Berichten",
        "112",
        "Helpt een nieuwe matras?",
        "Bronnen",
        "Meer weten",
        "Controleer mijn klachten",
        "Bewaren of printen",
        "Opnieuw beginnen",
        "Uw bericht",
        "Verstuur",
    ]
    assert [name for name in names if name in wanted] == wanted


def test_a_whole_conversation_by_keyboard_never_loses_the_focus(page: Page) -> None:
    start(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    check = page.get_by_role("button", name="Controleer mijn klachten")
    for _ in range(20):
        page.keyboard.press("Tab")
        if (page.evaluate(FOCUSED) or {}).get("name") == "Controleer mijn klachten":
            break
    page.keyboard.press("Enter")
    expect(page.locator(".turn.question")).to_be_visible(timeout=20_000)
    expect(check).to_be_focused()
    # The answers are before the button that was pressed, so the way back is short.
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(FOCUSED)["name"] == "Nee":
            break
    page.keyboard.press("Enter")
    expect(page.locator(".turn.question")).to_have_count(2, timeout=20_000)
    assert page.evaluate(FOCUSED)["name"] == "Nee"


def test_the_floating_panel_takes_and_returns_the_focus(page: Page) -> None:
    demo(page)
    launcher = page.get_by_role("button", name="Vraag over uw rug?")
    launcher.focus()
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(launcher).to_be_focused()


def test_on_a_small_screen_the_page_behind_the_panel_is_out_of_reach(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    # Otherwise the page glides to what has the focus, and is not there yet.
    page.emulate_media(reduced_motion="reduce")
    demo_open(page)
    _walk(page)
    names = _walk(page)
    assert "Sluiten" in names and "Uw bericht" in names
    assert "Afspraak maken" not in names
    field(page).focus()
    page.set_viewport_size({"width": 1280, "height": 860})
    expect(page.get_by_role("dialog", name="Rugwijzer")).to_be_visible()
    expect(field(page)).to_be_focused()
    _walk(page)
    assert "Afspraak maken" in _walk(page)


@pytest.mark.parametrize("state", ["start", "alarm", "zonder-verbinding", "demo", "demo-gesprek"])
def test_at_400_percent_everything_is_reached_by_scrolling_one_way(page: Page, state: str) -> None:
    page.set_viewport_size(ZOOMED)
    STATES[state](page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    if state != "demo":
        send = page.get_by_role("button", name="Verstuur")
        send.scroll_into_view_if_needed()
        expect(send).to_be_in_viewport(ratio=1)
        greeting = page.locator(".greeting .card")
        greeting.scroll_into_view_if_needed()
        box = greeting.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 320
        expect(greeting).to_be_in_viewport()


@pytest.mark.parametrize("calm", [True, False])
def test_motion_stops_for_who_asked_for_that(page: Page, calm: bool) -> None:
    page.emulate_media(reduced_motion="reduce" if calm else "no-preference")
    STATES["denkt-na"](page)
    moving = page.locator(".dots i").first.evaluate("e => e.getAnimations().length")
    arriving = page.locator(".turn.mine").evaluate("e => getComputedStyle(e).animationName")
    assert (moving, arriving) == ((0, "none") if calm else (1, "arrive"))


def test_an_answer_is_announced_once_and_the_past_not_at_all(page: Page) -> None:
    alarm(page)
    text = page.locator(".turn.escalation .card p").first.inner_text()
    announced = page.evaluate(
        """text => {
          const root = document.querySelector('rugwijzer-chat').shadowRoot;
          const live = [...root.querySelectorAll('[aria-live], [role=log], [role=status], [role=alert]')];
          return {
            nested: live.filter((e) => e.parentElement.closest('[aria-live], [role=log], [role=status], [role=alert]')).length,
            holding: live.filter((e) => e.textContent.includes(text)).map((e) => e.getAttribute('role')),
          };
        }""",
        text,
    )
    assert announced == {"nested": 0, "holding": ["log"]}
    # What is restored is there before the page is read, so it is no news.
    page.reload()
    expect(page.locator(".turn.escalation")).to_be_visible()
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")


def test_a_screen_reader_hears_who_speaks_and_in_which_order(page: Page) -> None:
    alarm(page)
    tree = page.locator("rugwijzer-chat").aria_snapshot()
    order = ["U zegt:", "Rugwijzer zegt:", 'heading "Spoed: bel nu uw huisarts"', "Ja, ik bel nu"]
    places = [tree.rfind(words) for words in order]
    assert -1 not in places
    assert places == sorted(places)
    assert tree.index('textbox "Uw bericht"') > places[-1]


def test_the_language_is_named_on_the_page_and_on_the_chat(page: Page) -> None:
    for show in (start, demo):
        show(page)
        assert page.locator("html").get_attribute("lang") == "nl"
        assert page.locator("rugwijzer-chat .root").get_attribute("lang") == "nl"


def test_every_target_is_large_enough_for_a_finger(page: Page) -> None:
    question(page)
    say(page, "ja, ik kan niet meer plassen")
    expect(page.locator(".turn.escalation")).to_be_visible(timeout=20_000)
    targets = page.locator("rugwijzer-chat :is(button, summary, .calls a, textarea)")
    for target in targets.all():
        if target.is_visible():
            box = target.bounding_box()
            assert box is not None and box["height"] >= 48, target.inner_text()
