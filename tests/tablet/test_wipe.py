"""What is left after a patient: nothing."""

from __future__ import annotations

import secrets

from playwright.sync_api import Page, Response, Route, expect

from tests.conftest import Assistant

from .steps import ANSWER_MS, heading, outcome, press, question

#: Of this run only, because an earlier one may have left its own in the database.
WORDS = f"mijn parkiet {secrets.token_hex(6)} heeft rugpijn van het schommelen"
KEPT = """async () => {
  const found = { ...sessionStorage, ...localStorage, cookies: document.cookie };
  for (const { name } of await indexedDB.databases()) found[name] = "indexedDB";
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found[request.url] = "cache";
  }
  return found;
}"""

#: Resolves as soon as the worker keeps every file that the page used.
ALL_KEPT = """async () => {
  const used = performance.getEntriesByType("resource").map((entry) => entry.name);
  const files = used.filter((url) => url.includes("/web/"));
  const missing = async () => (await Promise.all(files.map((url) => caches.match(url)))).includes(undefined);
  while (await missing()) await new Promise((resolve) => setTimeout(resolve, 50));
  return files.length;
}"""


def left_in_browser(page: Page) -> list[str]:
    """Everything that the browser keeps, but for the static files."""
    kept = page.evaluate(KEPT)
    assert kept.pop("cookies") == ""
    return [k for k in kept if "/web/" not in k and not k.endswith("/tablet")]


def database(assistant: Assistant) -> bytes:
    folder = assistant.trackers.parent
    return b"".join(p.read_bytes() for p in folder.glob(f"{assistant.trackers.name}*"))


def tell(page: Page, assistant: Assistant) -> str:
    """Type something to the assistant; returns the session's token."""
    press(page, "Ik heb een vraag", exact=False)
    press(page, "Ik typ mijn vraag zelf")
    page.get_by_label("Wat is uw vraag over rugpijn?").fill(WORDS)
    page.keyboard.press("Enter")
    expect(page.locator(".turn:not(.mine)").first).to_be_visible(timeout=ANSWER_MS)
    assert WORDS.encode() in database(assistant)
    return str(page.evaluate("JSON.parse(Object.values(sessionStorage)[0]).token"))


def assert_wiped(page: Page, token: str, assistant: Assistant) -> None:
    heading(page, "Wat wilt u doen?")
    assert left_in_browser(page) == []
    assert WORDS not in page.content()
    headers = {"Authorization": f"Bearer {token}"}
    reply = page.request.post("/api/v1/messages", data={"text": "hoi"}, headers=headers)
    assert reply.status == 401
    assert WORDS.encode() not in database(assistant)


def test_silence_warns_then_wipes_browser_and_server(tablet: Page, assistant: Assistant) -> None:
    token = tell(tablet, assistant)
    tablet.clock.install()
    tablet.clock.pause_at(tablet.evaluate("Date.now()") / 1000 + 1)
    tablet.clock.run_for(45_000)
    warning = tablet.get_by_role("dialog", name="Bent u er nog?")
    expect(warning).to_be_visible()
    press(tablet, "Ja, ik ben er nog")
    expect(warning).to_be_hidden()
    tablet.clock.run_for(35_000)
    expect(warning).to_be_hidden()
    tablet.clock.run_for(10_000)
    expect(warning).to_be_visible()
    with tablet.expect_response(lambda reply: reply.request.method == "DELETE") as ended:
        tablet.clock.run_for(20_000)
    assert ended.value.status == 204
    tablet.clock.resume()
    assert_wiped(tablet, token, assistant)
    expect(tablet.get_by_role("status")).to_have_text("Alles is gewist.")


def test_the_button_wipes_at_once(tablet: Page, assistant: Assistant) -> None:
    token = tell(tablet, assistant)
    press(tablet, "Tekst groter")
    press(tablet, "Meer contrast")
    with tablet.expect_response(lambda reply: reply.request.method == "DELETE"):
        press(tablet, "Klaar en wissen")
    assert_wiped(tablet, token, assistant)
    assert tablet.evaluate("document.documentElement.dataset.text") == "1"
    assert not tablet.evaluate("document.documentElement.hasAttribute('data-contrast')")


def test_the_next_patient_begins_a_questionnaire_of_their_own(
    tablet: Page, assistant: Assistant
) -> None:
    outcome(tablet)
    press(tablet, "Klaar en wissen")
    press(tablet, "Mijn klachten nakijken", exact=False)
    expect(tablet.get_by_text("Nog niets gekozen.")).to_be_visible()
    press(tablet, "Ergens anders, of ik weet het niet")
    question(tablet, 1)


def test_an_answer_under_way_reaches_nobody_after_the_wipe(
    answered_tablet: Page, assistant: Assistant
) -> None:
    tablet = answered_tablet
    token = tell(tablet, assistant)
    held: list[Route] = []

    def hold_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    tablet.route("**/api/v1/messages", hold_first)
    press(tablet, "Typ een bericht")
    tablet.get_by_label("Uw bericht").fill(f"{WORDS} en het duurt lang")
    tablet.keyboard.press("Enter")
    expect(tablet.get_by_text("Rugwijzer denkt na…")).to_be_visible()
    with tablet.expect_response(lambda reply: reply.request.method == "DELETE"):
        press(tablet, "Klaar en wissen")
    tries: list[str] = []

    def is_second(reply: Response) -> bool:
        tries.extend([reply.url] if reply.url.endswith("/messages") else [])
        return len(tries) == 2

    # client.js meets the ended session, begins another, and says it again.
    with (
        tablet.expect_response(lambda reply: reply.request.method == "DELETE"),
        tablet.expect_response(is_second),
    ):
        held[0].continue_()
    assert_wiped(tablet, token, assistant)
    expect(tablet.get_by_text("duurt lang")).to_have_count(0)


def test_leaving_the_page_ends_the_session(tablet: Page, assistant: Assistant) -> None:
    token = tell(tablet, assistant)
    tablet.goto("/tablet")
    assert_wiped(tablet, token, assistant)


def test_the_worker_keeps_static_files_only_and_shows_the_page_without_network(
    tablet: Page, assistant: Assistant
) -> None:
    tell(tablet, assistant)
    assert tablet.evaluate(ALL_KEPT) > 20
    kept = tablet.evaluate(KEPT)
    assert not [name for name in kept if "/api/" in name]
    tablet.context.set_offline(True)
    tablet.goto("/tablet")
    heading(tablet, "Wat wilt u doen?")
    tablet.context.set_offline(False)
