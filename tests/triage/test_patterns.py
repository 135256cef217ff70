"""rugwijzer.triage.patterns: the language of the lexicon."""

from __future__ import annotations

import re

import pytest

from rugwijzer.triage import Triage
from rugwijzer.triage.patterns import PatternError, PatternIndex, compile_all, compile_pattern
from rugwijzer.triage.text import join, tokenise

from .test_context import counted

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
        ("slap . voel", "mijn been is slap! Voel niets"),
        ("kannie plas*", "ik kannie plasse"),
        ("kan niet plassen", "ik kannie plasse"),
        ("zeer aan mich", "zeer aan mij"),
        ("voel * niets", "ik voel echt niets"),
        (["been", "slap"], "slap is het linker been"),
        # What docs/redactie.md says of a whole word, and of brackets.
        ("niks", "ik voel niets"),
        ("niets*", "ik voel niks"),
        ("(de hele|elke) nacht wakker", "de hele nacht wakker"),
        ("(de hele|elke) nacht wakker", "elke nacht wakker"),
        ("niet kunnen|moeilijk plassen", "niet moeilijk plassen"),
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
        ("niks*", "ik voel niks"),
        ("niet kunnen|moeilijk plassen", "moeilijk plassen"),
    ],
)
def test_not_found(line: str | list[str], text: str) -> None:
    assert hits(line, text) == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{onbekend}", "de woordenlijst 'onbekend' bestaat niet"),
        ("Hoofdletter", "onbekend teken in 'Hoofdletter'"),
        ("wat?", "onbekend teken in 'wat?'"),
        ("a + b", "onbekend teken in 'a + b'"),
        (["goed", "$fout"], "onbekend teken in '$fout'"),
        ("voel ** niets", "'**' is geen woord"),
        ("moei*lijk plassen", "'moei*lijk' is geen woord"),
        ("(heel moeilijk plassen", "'(heel' is geen woord"),
        ("heel) moeilijk plassen", "'heel)' is geen woord"),
        ("{doof gevoel", "'{doof' is geen woord"),
        ("kan .... niet", "'....' is geen woord"),
        ("{vraag}", "'wat?' is geen woord"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused(line: str | list[str], why: str) -> None:
    with pytest.raises(PatternError, match=f"^{re.escape(why)}$"):
        compile_pattern(line, LISTS | {"vraag": ["wat?"]})


@pytest.mark.parametrize(
    ("line", "one", "two"),
    [
        ("wervelbreuk|inzakking|wervel breuk", "wervelbreuk", "wervel breuk"),
        ("pil ... op|vandaag|van daag", "vandaag", "van daag"),
        ("nachtzweet*|nacht zweet*", "nachtzweet", "nacht zweet"),
        ("daar boven|daarboven", "daarboven", "daar boven"),
        ("veel te veel|teveel pillen", "teveel", "te veel"),
        (["pijn", "kracht|krachtverlies|kracht verlies"], "krachtverlies", "kracht verlies"),
        ("heel {gesplitst}", "vandaag", "van daag"),
    ],
)
def test_a_word_and_the_same_in_two_words_are_not_one_line(
    line: str | list[str], one: str, two: str
) -> None:
    why = (
        f"'{one}' en '{two}' staan in een regel, maar een streepje geldt voor een woord: "
        "maak er twee regels van"
    )
    with pytest.raises(PatternError, match=f"^{re.escape(why)}$"):
        compile_pattern(line, LISTS | {"gesplitst": ["vandaag|van daag"]})


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("tegen|tege een|de|n boom", "tegen de boom"),
        ("(op) staan|opstaan", "opstaan"),
        ("zo|zoveel pijn|veel", "zoveel pijn"),
        ("kracht|krachtverlies .. verlies", "kracht en verlies"),
        ("breuk|* breuk", "een breuk"),
        ("breuk *|breuk", "breuk breuk"),
    ],
)
def test_words_that_only_look_so_may_be_one_line(line: str, text: str) -> None:
    assert hits(line, text)


def test_the_source_is_kept_for_the_explanation() -> None:
    first, second = compile_all(["{doof} gevoel", ["been", "slap"]], LISTS)
    assert (first.source, second.source) == ("{doof} gevoel", "been + slap")


def test_a_long_message_stays_fast_enough_to_finish() -> None:
    assert hits("niet ... plassen", "niet " * 400) == []


def test_a_star_alone_is_a_word() -> None:
    assert hits("voel * niets", "voel niets") == []


@pytest.mark.parametrize("phrase", ["heel erg", "een beetje", "zo"])
def test_each_phrase_between_brackets_counts(phrase: str) -> None:
    said = f"{phrase} moeilijk plassen"
    assert hits("(heel erg|een beetje|zo) moeilijk plassen", f"Ik kan {said}.") == [said]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Slap. Been en slap en dan nog slap", "been en slap"),
        ("Mijn linker been is goed. Rechts is het been slap", "been slap"),
        ("Slap en moe, been is slap", "been is slap"),
        ("Slap is mijn been en de arm ook slap", "slap is mijn been"),
    ],
)
def test_the_parts_of_a_joined_line_are_the_nearest_of_one_sentence(text: str, span: str) -> None:
    assert hits(["been", "slap"], text) == [span]


def index_finds(line: str | list[str], *words: str) -> bool:
    pattern = compile_pattern(line, LISTS)
    return PatternIndex([pattern]).candidates(words) == {id(pattern)}


def test_the_index_gives_every_pattern_that_may_match_and_no_other() -> None:
    assert index_finds("niet plassen", "plassen", "niet")
    assert not index_finds("plassen", "plas", "plassende")
    assert index_finds("plas*", "plassende")
    assert index_finds("plas*", "plas")
    assert index_finds("kannie", "ik", "kan", "niet")
    assert not index_finds("plas*", "pla", "las")
    assert index_finds("*pijn")
    assert index_finds("... *pijn ..")
    assert index_finds("(heel) *pijn")
    assert index_finds("{doof}", "gevoelloos")
    assert not index_finds("{doof}", "billen")
    assert index_finds("been|*slap")
    # Of what must all occur, the line with the fewest words is asked for.
    assert index_finds(["een|twee|drie", "been"], "been")
    assert not index_finds(["een|twee|drie", "been"], "een")
    assert not index_finds("een|twee|drie been", "een")
    assert not index_finds("(heel) been", "heel")
    # A line break ends a sentence as a full stop does.
    assert index_finds("been|voet . slap", "been", "\n", "slap")


@pytest.mark.parametrize("between", [". ", "\n", ".\n", "\n\n", "! ", "; ", "... "])
def test_a_signal_over_two_sentences_is_also_one_over_two_lines(
    triage: Triage, between: str
) -> None:
    said = ("Ik slik bloedverdunners", "Sinds vandaag hevige pijn in mijn rug")
    assert "bloedverdunners_uitval" in counted(triage, between.join(said))
    assert "bloedverdunners_uitval" in counted(triage, between.join(reversed(said)))
