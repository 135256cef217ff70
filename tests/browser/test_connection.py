"""The line is lost and comes back; what the patient typed stays."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from .states import PATIENCE_MS, appears, field, offline, question, say, start, waking


def test_patient_loses_the_connection_and_keeps_the_text(page: Page) -> None:
    offline(page)
    text = field(page).input_value()
    assert text
    expect(page.get_by_role("alert")).to_contain_text("Uw tekst staat nog hieronder")
    expect(page.get_by_role("alert").get_by_role("link", name="112")).to_be_visible()
    expect(page.get_by_text("Er is nu geen verbinding")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)
    page.context.set_offline(False)
    expect(page.get_by_text("Er is nu geen verbinding")).not_to_be_visible()
    page.get_by_role("button", name="Opnieuw proberen").click()
    expect(field(page)).to_be_focused()
    appears(page, "answer")
    expect(page.locator(".turn.mine")).to_contain_text(text)
    expect(page.get_by_role("alert")).not_to_be_visible()


def test_patient_types_on_while_a_message_is_lost(page: Page) -> None:
    start(page)
    held: list[Route] = []
    page.route("**/api/v1/sessions", lambda route: held.append(route))
    say(page, "eerste zin")
    expect(page.get_by_text("Rugwijzer denkt na")).to_be_visible()
    field(page).press_sequentially("tweede zin")
    held[0].abort()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(field(page)).to_have_value("eerste zin\ntweede zin")


def test_a_text_that_was_not_sent_survives_a_reload(page: Page) -> None:
    start(page)
    field(page).fill("ik was nog aan het typen")
    page.reload()
    expect(field(page)).to_have_value("ik was nog aan het typen")
    page.route("**/api/v1/messages", lambda route: None)
    field(page).press("Enter")
    expect(field(page)).to_have_value("")
    expect(page.get_by_text("Rugwijzer denkt na")).to_be_visible()
    page.reload()
    expect(field(page)).to_have_value("ik was nog aan het typen")


def test_a_choice_that_did_not_arrive_can_be_made_again(page: Page) -> None:
    question(page)
    no = page.locator(".turn.question").get_by_role("button", name="Nee", exact=True)
    page.context.set_offline(True)
    no.click()
    again = page.get_by_role("button", name="Opnieuw proberen")
    expect(again).to_be_visible()
    expect(no).not_to_have_attribute("aria-pressed", "true")
    page.context.set_offline(False)
    again.click()
    expect(page.locator(".turn.question")).to_have_count(2, timeout=PATIENCE_MS)


def test_an_answer_lost_on_the_way_back_counts_once(page: Page) -> None:
    """The assistant read the no, but its next question never came: sending it again is no second no."""
    question(page)
    lost: list[tuple[str, str]] = []

    def lose(route: Route) -> None:
        reply = route.fetch().json()["messages"][-1]["text"]
        lost.append((route.request.headers["idempotency-key"], reply))
        route.abort()

    page.route("**/api/v1/messages", lose)
    page.get_by_role("button", name="Nee", exact=True).last.click()
    again = page.get_by_role("button", name="Opnieuw proberen")
    expect(again).to_be_visible(timeout=PATIENCE_MS)
    page.unroute("**/api/v1/messages")
    with page.expect_request("**/api/v1/messages") as sent:
        again.click()
    ((key, next_question),) = lost
    assert sent.value.headers["idempotency-key"] == key
    expect(page.locator(".turn.question").last).to_contain_text(
        next_question.split("\n")[0], timeout=PATIENCE_MS
    )
    expect(page.locator(".turn.question")).to_have_count(2)


def forgotten_buttons(page: Page, lost: int = 0) -> list[tuple[str, str]]:
    """A gateway that started anew and knows no button; so many words after that get no answer.

    Returns what it is sent, each with its key.
    """
    sent: list[tuple[str, str]] = []

    def answer(route: Route) -> None:
        sent.append((route.request.post_data or "", route.request.headers["idempotency-key"]))
        if "choice" in route.request.post_data_json:
            route.fulfill(status=422, json={"error": {"code": "choice_unknown", "message": "Oud."}})
        elif sum("text" in body for body, _ in sent) <= lost:
            route.abort()
        else:
            route.fallback()

    page.route("**/api/v1/messages", answer)
    return sent


def test_a_yes_counts_after_the_gateway_forgot_its_buttons(page: Page) -> None:
    question(page)
    sent = forgotten_buttons(page)
    page.get_by_role("button", name="Ja", exact=True).last.click()
    appears(page, "escalation")
    expect(page.locator(".turn.mine").last).to_contain_text("Ja")
    assert sent[-1][0] == '{"text":"Ja"}'
    expect(page.get_by_role("alert")).not_to_be_visible()


def test_words_for_a_forgotten_button_that_are_lost_count_once(page: Page) -> None:
    question(page)
    sent = forgotten_buttons(page, lost=1)
    page.get_by_role("button", name="Nee", exact=True).last.click()
    again = page.get_by_role("button", name="Opnieuw proberen")
    expect(again).to_be_visible()
    again.click()
    expect(page.locator(".turn.question")).to_have_count(2, timeout=PATIENCE_MS)
    refused, words, repeated = sent
    assert words == repeated and words[1] != refused[1]


def test_a_refusal_is_told_in_its_own_words(page: Page) -> None:
    start(page)
    words = "Dat gaat even te snel. Probeer het over 3 s opnieuw."
    page.route(
        "**/api/v1/messages",
        lambda r: r.fulfill(status=429, json={"error": {"code": "too_many", "message": words}}),
    )
    say(page, "helpt een matras?")
    expect(page.get_by_role("alert")).to_contain_text(words)
    expect(page.get_by_role("alert")).to_contain_text("112")
    page.unroute("**/api/v1/messages")
    page.get_by_role("button", name="Opnieuw proberen").click()
    appears(page, "answer")


def test_an_answer_that_is_no_answer_leaves_the_line_to_call(page: Page) -> None:
    start(page)
    page.route("**/api/v1/messages", lambda r: r.fulfill(status=502, body="<html>"))
    say(page, "helpt een matras?")
    expect(page.get_by_role("alert")).to_contain_text("Bel uw huisarts, of bij levensgevaar 112")
    expect(field(page)).to_have_value("helpt een matras?")


def test_the_assistant_wakes_up(page: Page) -> None:
    waking(page)
    page.unroute("**/health")
    expect(page.get_by_text("De assistent wordt wakker")).not_to_be_visible()
