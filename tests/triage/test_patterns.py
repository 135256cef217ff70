"""rugwijzer.triage.patterns: the language of the lexicon."""

from __future__ import annotations

import pytest

from rugwijzer.triage.patterns import PatternError, compile_all, compile_pattern
from rugwijzer.triage.text import join, tokenise

LISTS = {"billen": ["billen", "bil", "mijn zit*"], "doof": ["doof", "gevoelloos"]}


def hits(line: str | list[str], text: str) -> list[str]:
    tokens = tokenise(text)
    joined, owner = join(tokens)
    sentences = [tokens[i].sentence for i in owner]
    pattern = compile_pattern(line, LISTS)
    return [joined[start:end].strip() for start, end in pattern.find(joined, sentences)]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("kan niet plassen", "Ik KAN niet plassen!"),
        ("kan|kon niet", "ik kon niet"),
        ("niet ... plass*", "niet meer zo goed alleen plassen"),
        ("niet .. plassen", "niet zo goed plassen"),
        ("(heel) moeilijk plassen", "moeilijk plassen"),
        ("(heel) moeilijk plassen", "heel moeilijk plassen"),
        ("{doof} .. {billen}", "gevoelloos aan mijn zitvlak"),
        ("*pijn", "rugpijn"),
        ("voel * niets", "ik voel echt niets"),
        (["been", "slap"], "slap is het linker been"),
    ],
)
def test_found(line: str | list[str], text: str) -> None:
    assert hits(line, text)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("plas", "ik plaste"),
        ("niet .. plassen", "niet zo goed alleen plassen"),
        ("niet ... plassen", "een niet twee drie vier vijf zes zeven plassen"),
        ("niet ... plassen", "dat wil ik niet. Plassen gaat"),
        ("doof gevoel", "doof. gevoel"),
        (["been", "slap"], "mijn been is goed. De koffie is slap"),
    ],
)
def test_not_found(line: str | list[str], text: str) -> None:
    assert hits(line, text) == []


@pytest.mark.parametrize("line", ["{onbekend}", "Hoofdletter", "wat?", "a + b", ["goed", "$fout"]])
def test_a_line_that_cannot_be_read_is_refused(line: str | list[str]) -> None:
    with pytest.raises(PatternError):
        compile_pattern(line, LISTS)


def test_the_source_is_kept_for_the_explanation() -> None:
    first, second = compile_all(["{doof} gevoel", ["been", "slap"]], LISTS)
    assert (first.source, second.source) == ("{doof} gevoel", "been + slap")


def test_a_long_message_stays_fast_enough_to_finish() -> None:
    assert hits("niet ... plassen", "niet " * 400) == []
