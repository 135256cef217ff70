"""Every screen of the tablet, one after another, as a patient meets them."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from .steps import ANSWER_MS, alarm, choose_places, deny_signals, heading, press, question


def states(page: Page) -> Iterator[str]:
    """Walk through every screen of the tablet, one name for each."""
    yield "start"
    press(page, "Mijn bezoek voorbereiden", exact=False)
    heading(page, "Waar doet het pijn?")
    yield "waar"
    choose_places(page, "Onderrug links")
    heading(page, "Wat voelt u?")
    press(page, "Zelf iets vertellen")
    yield "voelt"
    press(page, "Verder")
    question(page, 1)
    yield "vraag"
    press(page, "Waarom deze vraag?")
    expect(page.locator(".aside")).to_be_visible(timeout=ANSWER_MS)
    yield "waarom"
    deny_signals(page)
    question(page, 8)
    yield "leeftijd"
    press(page, "Weet ik niet")
    question(page, 9)
    yield "duur"
    press(page, "Weet ik niet")
    question(page, 10)
    yield "pijn"
    press(page, "Meer pijn")
    press(page, "Verder")
    heading(page, "Geen alarmsignalen gevonden")
    yield "uitkomst"
    press(page, "Verder naar mijn overzicht")
    expect(page.get_by_label("Helpt een dure matras?")).to_be_visible()
    yield "kiezen"
    press(page, "Naar mijn overzicht")
    heading(page, "Uw overzicht")
    yield "overzicht"
    press(page, "Ga verder op uw telefoon")
    heading(page, "Ga verder op uw telefoon")
    yield "telefoon"
    press(page, "Klaar en wissen")
    yield "gewist"
    press(page, "Ik heb een vraag", exact=False)
    expect(page.get_by_role("button", name="Hulpmiddelen")).to_be_visible()
    yield "themas"
    press(page, "Hulpmiddelen")
    yield "thema"
    press(page, "Helpt een dure matras?")
    expect(page.locator(".turn.answer")).to_be_visible(timeout=ANSWER_MS)
    yield "antwoord"
    press(page, "Klaar en wissen")
    alarm(page)
    yield "alarm"
