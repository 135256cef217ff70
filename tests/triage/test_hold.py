"""rugwijzer.triage.hold: what a patient's words do to an open advice."""

from __future__ import annotations

import pytest

from rugwijzer.triage.hold import (
    CALLS,
    CANNOT,
    MISTAKE,
    NO_ANSWER,
    OTHER,
    WAITS,
    Advice,
    Step,
    follow,
    next_step,
    read_reaction,
)

ADVICE = Advice("spoed", ("plassen",), resume=True)
CHECKING = Advice("spoed", ("plassen",), checking=True, resume=True)

WORDS = {
    CALLS: [
        "ja",
        "Ja, ik bel nu",
        "ik bel nu",
        "ik ga meteen bellen",
        "ik heb al gebeld",
        "heb net de huisarts gebeld",
        "mijn vrouw belt",
        "mijn zoon is aan het bellen",
        "de ambulance is onderweg",
        "ik zit al in het ziekenhuis",
        "ik ben nu bij de huisarts",
        "onderweg naar de spoedeisende hulp",
        "doe ik",
        "ja dat ga ik nu",
        "oké, doe ik",
        "ik chat nu met 113",
        "zal ik doen",
        "ik ga het doen",
        "jawel",
        "de dokter komt er zo aan",
        "net opgehangen met de huisarts",
        "ik mag vanmiddag komen",
    ],
    CANNOT: [
        "nee",
        "nee hoor",
        "ik kan niet bellen",
        "kan nie bellen",
        "ik kan nu niet praten",
        "ik heb geen telefoon",
        "een telefoon heb ik niet",
        "mijn telefoon is leeg",
        "ik durf niet",
        "geen beltegoed",
        "ik spreek slecht nederlands",
        "kan niet",
        "ik ben slechthorend",
        "ik kan niet goed horen",
    ],
    NO_ANSWER: [
        "niemand neemt op",
        *("niemand nump op", "ze nemen nie op"),
        "ik krijg niemand aan de lijn",
        "de lijn is steeds in gesprek",
        "ik kom in een wachtrij",
        "geen gehoor bij de praktijk",
        "het is steeds bezet",
        "in de wacht,bezet",
        "ik krijg,niemand aan de lijn",
        "ik krijg de huisarts niet te pakken",
        "ik kom er niet doorheen",
    ],
    MISTAKE: [
        "nee wacht, dat bedoelde ik niet",
        "ik maakte maar een grapje",
        "Nee, dit klopt niet",
        "dat heb ik niet",
        "het was maar een test",
        "ik wou alleen kijken wat er gebeurt",
        "verkeerde knop",
        "sorry, per ongeluk ja gedrukt",
        "het gaat niet over mij",
        "niet serieus bedoeld",
    ],
    WAITS: [
        "ik bel morgen wel",
        "ik bel niet",
        *("ik bel nie", "ik bel neet", "ik bel nich", "ik bel morge wel"),
        "ik wil niet bellen",
        "liever niet",
        "ik wil er niet over praten",
        "nee nog niet",
        "ik wacht nog even",
        "het zal wel meevallen, valt vast mee",
        "niet zo erg",
        "ik wil de dokter niet lastig vallen",
        "ik kijk het nog even aan",
        "ik schaam me te erg",
    ],
    OTHER: [
        "helpt een dure matras?",
        "ja maar helpt warmte ook?",
        "moet ik nu bellen?",
        "mag ik ook morgen bellen?",
        "hmm",
        "wat doet die man aan de telefoon dan?",
        "ik heb gisteren met de fysio gebeld",
        "hallo",
        '/kies_reactie{"reactie": "vergissing"}',
        '{"reactie": "belt"}',
    ],
}


@pytest.mark.parametrize(
    ("reaction", "text"), [(kind, text) for kind, texts in WORDS.items() for text in texts]
)
def test_the_meaning_of_words(reaction: str, text: str) -> None:
    assert read_reaction(text) == reaction


@pytest.mark.parametrize(
    ("reaction", "say", "still_open"),
    [
        (CALLS, "bevestigd", False),
        (CANNOT, "hulp", True),
        (NO_ANSWER, "geen_gehoor", True),
        (WAITS, "aandringen", True),
        (OTHER, "herinnering", True),
        ("onzin", "herinnering", True),
    ],
)
def test_only_calling_closes_an_advice_at_once(reaction: str, say: str, still_open: bool) -> None:
    step = follow(ADVICE, reaction)
    assert step.say == say
    assert step.advice == (ADVICE if still_open else None)


