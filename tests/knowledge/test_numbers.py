from __future__ import annotations

import pytest

from rugwijzer.knowledge.numbers import numbers, phrases, spelled, without_allowed

from .conftest import Content

FILE = "data/faq/matras.yml: "


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("549.000 mensen, 0,6 punt en 85%.", ["549.000", "0,6", "85"]),
        ("In 2023. Op een schaal van 10.", ["2023", "10"]),
        ("VER-01 en L5", []),
        ("3-4 weken", ["3", "4"]),
    ],
)
def test_numbers_are_found_as_written(text: str, found: list[str]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("80 tot 90% van de mensen", ["80 tot 90%"]),
        ("minder dan 1 op de 100, in 2023", ["1 op de 100", "2023"]),
        ("30% tot 84%", ["30% tot 84%"]),
    ],
)
def test_phrases_keep_ranges_and_percent_signs(text: str, found: list[str]) -> None:
    assert phrases(text) == found


def test_numbers_in_words_allow_digits() -> None:
    assert spelled("Drie tot vijf keer per week") == ["3", "5"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Bel 112. Na 3 tot 4 weken.", []),
        ("Bel 0800-0113 of 113.", []),
        ("Na 3 tot 5 weken 1.112 of 112,5", ["3", "5", "1.112", "112,5"]),
    ],
)
def test_allowed_numbers_are_left_out_only_as_a_whole(text: str, left: list[str]) -> None:
    allowed = ["112", "113", "0800-0113", "3 tot 4 weken"]
    assert numbers(without_allowed(text, allowed)) == left


def test_a_number_without_a_source_is_reported(content: Content) -> None:
    with content.topic("matras") as answer:
        answer["text"] += " Dat duurt 6 weken."
    assert content.problems() == [
        f"{FILE}het getal 6 in het antwoord staat niet bij dit onderwerp in data/bronnen.yml. Haal "
        "het weg, of zet het feit met bron daar erbij."
    ]


def test_a_number_of_another_topic_is_no_source(content: Content) -> None:
    with content.edit("bronnen.yml") as facts:
        facts["onderwerpen"]["stoel"]["feiten"].append("het duurt 6 weken")
    with content.topic("matras") as answer:
        answer["metadata"]["meer"] += " Na 6 weken was het over."
    assert [p for p in content.problems() if p.startswith(FILE)] == [
        f"{FILE}het getal 6 in 'meer' staat niet bij dit onderwerp in data/bronnen.yml. Haal het "
        "weg, of zet het feit met bron daar erbij."
    ]


def test_a_fact_that_lost_its_number_is_reported(content: Content) -> None:
    with content.topic("matras") as answer:
        answer["text"] = answer["text"].replace("85%", "85")
    assert content.problems() == [
        f"{FILE}het getal '85%' uit data/bronnen.yml staat niet in het antwoord. Schrijf het zo in "
        "de tekst."
    ]


def test_a_nuance_that_lost_its_number_is_reported(content: Content) -> None:
    with content.topic("matras") as answer:
        answer["metadata"]["meer"] = "Goed om te weten: in de studie zaten veel mensen."
    assert content.problems() == [
        f"{FILE}het getal 313 uit de kanttekening in data/bronnen.yml staat niet in 'meer'. "
        "Schrijf het daar op."
    ]


@pytest.mark.parametrize(("nuance", "fine"), [("313 mensen, Kovacs 2003", True), ("1 of 3", False)])
def test_only_a_year_of_a_nuance_may_stand_in_its_source(
    content: Content, nuance: str, fine: bool
) -> None:
    with content.edit("bronnen.yml") as facts:
        facts["onderwerpen"]["matras"]["kanttekening"]["tekst"] = nuance
    with content.topic("matras") as answer:
        answer["metadata"]["bron_meer"] = "Kovacs 2003, deel 1 en 3"
    assert (content.problems() == []) is fine
