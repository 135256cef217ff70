"""rugwijzer.triage.answers: reading replies."""

from __future__ import annotations

import pytest

from rugwijzer.triage.answers import (
    CORRECT,
    EXPLAIN,
    NO,
    OTHER,
    STOP,
    UNKNOWN,
    YES,
    read_yes_no,
)

REPLIES = {
    YES: [
        "Ja",
        "ja sinds gisteren",
        "jaaa",
        "ja sinds vorige week",
        "ja helaas wel",
        "jazeker",
        "jawel",
        "soms een beetje",
        "sinds gisteren",
        "sinds een week of twee",
        "joa",
        "yep",
        "klopt",
        "dat klopt",
        "inderdaad",
        "zeker",
        "helaas wel",
        "soms wel",
        "af en toe",
        "een beetje",
        "allebei",
        "ik heb pijn op de borst",
        "ik kan niet goed plassen",
        "ik denk het wel",
        "ja per ongeluk gevallen",
        "ja ik heb verkeerd getild",
        "tintelingen wel, plassen gaat goed",
        "ik heb pijn op de borst maar niet heel erg",
        "ik kan gewoon niet plassen",
        "natuurlijk",
        "ja, maar ik weet niet zeker of het koorts is",
        "jawel, maar ik weet niet hoe lang al",
        "inderdaad, geen idee waarom",
        "helaas wel, ik weet niet waardoor",
        "soms, ik weet niet waarvan",
        "af en toe, geen idee waarom",
        "nee, soms wel",
        "nee toch wel een beetje",
    ],
    NO: [
        *("nee, alleen sta ik liever niet lang", "nee, ik kan niet zeggen dat ik dat heb"),
        "Nee",
        "nee hoor",
        "neee",
        "neen",
        "nope",
        "nee, gelukkig niet",
        "gelukkig niet",
        "oh nee gelukkig niet",
        "oei nee",
        "geen van deze",
        "geen van alle",
        "niks van dat alles",
        "niet dat ik weet",
        "bij mijn weten niet",
        "volgens mij niet",
        "ik denk het niet",
        "zeker niet",
        "absoluut niet",
        "tuurlijk niet",
        "natuurlijk niet",
        "klopt niet",
        "dat klopt niet",
        "allebei niet",
        "helaas niet",
        "jammer genoeg niet",
        "nooit gehad",
        "alles normaal",
        "valt mee",
        "dat heb ik niet",
        "ik heb nergens last van",
        "ik heb daar helemaal niets van",
        "ik ben niet gevallen",
        "ik ben nooit gevallen",
        "ik kan gewoon plassen",
        "natuurlijk heb ik daar geen last van",
        "nee, ik slaap alleen wat lastig",
        "neen, ik slaap alleen wat lastig",
        "volgens mij heb ik daar de laatste tijd helemaal geen last van",
    ],
    UNKNOWN: [
        "Weet ik niet",
        "weet het niet",
        "ik weet het echt niet",
        "geen idee",
        "misschien",
        "ik twijfel",
        "zou kunnen",
        "moeilijk te zeggen",
        "k weet t niet",
        "niet zeker",
        "kan ik niet zeggen",
        "kweenie",
        "lastig",
        "geen flauw idee",
        "nooit op gelet",
        "nee, geen idee",
        "nee dat weet ik niet",
        "nee hoor, geen idee",
        "nee sorry, ik zou het niet weten",
        "dat zou ik niet weten",
        "daar heb ik niet op gelet",
        "dat kan ik niet goed zeggen",
        "dat durf ik niet te zeggen",
        "ik durf het niet te zeggen",
        "geen benul",
        "neen, niet zeker",
        "nee, misschien een beetje",
    ],
    EXPLAIN: [
        "wat bedoelt u?",
        "wat betekent dat",
        "hoe bedoel je",
        "waarom vraagt u dat?",
        "waarom wil je dat weten",
        "ik snap de vraag niet",
        "ik begrijp het niet",
        "uitleg",
        "leg eens uit",
        "hoezo?",
    ],
    CORRECT: [
        "nee wacht, ik bedoelde ja",
        "ik bedoel nee",
        "foutje",
        "ik vergiste me",
        "verkeerde knop",
        "verkeerd getikt",
        "vorige vraag",
        "terug naar de vorige",
        "vorige",
        "per ongeluk op nee gedrukt",
        "mijn vorige antwoord was fout",
    ],
    STOP: [
        "stop",
        "stoppen",
        "ik wil stoppen",
        "laat maar",
        "genoeg zo",
        "geen zin meer",
        "ophouden",
    ],
    OTHER: [
        *("matras", "hmm", "👍", "", "mag ik zwemmen?", "stoppen met roken, helpt dat?"),
        *("moet ik dan niet naar de dokter?", "kan dat wel van de spit komen?"),
        "volgens mij heb ik daar de laatste tijd helemaal geen last van gehad",
        # who refuses has denied nothing
        *("liever niet", "nee, liever niet", "dat zeg ik u niet, gaat u niks aan"),
        *("daar wil ik niet op antwoorden", "ik antwoord daar niet op", "ik antwoord niet"),
        *("geen antwoord", "nee dat ga ik niet vertellen", "wil ik niet delen"),
        "nee, dat heb ik liever niet",
    ],
}


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in REPLIES.items() for text in texts]
)
def test_yes_no(kind: str, text: str) -> None:
    assert read_yes_no(text).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ja, maar welke matras is goed?", YES),
        ("nee. helpt warmte?", NO),
        ("is een beetje zwemmen goed?", OTHER),
        ("ik heb een vraag over mijn bed", OTHER),
        ("geen idee welke matras ik moet", OTHER),
        ("klopt het dat bedrust slecht is", OTHER),
        ("regelmatig bewegen, helpt dat?", OTHER),
        ("nooit meer tillen dan?", OTHER),
        ("soms doe ik een uurtje yoga thuis", OTHER),
        ("nee, geen idee, helpt warmte?", OTHER),
        ("stop", STOP),
    ],
)
def test_a_question_of_its_own_is_a_reply_only_with_a_plain_yes_or_no(text: str, kind: str) -> None:
    assert read_yes_no(text, is_question=True).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("soms een beetje", YES),
        ("wel een beetje", YES),
        ("af en toe wel", YES),
        ("ja sinds gisteren", YES),
        ("soms een beetje in mijn been", YES),
        ("nee, soms wel", YES),
        ("'s nachts", YES),
        ("nee hoor", NO),
        ("neej", NO),
        ("niet echt", NO),
        ("gelukkig niet", NO),
        ("geen idee", UNKNOWN),
        ("dat weet ik niet", UNKNOWN),
        ("nee, geen idee", UNKNOWN),
        ("nee, geen idee welke matras ik moet", OTHER),
        ("hoe bedoelt u?", EXPLAIN),
        ("bedankt", OTHER),
        ("hallo", OTHER),
        ("ik heb een slecht matras", OTHER),
        ("niet lekker", OTHER),
    ],
)
def test_a_short_reply_is_not_taken_for_small_talk(text: str, kind: str) -> None:
    assert read_yes_no(text, is_question=True).kind == kind


def test_a_long_story_that_does_not_begin_with_yes_or_no_is_no_answer() -> None:
    story = "gisteren heb ik met mijn zus in de tuin gewerkt en dat ging wel aardig"
    assert len(story.split()) > 12
    assert read_yes_no(story).kind == OTHER
    assert read_yes_no(" ".join(story.split()[-5:])).kind == YES
