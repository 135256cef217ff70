"""What the browser remembers: this tab, this session, and nowhere else."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from .states import PATIENCE_MS, answer, demo_open, field, question, start

PLACES = """async () => ({
  local: localStorage.length,
  cookies: document.cookie,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
})"""


def test_the_conversation_survives_the_next_page_of_the_site(page: Page) -> None:
    question(page)
    page.reload()
    again = page.locator(".turn.question")
    expect(again).to_be_visible()
    again.get_by_role("button", name="Nee", exact=True).click()
    expect(page.locator(".turn.question")).to_have_count(2, timeout=PATIENCE_MS)


def test_an_open_panel_is_open_on_the_next_page_and_takes_no_focus(page: Page) -> None:
    demo_open(page)
    page.reload()
    expect(page.locator(".turn.answer")).to_be_visible()
    expect(field(page)).not_to_be_focused()


def test_another_tab_knows_nothing(page: Page, context: BrowserContext) -> None:
    answer(page)
    other = context.new_page()
    start(other)
    expect(other.locator(".turn")).to_have_count(1)
    assert other.evaluate("sessionStorage.length") <= 1


def test_nothing_is_kept_outside_the_session(page: Page, context: BrowserContext) -> None:
    answer(page)
    kept = page.evaluate(PLACES)
    assert kept == {"local": 0, "cookies": "", "databases": 0, "caches": 0}
    assert context.cookies() == []


def test_starting_again_forgets_everything(page: Page) -> None:
    answer(page)
    page.get_by_role("button", name="Opnieuw beginnen").click()
    expect(page.locator(".turn")).to_have_count(1)
    expect(field(page)).to_be_focused()
    assert "matras" not in page.evaluate("JSON.stringify(sessionStorage)")
    page.reload()
    expect(page.locator(".turn")).to_have_count(1)


def test_a_conversation_of_an_expired_session_is_gone(page: Page) -> None:
    answer(page)
    page.evaluate(
        "sessionStorage.setItem('rugwijzer.sessie.website',"
        "JSON.stringify({token: 'oud', until: Date.now() - 1}))"
    )
    page.reload()
    expect(field(page)).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)


def test_a_button_of_an_expired_session_is_sent_as_its_words(page: Page) -> None:
    answer(page)
    page.evaluate("sessionStorage.removeItem('rugwijzer.sessie.website')")
    page.get_by_role("button", name="Speciale stoel").click()
    expect(page.locator(".turn:not(.mine)")).to_have_count(3, timeout=PATIENCE_MS)
    expect(page.get_by_role("alert")).not_to_be_visible()


def test_a_browser_without_storage_still_has_a_conversation(page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('no'); }})"
    )
    answer(page)
    page.get_by_role("button", name="Meer weten").click()
    expect(page.locator(".turn.answer")).to_have_count(2, timeout=PATIENCE_MS)
