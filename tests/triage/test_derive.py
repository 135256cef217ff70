"""rugwijzer.triage.derive."""

from __future__ import annotations

import pytest

from rugwijzer.triage import Facts
from rugwijzer.triage.derive import derived, dismissed, modifiers
from rugwijzer.triage.facts import extract
from rugwijzer.triage.text import tokenise


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("ik heb 38,0 gemeten", ["koorts"]),
        ("ik heb 37,9 gemeten", []),
        ("40 graden koorts", ["koorts"]),
        ("8 paracetamol op een dag", []),
        ("9 paracetamol op een dag", ["overdosis"]),
        ("5 gram paracetamol", ["overdosis"]),
        ("ik ben 15 en heb rugpijn", ["kind"]),
        ("ik ben 15 en zit op school", []),
        ("ik ben 18 en heb rugpijn", []),
    ],
)
def test_flags_that_numbers_imply(text: str, flags: list[str]) -> None:
    assert [flag for flag, _, _ in derived(tokenise(text), extract(text))] == flags


@pytest.mark.parametrize(
    ("age", "gone"),
    [
        (None, set()),
        (15, set()),
        (19, {"kind"}),
        (20, {"kind", "leeftijd_eerste_keer"}),
        (45, {"kind", "leeftijd_eerste_keer"}),
        (50, {"kind", "leeftijd_eerste_keer", "ochtendstijfheid"}),
        (51, {"kind", "ochtendstijfheid"}),
    ],
)
def test_an_age_rules_flags_out(age: int | None, gone: set[str]) -> None:
    assert dismissed(Facts(age=age)) == gone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ik ben gevallen", ("val",)),
        ("ik viel van de trap", ("val",)),
        ("hij is heel suf", ("suf",)),
        ("suf na een val", ("suf", "val")),
        ("ik kan niet in slaap vallen", ()),
        ("het viel mee", ()),
        ("ik ben tien kilo afgevallen", ()),
        ("rugpijn", ()),
    ],
)
def test_words_that_change_a_level(text: str, expected: tuple[str, ...]) -> None:
    assert modifiers(tokenise(text)) == expected
