from __future__ import annotations

import pytest

from rugwijzer.knowledge.files import ContentError
from rugwijzer.knowledge.flag_examples import FlagExample, load_examples

from .conftest import Content

NAME = "red_flags/plassen.yml"


def test_positive_examples_hold_their_flag_and_others(content: Content) -> None:
    with content.edit(NAME) as flag:
        flag["voorbeelden"]["oudere"].append({"tekst": "koorts en plassen", "ook": ["koorts"]})
    found = load_examples(content.root / "red_flags")
    one = FlagExample("oudere kan niet plassen 0", frozenset({"plassen"}), "oudere", "", "plassen")
    both = FlagExample(
        "koorts en plassen", frozenset({"plassen", "koorts"}), "oudere", "", "plassen"
    )
    assert one in found
    assert both in found


def test_counter_examples_hold_no_flag_but_a_reason(content: Content) -> None:
    found = load_examples(content.root / "red_flags")
    denied = FlagExample("oudere kan goed plassen 0", frozenset(), "oudere", "ontkend", "plassen")
    assert denied in found
    assert sum(1 for example in found if not example.flags) == 30


def test_an_example_that_is_no_text_names_the_file(content: Content) -> None:
    with content.edit(NAME) as flag:
        flag["voorbeelden"]["oudere"].append(112)
    with pytest.raises(ContentError, match=r"plassen\.yml: een voorbeeld is geen tekst: 112"):
        load_examples(content.root / "red_flags")
