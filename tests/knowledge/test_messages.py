from __future__ import annotations

import pytest

from rugwijzer.knowledge.files import ContentError
from rugwijzer.knowledge.messages import Example, load_messages

from .conftest import Content


def test_examples_carry_intent_voice_and_file(content: Content) -> None:
    found = load_messages(content.root)
    assert len(found) == 168
    assert Example("oudere vraagt 0 over matras", "faq/matras", "oudere", "matras.yml") in found


def test_a_block_without_a_voice_is_of_an_unknown_voice(content: Content) -> None:
    content.write("dialoog/ja.yml", {"nlu": [{"intent": "ja", "examples": "- ja\n- - nee\n\n"}]})
    assert load_messages(content.root / "dialoog") == [
        Example("ja", "ja", "onbekend", "ja.yml"),
        Example("- nee", "ja", "onbekend", "ja.yml"),
    ]


@pytest.mark.parametrize("block", [{"intent": "ja"}, {"examples": "- ja"}, {"examples": None}])
def test_a_block_of_another_form_names_the_file(content: Content, block: object) -> None:
    content.write("dialoog/ja.yml", {"nlu": [block]})
    with pytest.raises(ContentError, match=r"ja\.yml: een blok onder nlu"):
        load_messages(content.root)
