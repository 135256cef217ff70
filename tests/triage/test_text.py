"""rugwijzer.triage.text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugwijzer.triage.text import fold, join, tokenise


def norms(text: str) -> list[str]:
    return [token.norm for token in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ik heb RUGPIJN", ["ik", "heb", "rugpijn"]),
        ("m'n rug", ["mijn", "rug"]),
        ("'t doet zeer", ["het", "doet", "zeer"]),
        ("’k kan nie plassen", ["ik", "kan", "niet", "plassen"]),
        ("coëfficiënt én café", ["coefficient", "en", "cafe"]),
        ("pien in de rêch", ["pijn", "in", "de", "rug"]),
        ("İk kan nıet plassen", ["ik", "kan", "niet", "plassen"]),
        ("İk heb pien in de rêch", ["ik", "heb", "pijn", "in", "de", "rug"]),
        ("38,9 graden", ["38,9", "graden"]),
        ("niks vd pijn", ["niets", "van", "de", "pijn"]),
        ("ja, nee", ["ja", ",", "nee"]),
        ("idd ff", ["inderdaad", "even"]),
        ("", []),
        ("👍", []),
    ],
)
def test_words_are_normalised(text: str, words: list[str]) -> None:
    assert norms(text) == words


def test_sentences_rise_at_stops_and_line_breaks() -> None:
    tokens = tokenise("Rug doet pijn. Kan dat?\nJa, toch")
    assert [t.sentence for t in tokens if not t.is_mark] == [0, 0, 0, 1, 1, 3, 3]


def test_offsets_point_into_the_original() -> None:
    text = "Ik vóél m'n  bénen niet"
    assert [text[t.start : t.end] for t in tokenise(text)] == text.split()


def test_join_names_the_token_of_each_character() -> None:
    joined, owner = join(tokenise("ja\nnee"))
    assert joined == "ja . nee "
    assert owner == [0, 0, 0, 1, 1, 2, 2, 2, 2]


@given(st.text(max_size=80))
def test_fold_keeps_the_length_so_offsets_stay_valid(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=80))
def test_any_text_can_be_split(text: str) -> None:
    tokens = tokenise(text)
    joined, owner = join(tokens)
    assert len(joined) == len(owner)
    assert all(0 <= t.start < t.end <= len(text) for t in tokens)
