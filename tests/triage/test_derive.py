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
        ("ze slaapt steeds", ("suf",)),
        ("ik krijg haar moeilijk wakker", ("suf",)),
        ("hij wil niet echt wakker worden", ("suf",)),
        ("ik lig wakker van de pijn", ()),
        ("niet om de pijn wakker", ()),
        ("hij praat met dubbele tong", ("suf",)),
        ("ze praten langzaam", ("suf",)),
        ("moeilijk wakker te krijgen", ("suf",)),
        ("moeilijk vannacht lang wakker", ()),
        ("raar praat hij niet", ()),
        ("hij praat wel heel langzaam", ()),
        ("praat wat je wil dubbele", ()),
        ("suf na een val", ("suf", "val")),
        ("ik kan niet in slaap vallen", ()),
        ("het viel mee", ()),
        ("ik ben tien kilo afgevallen", ()),
        ("rugpijn", ()),
    ],
)
def test_words_that_change_a_level(text: str, expected: tuple[str, ...]) -> None:
    assert modifiers(tokenise(text)) == expected


@pytest.mark.parametrize("word", ["rug", "rugpijn", "onderrug", "ruggetje", "rugklachten"])
@pytest.mark.parametrize(("age", "child"), [(0, False), (1, True), (17, True), (18, False)])
def test_a_child_with_a_back(word: str, age: int, child: bool) -> None:
    found = list(derived(tokenise(word), Facts(age=age)))
    assert found == ([("kind", "zeker", f"{age} jaar")] if child else [])


def test_what_numbers_imply_is_clear_and_says_which_number() -> None:
    facts = Facts(temperature=38.04, paracetamol_mg=4001)
    assert list(derived([], facts)) == [
        ("koorts", "zeker", "38,0 graden"),
        ("overdosis", "zeker", "meer dan 4000 mg paracetamol op een dag"),
    ]
    assert list(derived([], Facts(temperature=37.99, paracetamol_mg=4000))) == []


def test_who_is_eighteen_is_no_child() -> None:
    assert dismissed(Facts(age=18)) == {"kind"}
    assert dismissed(Facts(age=17)) == set()
    assert "ochtendstijfheid" in dismissed(Facts(age=46))


@pytest.mark.parametrize(
    ("text", "fell"),
    [
        ("gevallen", True),
        ("viel mee", False),
        ("viel tegen vandaag", False),
        ("dat zou op kunnen vallen", True),
        ("het kan vallen op mijn rug", False),
        ("mee vallen", True),
        ("vallen mee", False),
        ("een val op straat", True),
        ("gevallen op straat", True),
        ("slaap gevallen", False),
        ("slaap vallen", False),
        ("slaap niet, gevallen", True),
    ],
)
def test_a_fall_and_other_uses_of_the_word(text: str, fell: bool) -> None:
    assert (modifiers(tokenise(text)) == ("val",)) is fell
