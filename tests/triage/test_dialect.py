"""rugwijzer.triage.dialect: regional and phonetic forms, read as standard Dutch."""

from __future__ import annotations

import csv
import re
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest

from rugwijzer.knowledge.files import read_yaml
from rugwijzer.knowledge.flag_examples import load_examples
from rugwijzer.triage import Triage
from rugwijzer.triage.dialect import FILE, dialect, standard
from rugwijzer.triage.flags import URGENT
from rugwijzer.triage.text import CONTRACTIONS, tokenise

from .test_context import counted

DATA = Path(__file__).parents[2] / "data"
REGIONS = {
    "limburgs",
    "nedersaksisch",
    "westvlaams",
    "vlaams",
    "zeeuws",
    "brabants",
    "fries",
    "surinaams",
    "volks",
    "sms",
}


def rows() -> list[list[str]]:
    text = resources.files("rugwijzer.triage").joinpath(FILE).read_text("utf8")
    return list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_line_is_a_form_its_standard_and_a_region() -> None:
    for row in rows():
        form, standard_words, region = row
        assert re.fullmatch(r"[^\W\d_]+(?:'[^\W\d_]+)*", form) and form == form.lower(), row
        assert re.fullmatch(r"'?[^\W\d_]+(?:[ -][^\W\d_]+){0,3}", standard_words), row
        assert form != standard_words and region in REGIONS, row


def test_no_form_stands_twice() -> None:
    assert [form for form, count in Counter(r[0] for r in rows()).items() if count > 1] == []


def test_the_list_is_sorted_so_that_an_editor_finds_a_form() -> None:
    forms = [row[0] for row in rows()]
    assert forms == sorted(forms)


def test_standard_dutch_is_read_as_it_stands() -> None:
    again = {form: standard(words) for form, words in dialect().items() if standard(words) != words}
    assert again == {}


def reviewed() -> list[str]:
    """Every text that patients read: written in standard Dutch."""
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        for part in value.values() if isinstance(value, dict) else ():
            walk(part)
        for part in value if isinstance(value, list) else ():
            walk(part)

    for path in sorted((DATA / "faq").glob("*.yml")):
        walk(read_yaml(path)["responses"])
    for name in ("red_flags/niveaus.yml", "red_flags/vragenlijst.yml", "plans/vragen.yml"):
        walk(read_yaml(DATA / name))
    return found


def test_a_text_in_standard_dutch_is_read_as_it_stands() -> None:
    texts = reviewed()
    assert len(texts) > 200
    assert [text for text in texts if standard(text) != text] == []


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Ich ken neet plasse", "ik ken niet plassen"),
        ("geen koorts, wel PIEN.", "geen koorts, wel pijn."),
        ("de rögk", "de rug"),
        ("da’s gein pien", "dat is geen pijn"),
        ("ik heb 38,5", "ik heb 38,5"),
        ("", ""),
    ],
)
def test_a_message(typed: str, read: str) -> None:
    assert standard(typed) == read


def test_a_token_keeps_its_place_in_what_was_typed() -> None:
    typed = "pien in de rögk"
    tokens = tokenise(typed)
    assert [t.norm for t in tokens] == ["pijn", "in", "de", "rug"]
    assert [typed[t.start : t.end] for t in tokens] == ["pien", "in", "de", "rögk"]


def test_a_contraction_is_not_listed_twice() -> None:
    assert set(dialect()) & set(CONTRACTIONS) == set()


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("ich ken sins gister neet mieer plasse", "plassen"),
        ("ik kan nich meer pissen sinds vannacht", "plassen"),
        ("'k hèn koors en pien in de rugge", "koorts"),
        ("mien bein zakt d'r doorheen, gein kracht", "krachtverlies"),
    ],
)
def test_a_signal_in_dialect_is_found(triage: Triage, text: str, flag: str) -> None:
    assert flag in counted(triage, text)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("ich höb gein koors, allein pien in de rök", "koorts"),
        ("pien in de rugge, mar nich koorsig", "koorts"),
    ],
)
def test_a_denial_in_dialect_stays_a_denial(triage: Triage, text: str, flag: str) -> None:
    assert flag not in counted(triage, text)


def test_no_urgent_signal_of_the_examples_is_lost_by_the_list(
    triage: Triage, monkeypatch: pytest.MonkeyPatch
) -> None:
    urgent = {flag for flag, known in triage.book.flags.items() if known.level in URGENT}
    examples = [
        (example.text, urgent.intersection(example.flags))
        for example in load_examples(DATA / "red_flags")
        if urgent.intersection(example.flags) and standard(example.text) != example.text
    ]
    assert len(examples) > 1000

    missing = [(text, gone) for text, flags in examples if (gone := flags - counted(triage, text))]
    # What denies is a denial in any case.
    denials = {form: words for form, words in dialect().items() if words == "niet"}
    monkeypatch.setattr("rugwijzer.triage.text.dialect", lambda: denials)
    without = Triage.load(DATA / "red_flags")
    assert [text for text, gone in missing if gone & counted(without, text)] == []
