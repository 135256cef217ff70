from __future__ import annotations

import pytest

from rugwijzer.knowledge.files import ContentError
from rugwijzer.knowledge.topics import Source, Topics, parse_topic

from .conftest import Content


def test_a_topic_has_all_that_its_file_says(content: Content) -> None:
    topics = Topics.load(content.root / "faq")
    assert sorted(topics) == ["matras", "stoel"]
    assert len(topics) == 2
    topic = topics["matras"]
    assert (topic.title, topic.verdict, topic.theme) == ("Dure matras", "mythe", "behandeling")
    assert topic.text.startswith("Nee, dat is niet waar.")
    assert topic.sources == (Source("Folder", "Inleiding"),)
    assert topic.related == ("stoel",)
    assert topic.more_source == "Kovacs 2003"


def test_a_topic_without_nuance_has_empty_texts(content: Content) -> None:
    with content.topic("matras") as answer:
        del answer["metadata"]["meer"], answer["metadata"]["bron_meer"]
    topic = Topics.load(content.root / "faq")["matras"]
    assert (topic.more, topic.more_source) == ("", "")


@pytest.mark.parametrize("key", ["kop", "oordeel", "thema", "verwant", "bronnen"])
def test_a_missing_key_names_file_and_key(content: Content, key: str) -> None:
    with content.topic("matras") as answer:
        del answer["metadata"][key]
    with pytest.raises(ContentError, match=rf"data/faq/matras\.yml: er ontbreekt '{key}'"):
        Topics.load(content.root / "faq")


@pytest.mark.parametrize("raw", [None, [], {"responses": {"utter_faq/matras": []}}])
def test_a_file_of_another_form_is_a_content_error(raw: object) -> None:
    with pytest.raises(ContentError, match=r"matras\.yml"):
        parse_topic("matras", raw)


def test_a_folder_without_topics_is_a_content_error(content: Content) -> None:
    with pytest.raises(ContentError, match="geen onderwerpen gevonden"):
        Topics.load(content.root / "leeg")
