"""rugwijzer.triage.context: how far a word reaches, on a handful of rules of its own."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from rugwijzer.triage.context import NEGATION_REACH, ContextRules, Ruling
from rugwijzer.triage.text import tokenise

RAW = {
    "ontkend": {"voor": ["geen", "niet", "{geenszins}"], "na": ["nee", "heb ik niet", "{nooit}"]},
    "geen_ontkenning": ["{niet_alleen}", "nee maar", "toch niet"],
    "grens": ["maar", "wel", "{echter}"],
    "nieuw": ["sinds gisteren", "{zomaar}"],
    "rugklacht_en": ["rug en", "{spit_en}"],
    "ander": {"zin": ["mijn buurman"]},
    "verleden": {"zin": ["vroeger", "{destijds}", ["lang", "geleden"]]},
    "langbestaand": {"zin": ["al jaren"], "erna": ["altijd hetzelfde"]},
    "algemeen": {"zin": ["kan je"], "bericht": ["wat betekent"]},
    "figuurlijk": {"zin": ["haha"]},
}
LISTS = {
    "geenszins": ["geenszins"],
    "nooit": ["nooit gehad"],
    "niet_alleen": ["niet alleen"],
    "echter": ["echter"],
    "destijds": ["destijds"],
    "zomaar": ["zomaar"],
    "spit_en": ["spit en"],
}
FILLER = "a b c d e f g h".split()


def judged(text: str, ignore: Collection[str] = (), own_negation: bool = True) -> Ruling | None:
    """The ruling on the signal, which is 'koorts' or the words from the first to the last of it."""
    tokens = tokenise(text)
    places = [i for i, t in enumerate(tokens) if t.norm == "koorts"]
    rules = ContextRules(RAW, LISTS)
    return rules.read(tokens).judge(places[0], places[-1] + 1, ignore, own_negation)


def between(text: str, start: int, end: int, **options: bool) -> str | None:
    """The reason for the signal that is the words from `start` to before `end`."""
    ruling = ContextRules(RAW, LISTS).read(tokenise(text)).judge(start, end, **options)
    return ruling and ruling.reason


def reason(text: str, ignore: Collection[str] = ()) -> str | None:
    ruling = judged(text, ignore)
    return ruling and ruling.reason


@pytest.mark.parametrize("count", [0, 1, NEGATION_REACH])
def test_a_denial_reaches_six_words_either_way(count: int) -> None:
    words = " ".join(FILLER[:count])
    assert judged(f"geen {words} koorts") == Ruling("ontkend", "geen")
    assert judged(f"koorts {words} heb ik niet") == Ruling("ontkend", "heb ik niet")


def test_and_not_the_seventh() -> None:
    words = " ".join(FILLER[: NEGATION_REACH + 1])
    assert judged(f"geen {words} koorts") is None
    assert judged(f"koorts {words} heb ik niet") is None


def test_a_mark_is_no_word_of_the_reach() -> None:
    words = " ".join(FILLER[:NEGATION_REACH])
    assert reason(f"geen , {words} koorts") == "ontkend"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("geen pijn. koorts", None),
        ("geen! koorts", None),
        ("geen\nkoorts", None),
        ("geen; koorts", None),
        ("geen? koorts", None),
        ("geen pijn, koorts", "ontkend"),
        ("koorts? nee", "ontkend"),
        ("koorts?? nee", "ontkend"),
        ("koorts. nee", None),
        ("koorts?! nee", None),
        ("koorts erbij? nee", None),
        ("koorts, nee", "ontkend"),
        ("koorts erbij, nee", None),
        ("koorts, erbij, nee", None),
        ("koorts erbij nee", "ontkend"),
        ("geen pijn maar koorts", None),
        ("maar geen koorts", "ontkend"),
        ("geen koorts maar pijn", "ontkend"),
        ("koorts maar nee", None),
        ("koorts nee maar", None),
        ("geen pijn wel koorts", None),
        ("geen pijn wel eens koorts", "ontkend"),
        ("niet alleen koorts", None),
        ("niet koorts", "ontkend"),
        ("geenszins koorts", "ontkend"),
        ("nee koorts", None),
        ("koorts geen pijn", None),
        ("koorts nooit gehad", "ontkend"),
        ("geen pijn echter koorts", None),
        ("niet alleen geen koorts", "ontkend"),
        ("toch niet koorts", None),
    ],
)
def test_where_a_denial_ends(text: str, expected: str | None) -> None:
    assert reason(text) == expected


def test_a_denial_inside_a_signal_counts_unless_the_signal_is_itself_a_denial() -> None:
    assert judged("koorts is geen koorts", own_negation=False) == Ruling("ontkend", "geen")
    assert judged("koorts is geen koorts", own_negation=True) is None
    # A denial that begins before the signal or after it is not inside.
    assert judged("koorts en koorts geen", own_negation=False) is None
    assert judged("koorts geen", own_negation=False) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mijn buurman heeft koorts", "ander"),
        ("koorts heeft mijn buurman", "ander"),
        ("vroeger koorts", "verleden"),
        ("al jaren koorts", "langbestaand"),
        ("kan je koorts krijgen", "algemeen"),
        ("haha koorts", "figuurlijk"),
        ("destijds koorts", "verleden"),
        ("lang is het geleden die koorts", "verleden"),
        ("lang. geleden koorts", None),
        ("vroeger. koorts", None),
        ("koorts. vroeger", None),
        ("vroeger maar koorts", None),
        ("koorts maar vroeger", None),
        ("maar vroeger koorts", "verleden"),
        ("vroeger koorts maar", "verleden"),
        ("vroeger, ik heb koorts", None),
        ("vroeger, mijn koorts", None),
        ("vroeger, en toen koorts", "verleden"),
        ("vroeger ik had koorts", "verleden"),
        ("vroeger koorts, ik", "verleden"),
        ("koorts, ik had vroeger", None),
        ("vroeger nooit. vroeger koorts", "verleden"),
        ("vroeger. het was vroeger koorts", "verleden"),
    ],
)
def test_other_reasons_hold_in_their_own_clause(text: str, expected: str | None) -> None:
    assert reason(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wat betekent dat. koorts", "algemeen"),
        ("koorts. wat betekent dat", "algemeen"),
        ("wat betekent dat. ik heb koorts", None),
        ("wat betekent dat. mijn koorts", None),
        ("ik lees. wat betekent dat. koorts", "algemeen"),
        ("kan je dat. koorts", None),
    ],
)
def test_a_general_question_holds_in_the_whole_message_but_not_for_ik(
    text: str, expected: str | None
) -> None:
    assert reason(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("koorts, altijd hetzelfde", "langbestaand"),
        ("koorts. dat is altijd hetzelfde", "langbestaand"),
        ("ik heb koorts. altijd hetzelfde", "langbestaand"),
        ("ik heb koorts. dat is nu altijd hetzelfde", "langbestaand"),
        ("koorts. dat is nu ook altijd hetzelfde", None),
        ("koorts. mijn rug is altijd hetzelfde", None),
        ("koorts maar altijd hetzelfde", None),
        ("koorts. nee. altijd hetzelfde", None),
        ("altijd hetzelfde. koorts", None),
        ("altijd hetzelfde. altijd hetzelfde. ook koorts", None),
    ],
)
def test_what_never_changed_is_also_told_at_the_start_of_the_next_sentence(
    text: str, expected: str | None
) -> None:
    assert reason(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("al jaren rugpijn en koorts", "langbestaand"),
        ("al jaren rugpijn en koorts sinds gisteren", None),
        ("al jaren rugpijn, koorts sinds gisteren", None),
        ("al jaren rugpijn en koorts a sinds gisteren", None),
        ("al jaren rugpijn en koorts a b sinds gisteren", "langbestaand"),
        ("al jaren koorts, sinds gisteren rugpijn", "langbestaand"),
        ("vroeger rugpijn en koorts zomaar", None),
        ("vroeger zomaar koorts", "verleden"),
        ("mijn buurman heeft koorts sinds gisteren", "ander"),
    ],
)
def test_what_began_now_is_not_old(text: str, expected: str | None) -> None:
    assert reason(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("al jaren last van mijn rug en koorts", None),
        ("al jaren spit en ook koorts", None),
        ("al jaren spit en koorts en dat is altijd hetzelfde", "langbestaand"),
        ("al jaren last van mijn rug met koorts", "langbestaand"),
        ("al jaren koorts en spit en meer", "langbestaand"),
        ("koorts en spit al jaren", "langbestaand"),
        ("spit en al jaren koorts", "langbestaand"),
        ("koorts van spit en al jaren", "langbestaand"),
        ("vroeger spit en koorts", "verleden"),
    ],
)
def test_what_has_lasted_for_years_may_be_the_back_alone(text: str, expected: str | None) -> None:
    assert reason(text) == expected


def test_a_signal_that_holds_its_own_beginning_is_new() -> None:
    assert between("al jaren rugpijn en koorts zomaar koorts", 4, 7) is None
    assert between("al jaren rugpijn en koorts a koorts", 4, 7) == "langbestaand"
    assert between("al jaren rugpijn en zomaar koorts", 4, 6) is None


def test_a_flag_may_ignore_a_reason_but_never_a_denial() -> None:
    assert reason("vroeger koorts", ["verleden"]) is None
    assert reason("vroeger al jaren koorts", ["verleden"]) == "langbestaand"
    assert reason("geen koorts", ["ontkend"]) == "ontkend"
    assert judged("vroeger koorts") == Ruling("verleden", "vroeger")


def test_words_of_the_signal_itself_neither_deny_nor_end_a_reach() -> None:
    assert between("koorts is geen koorts", 0, 4) is None
    assert between("geen koorts", 0, 2, own_negation=False) is None
    assert between("koorts heb ik niet", 0, 2) is None
    assert between("geen maar koorts", 1, 3) == "ontkend"
    assert between("vroeger koorts maar pijn", 1, 4) == "verleden"
