"""rugwijzer.triage.plain: an answer without a complaint in it is no signal, whatever the detector hears."""

from __future__ import annotations

import pytest

from rugwijzer.triage import Triage
from rugwijzer.triage.plain import is_plain
from rugwijzer.triage.text import tokenise

PLAIN = [
    *("evenveel", "hetzelfde", "gelijk", "minder"),
    *("nee", "Nee.", "nee hoor", "nooit", "nee nooit gehad", "geen van alle", "nee, niets daarvan"),
    *("weet ik niet", "geen idee", "liever niet", "ja", "soms een beetje", "nee gelukkig niet"),
    *(
        "71",
        "71.",
        "71 jaar",
        "ik ben 71 jaar oud",
        "zeventig",
        "in de 50",
        "rond de 55",
        "15-3-1952",
    ),
    *("ik word 63", "Leeftijd: 71", "geboren in 1952", "60+", "17"),
    *("3 weken", "al 6 weken", "een half jaar", "anderhalve week", "2-3 weken", "vorige week"),
    *("sinds vanochtend", "3 à 4 maanden denk ik", "sinds maandag", "14 dagen"),
    *("7", "7,5", "een 8", "8 van de 10", "8 op 10", "tussen 6 en 7", "10!"),
    *(
        "komt nu niet uit",
        "nu even niet",
        "straks",
        "later vandaag",
        "geen tijd nu",
        "een momentje",
    ),
    *("niet gemeten", "geen thermometer", "37,2", "37 graden", "36 komma 8"),
]
NOT_PLAIN = [
    *("ik wil niet meer", "ik heb het gehad", "ik heb het helemaal gehad", "ik ben op"),
    *("gehad", "op"),
    *("ik ben er liever niet", "het hoeft van mij niet", "71 en voor het eerst rugpijn"),
    *(
        "nee, niet kunnen plassen",
        "geen gevoel",
        "39 graden koorts",
        "8 paracetamol",
        "doof",
        "ja doof",
    ),
    *("ik ben 12 weken zwanger", "mijn zoon is 8", "gevallen", "ik kan niet langer", "?", ""),
]


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_answer_is_no_signal(triage: Triage, text: str) -> None:
    certain = dict.fromkeys(triage.book.flags, 0.99)
    assert is_plain(tokenise(text))
    assert triage.assess(text, certain).outcome == "none"


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_whoever_says_more_is_heard(text: str) -> None:
    assert not is_plain(tokenise(text))


@pytest.mark.parametrize("text", ["38,5", "39 graden", "38 komma 9"])
def test_a_number_that_is_the_signal_counts(triage: Triage, text: str) -> None:
    found = triage.assess(text, dict.fromkeys(triage.book.flags, 0.01))
    assert (found.outcome, found.flags) == ("escalate", ("koorts",))


@pytest.mark.parametrize("reaction", ["vergissing", "belt", "kan_niet"])
def test_a_payload_typed_as_text_is_no_signal(triage: Triage, reaction: str) -> None:
    certain = dict.fromkeys(triage.book.flags, 0.99)
    assert triage.assess(f'kies_reactie{{"reactie": "{reaction}"}}', certain).outcome == "none"


@pytest.mark.parametrize("text", ["(mijn been is slap)", "{mijn been is slap}"])
def test_words_in_brackets_are_heard(triage: Triage, text: str) -> None:
    certain = dict.fromkeys(triage.book.flags, 0.01) | {"krachtverlies": 0.99}
    assert triage.assess(text, certain).outcome == "escalate"
