from __future__ import annotations

import pytest

from rugwijzer.knowledge.facts import FactBook, TopicFacts
from rugwijzer.knowledge.files import ContentError

from .conftest import Content


def test_the_agreement_is_read(content: Content) -> None:
    book = FactBook.load(content.root / "bronnen.yml")
    assert book.topics["matras"] == TopicFacts(
        verdict="mythe", facts=("bij 85% gaat het over",), nuance="een studie met 313 mensen"
    )
    assert book.flags == {"plassen": {"niveau": "spoed", "vraag": 2, "nieuw": True}}
    assert book.allowed == ("112", "3 tot 4 weken")
    assert book.jargon == ("tussenwervelschij*",)


@pytest.mark.parametrize("key", ["onderwerpen", "alarmsignalen", "toegestaan", "vakwoorden"])
def test_a_missing_part_is_named(content: Content, key: str) -> None:
    with content.edit("bronnen.yml") as facts:
        del facts[key]
    with pytest.raises(ContentError, match=f"bronnen.yml: er ontbreekt '{key}'"):
        FactBook.load(content.root / "bronnen.yml")


@pytest.mark.parametrize("text", ["- los", "onderwerpen: [matras]", "onderwerpen: {matras: mythe}"])
def test_another_form_is_a_content_error(content: Content, text: str) -> None:
    content.write("bronnen.yml", text)
    with pytest.raises(ContentError, match="een andere vorm dan de rest"):
        FactBook.load(content.root / "bronnen.yml")
