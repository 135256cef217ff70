"""The real content against the contract that data/bronnen.yml carries, and that against ../shared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from rugwijzer.knowledge.check import CONTENT, read_messages
from rugwijzer.knowledge.example_checks import normalise
from rugwijzer.knowledge.flag_checks import flag_messages, read_flags
from rugwijzer.knowledge.topics import Topic, Topics

SHARED = CONTENT.parents[1] / "shared"
DEVSET = SHARED / "devset"
FACTS = yaml.safe_load((CONTENT / "bronnen.yml").read_text(encoding="utf8"))
TOPICS: dict[str, Any] = FACTS["onderwerpen"]
#: Top-level keys by which Rasa recognises training data, domains and tests.
RASA_KEYS = frozenset(
    {"nlu", "stories", "rules", "responses", "intents", "entities", "slots", "forms", "actions"}
    | {"e2e_actions", "session_config", "version", "lookup", "synonym", "regex"}
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def _shared(name: str) -> Any:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return yaml.safe_load(path.read_text(encoding="utf8"))


def _has(text: str, number: str) -> bool:
    return re.search(rf"(?<![\d.,]){re.escape(number)}(?!\d|[.,]\d)", text) is not None


@pytest.fixture(scope="module")
def topics() -> Topics:
    return Topics.load(CONTENT / "faq")


def test_the_facts_are_those_of_the_contract() -> None:
    contract = {entry.pop("id"): entry for entry in _shared("catalogus.yml")["onderwerpen"]}
    for entry in contract.values():
        del entry["vraag"]
    assert {topic_id: TOPICS.get(topic_id) for topic_id in contract} == contract


def test_the_flag_levels_are_those_of_the_contract() -> None:
    keys = ("niveau", "vraag", "nieuw")
    contract = {
        flag["id"]: {key: flag[key] for key in keys if key in flag}
        for flag in _shared("rode-vlaggen.yml")["rode_vlaggen"]
    }
    found = FACTS["alarmsignalen"]
    assert {flag_id: found.get(flag_id) for flag_id in contract} == contract


def test_the_facts_do_not_look_like_training_data() -> None:
    assert not RASA_KEYS & FACTS.keys()


def test_every_topic_of_the_contract_has_an_answer(topics: Topics) -> None:
    assert TOPICS.keys() - topics.keys() == set()


@pytest.mark.parametrize("topic_id", TOPICS)
def test_the_verdict_is_that_of_the_contract(topics: Topics, topic_id: str) -> None:
    assert topics[topic_id].verdict == TOPICS[topic_id]["oordeel"]


@pytest.mark.parametrize(
    "topic_id", [t for t in TOPICS if _NUMBER.search(str(TOPICS[t]["feiten"]))]
)
def test_numbers_of_the_facts_are_in_the_answer(topics: Topics, topic_id: str) -> None:
    wanted = {n for fact in TOPICS[topic_id]["feiten"] for n in _NUMBER.findall(fact)}
    assert {n for n in wanted if not _has(topics[topic_id].text, n)} == set()


@pytest.mark.parametrize(
    ("topic_id", "form"),
    [
        ("hoe_vaak_rugpijn", "80 tot 90%"),
        ("hoe_vaak_rugpijn", "549.000"),
        ("iets_ernstigs", "1 op de 100"),
        ("hernia", "70 tot 80%"),
        ("slijtage", "30%"),
        ("operatie", "85%"),
        ("waarom_zo_weinig_bekend", "35.000"),
    ],
)
def test_numbers_keep_the_form_of_the_contract(topics: Topics, topic_id: str, form: str) -> None:
    assert any(form in fact for fact in TOPICS[topic_id]["feiten"])
    assert form in topics[topic_id].text


NUANCED = [t for t in TOPICS if _NUMBER.search(TOPICS[t].get("kanttekening", {}).get("tekst", ""))]


@pytest.mark.parametrize("topic_id", NUANCED)
def test_numbers_of_the_nuance_are_in_meer(topics: Topics, topic_id: str) -> None:
    nuance = re.sub(r"\(\w+ (?:19|20)\d\d\b", "", TOPICS[topic_id]["kanttekening"]["tekst"])
    lost = {n for n in _NUMBER.findall(nuance) if not _has(topics[topic_id].more, n)}
    assert lost == set()


@pytest.mark.parametrize("topic_id", [t for t in TOPICS if "kanttekening" in TOPICS[t]])
def test_a_nuance_is_told_with_its_source(topics: Topics, topic_id: str) -> None:
    assert topics[topic_id].more
    assert topics[topic_id].more_source


def _cites(topic: Topic, source: str) -> bool:
    """Whether a source of the contract ('artikel 3', 'folder Behandeling') is named."""
    document, _, part = source.partition(" ")
    return any(
        document in cited.title.lower()
        and re.match(re.escape(part) + r"\b", cited.section, re.IGNORECASE)
        for cited in topic.sources
    )


@pytest.mark.parametrize("topic_id", TOPICS)
def test_every_source_of_the_contract_is_named(topics: Topics, topic_id: str) -> None:
    lost = [source for source in TOPICS[topic_id]["bron"] if not _cites(topics[topic_id], source)]
    assert lost == []


def test_flags_are_those_of_the_contract() -> None:
    found = {
        flag.id: {k: flag.raw[k] for k in ("niveau", "vraag", "nieuw") if flag.raw.get(k)}
        for flag in read_flags(CONTENT / "red_flags")
    }
    agreed = FACTS["alarmsignalen"]
    assert {flag_id: found.get(flag_id) for flag_id in agreed} == agreed


def _strings(value: Any, key: str = "") -> Iterator[str]:
    """Messages in a row of a development set: `text`, and any string of three words or more."""
    if isinstance(value, str):
        if key == "text" or len(value.split()) > 2:
            yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _strings(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part, key)


@pytest.mark.skipif(not DEVSET.is_dir(), reason="no development set here")
@pytest.mark.parametrize("path", sorted(DEVSET.glob("*.jsonl")), ids=lambda path: Path(path).stem)
def test_no_training_message_is_in_the_development_set(path: Path) -> None:
    rows = [
        json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()
    ]
    held_out = {normalise(text) for row in rows for text in _strings(row)}
    assert len(held_out) > 0.9 * len(rows) > 0, "the messages of this file were not recognised"
    training = [(file, message.text) for file, message in read_messages(CONTENT)]
    training += [
        (flag.file, text)
        for flag in read_flags(CONTENT / "red_flags")
        for _, text in flag_messages(flag)
    ]
    assert [(file, text) for file, text in training if normalise(text) in held_out] == []