@pytest.mark.parametrize(
    "text", ["nee wacht, dat bedoelde ik niet", "ik maakte maar een grapje", "dit klopt niet"]
)
def test_a_mistake_counts_only_after_one_check_question(text: str) -> None:
    first = next_step(ADVICE, text)
    assert first == Step("controle", CHECKING)
    assert first.advice is not None
    assert next_step(first.advice, text) == Step("hersteld", None)


@pytest.mark.parametrize("text", ["nee", "Nee hoor", "nee, dat heb ik niet", "nee gelukkig niet"])
def test_no_to_the_check_question_withdraws(text: str) -> None:
    assert next_step(CHECKING, text) == Step("hersteld", None)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("ja", Step("bevestigd", None)),
        ("nee", Step("hulp", ADVICE)),
        ("hmm", Step("herinnering", ADVICE)),
    ],
)
def test_without_a_check_question_yes_and_no_are_about_the_call(text: str, step: Step) -> None:
    assert next_step(ADVICE, text) == step


@pytest.mark.parametrize(
    "text",
    [
        *("ja", "ja eigenlijk wel", "weet ik niet", "een beetje", "natuurlijk"),
        *("nee, dat weet ik niet", "nee, geen idee"),
    ],
)
def test_yes_and_not_knowing_keep_the_advice(text: str) -> None:
    assert next_step(CHECKING, text) == Step("blijft", ADVICE)


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("ik bel nu", "bevestigd"),
        ("nee ik kan niet bellen", "hulp"),
        ("de ambulance is onderweg", "bevestigd"),
        ("helpt een matras?", "herinnering"),
        ("ik moet dus echt bellen?", "herinnering"),
        ("nee 112 is niet nodig", "aandringen"),
        ('{"text": "nee"}', "herinnering"),
        ("/nee", "herinnering"),
    ],
)
def test_other_words_during_the_check_question(text: str, say: str) -> None:
    assert next_step(CHECKING, text).say == say


@pytest.mark.parametrize("text", ["nee toch?", "nee, waarom?", "niet?", "is dat zo?"])
def test_a_denial_that_is_asked_takes_nothing_back(text: str) -> None:
    assert next_step(CHECKING, text) == Step("herinnering", ADVICE)


def test_no_about_the_call_leaves_the_check_question() -> None:
    step = next_step(CHECKING, "nee de huisarts is er niet")
    assert step == Step("herinnering", ADVICE)


def test_changing_the_subject_leaves_the_check_question() -> None:
    assert next_step(CHECKING, "helpt een matras?").advice == ADVICE


EITHER = Advice("spoed", ("plassen", "rijbroek"), either=True)


@pytest.mark.parametrize("advice", [ADVICE, CHECKING, EITHER, Advice("bel_112", ("aneurysma",))])
def test_an_advice_survives_the_tracker(advice: Advice) -> None:
    assert Advice.from_dict(advice.to_dict()) == advice


def test_the_tracker_holds_the_marks_by_their_names() -> None:
    assert EITHER.to_dict() == {
        "niveau": "spoed",
        "vlaggen": ["plassen", "rijbroek"],
        "een_van": True,
    }
    assert Advice.from_dict({"niveau": "spoed", "vlaggen": []}) == Advice("spoed", ())


@pytest.mark.parametrize("nothing", [None, {}])
def test_no_advice_is_none(nothing: dict | None) -> None:
    assert Advice.from_dict(nothing) is None


@pytest.mark.parametrize(
    "text",
    [
        *("ik heb geen telefoon", "nee ik durf niet", "ik krijg de huisarts niet te pakken"),
        *("ik kom er niet door", "ik wil er niet over praten", "nee nog niet", "liever niet"),
        *("de huisarts zei dat het niks was", "ik kan niemand bereiken"),
    ],
)
def test_not_getting_through_or_not_daring_is_no_denial_at_the_check(text: str) -> None:
    assert next_step(CHECKING, text).advice == ADVICE


@pytest.mark.parametrize("text", ["nee", "nee hoor", "nee gelukkig niet", "ik kan gewoon plassen"])
def test_a_denial_at_the_check_takes_the_signal_back(text: str) -> None:
    assert next_step(CHECKING, text) == Step("hersteld", None)


@pytest.mark.parametrize("text", ["ik bel mijn dochter", "ik bel eerst even mijn man"])
def test_who_calls_a_relative_is_reminded(text: str) -> None:
    assert next_step(ADVICE, text).advice is not None


def test_who_calls_their_own_huisarts_is_done() -> None:
    assert next_step(ADVICE, "ik bel nu mijn huisarts") == Step("bevestigd", None)
