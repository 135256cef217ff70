"""A patient at the tablet, who types nothing."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, Route, expect

from .steps import (
    ANSWER_MS,
    alarm,
    choose_places,
    deny_signals,
    heading,
    outcome,
    prepared,
    press,
    question,
)


def test_patient_checks_complaints_without_typing(tablet: Page) -> None:
    outcome(tablet)
    expect(tablet.get_by_text("U hoeft nu niet met spoed te bellen.")).to_be_visible()


def test_patient_goes_back_and_asks_why(tablet: Page) -> None:
    press(tablet, "Mijn klachten nakijken", exact=False)
    choose_places(tablet, "Onderrug rechts")
    question(tablet, 1)
    press(tablet, "Nee")
    question(tablet, 2)
    second = tablet.get_by_role("heading", level=1).inner_text()
    press(tablet, "Waarom deze vraag?")
    expect(tablet.get_by_text("U hoeft zich hier niet voor te schamen.")).to_be_visible(
        timeout=ANSWER_MS
    )
    assert tablet.get_by_role("heading", level=1).inner_text() == second
    press(tablet, "‹ Vorige vraag")
    question(tablet, 1)
    press(tablet, "Nee")
    question(tablet, 2)


def test_patient_who_says_yes_is_sent_to_the_desk_at_once(tablet: Page) -> None:
    alarm(tablet)
    told = heading(tablet, "Meld dit nu bij de balie")
    expect(told).to_be_focused()
    expect(told).to_have_accessible_description(re.compile("Bel nu uw huisarts.*snel beoordelen"))
    # Said by the focus, so no live region may say it again.
    live = tablet.locator("main :is([role=alert], [role=log], [role=status], [aria-live])")
    expect(live).to_have_count(1)
    expect(live).to_be_empty()


def test_a_tapped_signal_is_told_and_the_questions_follow(tablet: Page) -> None:
    press(tablet, "Mijn klachten nakijken", exact=False)
    choose_places(tablet, "Hoog in de rug")
    # An advice when the assistant is sure, a check question when it is not.
    heading(tablet, re.compile("Bel vandaag uw huisarts|hoog in uw rug"))
    on = tablet.get_by_role("button", name="Verder met de vragen")
    on.or_(tablet.get_by_role("button", name="Nee", exact=True)).first.click()
    question(tablet, 1)


def test_patient_types_a_red_flag_in_the_questionnaire(tablet: Page) -> None:
    press(tablet, "Mijn klachten nakijken", exact=False)
    press(tablet, "Ergens anders, of ik weet het niet")
    question(tablet, 1)
    press(tablet, "Zelf iets vertellen")
    tablet.get_by_label("Vertel het in uw eigen woorden").fill(
        "ik kan sinds gisteren niet meer plassen"
    )
    tablet.keyboard.press("Enter")
    heading(tablet, "Meld dit nu bij de balie")


def test_what_is_told_in_own_words_is_in_the_overview(tablet: Page) -> None:
    press(tablet, "Mijn klachten nakijken", exact=False)
    press(tablet, "Ergens anders, of ik weet het niet")
    question(tablet, 1)
    press(tablet, "Zelf iets vertellen")
    told = "ik kan sinds gisteren niet meer plassen"
    tablet.get_by_label("Vertel het in uw eigen woorden").fill(told)
    tablet.keyboard.press("Enter")
    heading(tablet, "Meld dit nu bij de balie")
    press(tablet, "Maak een overzicht")
    sheet = tablet.get_by_role("article")
    for words in (told, "Spoed: nu beoordelen", "Zelf genoemd", "problemen met plassen"):
        expect(sheet).to_contain_text(words)


def test_a_button_that_the_gateway_forgot_is_said_in_words(answered_tablet: Page) -> None:
    tablet = answered_tablet
    press(tablet, "Mijn klachten nakijken", exact=False)
    press(tablet, "Ergens anders, of ik weet het niet")
    question(tablet, 1)

    sent: list[dict[str, str]] = []

    def forget(route: Route) -> None:
        body = route.request.post_data_json
        sent.append(body)
        route.continue_(post_data=json.dumps({"choice": "c999"} if "choice" in body else body))

    tablet.route("**/api/v1/messages", forget)
    press(tablet, "Nee")
    question(tablet, 2)
    assert "choice" in sent[0]
    assert sent[1]["text"] == "Nee"


def test_patient_taps_a_popular_question(tablet: Page) -> None:
    press(tablet, "Ik heb een vraag", exact=False)
    press(tablet, "Hulpmiddelen")
    press(tablet, "Helpt een dure matras?")
    log = tablet.get_by_role("log")
    expect(log.locator(".turn.answer")).to_contain_text("niet bewezen", timeout=ANSWER_MS)
    press(tablet, "Meer weten")
    expect(log.locator(".turn.answer")).to_have_count(2, timeout=ANSWER_MS)


def test_markup_in_a_message_stays_text(tablet: Page) -> None:
    press(tablet, "Ik heb een vraag", exact=False)
    press(tablet, "Ik typ mijn vraag zelf")
    box = tablet.get_by_label("Wat is uw vraag over rugpijn?")
    box.fill("<img src=x onerror=alert(1)> helpt een matras?")
    box.press("Enter")
    expect(tablet.locator(".turn.mine")).to_contain_text("<img src=x", timeout=ANSWER_MS)
    assert tablet.locator("main img").count() == 0


def test_patient_prepares_the_visit_on_one_page(tablet: Page) -> None:
    prepared(tablet)
    sheet = tablet.get_by_role("article")
    for words in (
        "Zeurende pijn",
        "Onderrug links en linkerbil",
        "2 weken",
        "6 van 10",
        "71 jaar",
        "problemen met plassen",
        "Helpt een dure matras?",
    ):
        expect(sheet).to_contain_text(words)
    tablet.emulate_media(media="print")
    pdf = tablet.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_no_link_leads_out_of_the_tablet(tablet: Page) -> None:
    def links() -> int:
        script = "document.querySelectorAll('a[href], area, form[action], iframe').length"
        inside = "[...document.querySelectorAll('.thread')].map(t => t.shadowRoot.querySelectorAll('a[href]').length).reduce((a, b) => a + b, 0)"
        return int(tablet.evaluate(f"{script} + {inside}"))

    assert links() == 0
    press(tablet, "Ik heb een vraag", exact=False)
    press(tablet, "Ik typ mijn vraag zelf")
    tablet.get_by_label("Wat is uw vraag over rugpijn?").fill("ik heb pijn op de borst")
    tablet.keyboard.press("Enter")
    expect(tablet.get_by_role("log")).to_contain_text("112", timeout=ANSWER_MS)
    expect(tablet.locator(".report")).to_have_text("Meld dit nu bij de balie")
    assert links() == 0


def test_lost_connection_keeps_the_question_and_recovers(tablet: Page) -> None:
    press(tablet, "Mijn klachten nakijken", exact=False)
    choose_places(tablet, "Nek")
    question(tablet, 1)
    tablet.context.set_offline(True)
    press(tablet, "Nee")
    heading(tablet, "Dat is niet verstuurd")
    expect(tablet.get_by_role("alert")).to_contain_text("Meld het bij de balie")
    tablet.context.set_offline(False)
    press(tablet, "Probeer het opnieuw")
    question(tablet, 2)


def test_keyboard_only_from_start_to_the_numbers(tablet: Page) -> None:
    def to(name: str) -> None:
        wanted = tablet.get_by_role("button", name=name).or_(
            tablet.get_by_role("checkbox", name=name)
        )
        for _ in range(40):
            tablet.keyboard.press("Tab")
            if wanted.first.evaluate("node => node === document.activeElement"):
                return
        raise AssertionError(f"{name} was not reached with Tab")

    to("Mijn klachten nakijken")
    tablet.keyboard.press("Enter")
    to("Onderrug links")
    tablet.keyboard.press("Space")
    expect(tablet.get_by_role("checkbox", name="Onderrug links")).to_be_checked()
    to("Verder")
    tablet.keyboard.press("Enter")
    for place in range(1, 8):
        question(tablet, place)
        expect(tablet.get_by_role("heading", level=1)).to_be_focused()
        to("Nee")
        tablet.keyboard.press("Enter")
    question(tablet, 8)
    to("1")
    tablet.keyboard.type("71")
    expect(tablet.get_by_label("Leeftijd")).to_have_text("71 jaar")
    to("Verder")
    tablet.keyboard.press("Enter")
    question(tablet, 9)


def test_numbers_are_asked_for_and_never_assumed(tablet: Page) -> None:
    press(tablet, "Mijn klachten nakijken", exact=False)
    press(tablet, "Ergens anders, of ik weet het niet")
    deny_signals(tablet)
    question(tablet, 8)
    press(tablet, "Verder")
    expect(tablet.get_by_text("Tik eerst een getal.")).to_be_visible()
    press(tablet, "Weet ik niet")
    question(tablet, 9)
    press(tablet, "Weet ik niet")
    question(tablet, 10)
    press(tablet, "Verder")
    expect(tablet.get_by_text("Schuif eerst naar uw pijn.")).to_be_visible()


def test_an_assistant_that_is_away_is_told_once_with_the_desk_in_sight(
    answered_tablet: Page,
) -> None:
    tablet = answered_tablet
    away = {"text": "De assistent is even niet bereikbaar. Bel 112 bij gevaar.", "kind": "fallback"}
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(json={"messages": [away]})

    tablet.route("**/api/v1/messages", answer)
    press(tablet, "Mijn klachten nakijken", exact=False)
    choose_places(tablet, "Hoog in de rug")
    expect(tablet.get_by_text("even niet bereikbaar")).to_be_visible()
    assert len(asked) == 2
    tablet.unroute("**/api/v1/messages")
    press(tablet, "Verder met de vragen")
    question(tablet, 1)
