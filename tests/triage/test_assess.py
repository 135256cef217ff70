"""rugwijzer.triage.assess: from a message to escalate, ask or none."""

from __future__ import annotations

import pytest

from rugwijzer.triage import Triage
from rugwijzer.triage.context import Ruling
from rugwijzer.triage.finding import COUNTED, Finding


@pytest.mark.parametrize(
    ("text", "level", "flag"),
    [
        ("ik kan niet plassen", "spoed", "plassen"),
        ("doof gevoel tussen mijn benen sinds vandaag", "spoed", "rijbroek"),
        ("pijn op de borst en rugpijn", "bel_112", "borst_benauwd"),
        ("ik wil niet meer leven", "bel_112", "suicidaal"),
        ("ik heb 39 graden koorts en rugpijn", "vandaag", "koorts"),
        ("ik heb 38,5 gemeten", "vandaag", "koorts"),
        ("geen koorts, 38,5 gemeten", "vandaag", "koorts"),
        ("vandaag 12 paracetamol op", "spoed", "overdosis"),
        ("ik heb vroeger borstkanker gehad", "vandaag", "kanker"),
        ("ik kan niet plassen\nen wil weten welke matras goed is", "spoed", "plassen"),
        ("Helpt warmte? Ik kan trouwens niet meer plassen.", "spoed", "plassen"),
    ],
)
def test_clear_signals_escalate(triage: Triage, text: str, level: str, flag: str) -> None:
    found = triage.assess(text)
    assert (found.outcome, found.level) == ("escalate", level)
    assert flag in found.flags


@pytest.mark.parametrize(
    "text",
    [
        "welke matras is goed voor mijn rug",
        "mijn buurman had 39 graden koorts en rugpijn",
        "vroeger had ik 39 graden koorts",
        "ik heb geen koorts, 37,2 gemeten",
        "ik heb druk, niet op mijn borst",
        "wat betekent cauda equina",
        "ik lach me dood",
        "",
        "👍",
        "ja",
    ],
)
def test_other_messages_do_not(triage: Triage, text: str) -> None:
    found = triage.assess(text)
    assert (found.outcome, found.level, found.flags) == ("none", "geen", ())


def test_unsure_words_lead_to_a_question_of_one_level(triage: Triage) -> None:
    found = triage.assess("groeipijn")
    assert (found.outcome, found.flags, found.level) == ("ask", ("kind",), "deze_week")


def test_the_detector_alone_can_escalate_and_ask(triage: Triage) -> None:
    assert triage.assess("het is raar daar", {"rijbroek": 0.9}).outcome == "escalate"
    found = triage.assess("het is raar daar", {"rijbroek": 0.1, "koorts": 0.2})
    assert (found.outcome, found.flags) == ("ask", ("rijbroek", "koorts"))


def test_unsure_flags_beside_an_escalation_are_kept(triage: Triage) -> None:
    found = triage.assess("ik kan niet plassen", {"plassen": 0.9, "rijbroek": 0.3})
    assert found.flags == ("plassen",)
    assert found.also == ("rijbroek",)


@pytest.mark.parametrize(
    ("heard", "order"),
    [
        ({}, ("ernstig_ongeval", "overdosis", "ondraaglijk")),
        ({"overdosis": 0.2, "ernstig_ongeval": 0.1}, ("overdosis", "ernstig_ongeval", "ondraaglijk")),
        ({"overdosis": 0.1, "ernstig_ongeval": 0.2}, ("ernstig_ongeval", "overdosis", "ondraaglijk")),
        ({"overdosis": 0.2, "ernstig_ongeval": float("nan")}, ("overdosis", "ernstig_ongeval", "ondraaglijk")),
        ({"overdosis": 0.2}, ("overdosis", "ernstig_ongeval", "ondraaglijk")),
    ],
)  # fmt: skip
def test_urgent_first_then_what_is_heard_most_then_the_higher_level(
    triage: Triage, heard: dict[str, float], order: tuple[str, ...]
) -> None:
    text = "suf van de tramadol, na een smak van de trap wakker van de pijn"
    other = {"wervelbreuk": 0.0, "nachtpijn": 0.0}
    assert triage.assess(text, heard | other).flags == order


def test_beside_an_escalation_what_is_heard_most_comes_first(triage: Triage) -> None:
    heard = {"plassen": 0.9, "rijbroek": 0.2, "ernstig_ongeval": 0.1}
    assert triage.assess("ik kan niet plassen", heard).also == ("rijbroek", "ernstig_ongeval")


@pytest.mark.parametrize(
    ("text", "outcome", "level", "rule"),
    [
        ("leeftijd 15, ik lig elke nacht wakker van de pijn", "escalate", "vandaag", "kind_met_ander_signaal"),
        ("leeftijd 15, 's ochtends erg stijf", "ask", "vandaag", "kind_met_ander_signaal"),
        ("vandaag 12 paracetamol op en heel suf", "escalate", "bel_112", "overdosis_met_sufheid"),
        ("ik ben zo suf van de tramadol", "ask", "bel_112", "overdosis_met_sufheid"),
    ],
)  # fmt: skip
def test_an_age_or_a_word_of_the_message_raises_the_level(
    triage: Triage, text: str, outcome: str, level: str, rule: str
) -> None:
    found = triage.assess(text)
    assert (found.outcome, found.level, found.rules) == (outcome, level, (rule,))


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("ik ben 71, gisteren gevallen en lig elke nacht wakker van de pijn", "escalate"),
        ("ik ben 71 en heb een smak gemaakt", "ask"),
        ("ik ben 71, mijn buurman is gevallen", "none"),
    ],
)
def test_findings_facts_and_modifiers_come_with_every_outcome(
    triage: Triage, text: str, outcome: str
) -> None:
    found = triage.assess(text)
    assert (found.outcome, found.facts.age, found.modifiers) == (outcome, 71, ("val",))
    assert list(found.findings) == triage.find(text)[0] != []


@pytest.mark.parametrize(
    ("text", "ruling"),
    [
        ("ik heb 38,5 gemeten", None),
        ("geen koorts, 38,5 gemeten", None),
        ("mijn buurman had koorts, hij had 38,5", Ruling("ander", "mijn buurman")),
        ("mijn buurman had koorts. Ik ril nu ook, 38,5 gemeten", None),
    ],
)
def test_a_number_is_another_persons_only_when_all_words_beside_it_are(
    triage: Triage, text: str, ruling: Ruling | None
) -> None:
    findings, _, _ = triage.find(text)
    counted = Finding("koorts", "zeker", "38,5 graden", COUNTED, ruling)
    assert [f for f in findings if f.pattern == COUNTED] == [counted]


def test_an_age_dismisses_what_cannot_be(triage: Triage) -> None:
    found = triage.assess("ik ben 45 en heb rugpijn", {"kind": 0.99})
    assert "kind" not in found.flags


def test_a_fall_at_night_pain_is_today(triage: Triage) -> None:
    found = triage.assess("ik ben gevallen", {"nachtpijn": 0.9})
    assert found.level in ("vandaag", "spoed", "bel_112")


def test_the_level_of_flags_is_the_most_urgent_of_them(triage: Triage) -> None:
    assert triage.book.level_of(["koorts", "plassen", "nachtpijn"]) == "spoed"
    assert triage.book.level_of([]) == "geen"
