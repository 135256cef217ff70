"""rugwijzer.nlu.windows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugwijzer.nlu.windows import windows


@pytest.mark.parametrize("text", ["", "Helpt een matras?", "ja", "a. b. c.", "  \n "])
def test_a_short_message_has_no_windows(text: str) -> None:
    assert windows(text) == []


def test_neighbouring_sentences_go_together() -> None:
    text = "Ik heb rugpijn. Plassen lukt niet meer.\nHelpt een goede matras?"
    assert windows(text) == [
        "Ik heb rugpijn. Plassen lukt niet meer.",
        "Plassen lukt niet meer. Helpt een goede matras?",
    ]


def test_every_word_of_a_long_sentence_is_in_a_window() -> None:
    words = [f"woord{i}" for i in range(100)]
    found = windows(" ".join(words))
    assert {w for window in found for w in window.split()} == set(words)
    assert all(len(window.split()) <= 40 for window in found)


@given(st.text(max_size=1000))
def test_any_text_is_cut_into_words_of_its_own(text: str) -> None:
    own = set(text.split())
    assert all(set(window.split()) <= own for window in windows(text))
