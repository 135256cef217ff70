"""rugwijzer.gateway.whatsapp.limits."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from rugwijzer.gateway.whatsapp.limits import cut, length, split, unique_titles

FAMILY = "👨‍👩‍👧‍👦"
words = st.lists(
    st.one_of(
        st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=30),
        st.text(alphabet="abc .,!?:\n\t", max_size=30),
        st.sampled_from(["é", "😀", FAMILY, "🇳🇱", "e\u0301"]),
    ),
    max_size=30,
).map("".join)


def without_blanks(text: str) -> str:
    return "".join(text.split())


@given(words, st.integers(2, 120))
def test_splitting_loses_nothing_and_holds_the_limit(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert without_blanks("".join(parts)) == without_blanks(text)
    assert all(part and length(part) <= limit for part in parts)


@given(words)
def test_what_fits_stays_whole(text: str) -> None:
    parts = split(text, 5000)
    assert len(parts) == (1 if text.strip() else 0)


@given(words, st.integers(12, 120))
def test_an_emoji_is_never_torn(text: str, limit: int) -> None:
    joined = "".join(split(f"{text} {FAMILY}", limit))
    assert FAMILY in joined or length(FAMILY) > limit


@given(words, st.integers(4, 80))
def test_cutting_holds_the_limit_and_keeps_whole_words(text: str, limit: int) -> None:
    done = cut(text, limit)
    assert length(done) <= limit
    kept = done.removesuffix("…")
    assert " ".join(text.split()).startswith(kept)
    assert regex.fullmatch(r"[^\n\t]*", done)


@given(st.lists(words, min_size=1, max_size=10), st.integers(10, 24))
def test_titles_are_unique_within_the_limit(titles: list[str], limit: int) -> None:
    done = unique_titles(titles, limit)
    assert len(set(done)) == len(titles)
    assert all(title and length(title) <= limit for title in done)


@pytest.mark.parametrize(
    ("text", "limit", "done"),
    [
        ("Controleer mijn klachten", 20, "Controleer mijn…"),
        ("Nee, dit klopt niet", 20, "Nee, dit klopt niet"),
        ("Arbeidsongeschiktheidsverzekering", 20, "Arbeidsongeschiktheid"[:19] + "…"),
        ("Ja,  ik bel \n nu", 20, "Ja, ik bel nu"),
        ("Rustig aan, en dan verder", 13, "Rustig aan…"),
    ],
)
def test_a_title_is_cut_between_words(text: str, limit: int, done: str) -> None:
    assert cut(text, limit) == done


def test_equal_titles_get_a_number() -> None:
    assert unique_titles(["Warmte helpt", "Warmte helpt", "Warmte helpt"], 20) == [
        "Warmte helpt",
        "Warmte helpt 2",
        "Warmte helpt 3",
    ]


def test_a_long_answer_is_split_between_sentences() -> None:
    assert split("Een zin. Nog een zin! En een?\n\nNieuwe alinea.", 21) == [
        "Een zin. Nog een zin!",
        "En een?",
        "Nieuwe alinea.",
    ]
