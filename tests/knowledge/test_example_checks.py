from __future__ import annotations

import pytest

from rugwijzer.knowledge.example_checks import check_duplicates, normalise

from .conftest import Content

FILE = "data/faq/matras.yml: "


def test_capitals_marks_and_spaces_make_no_difference() -> None:
    assert normalise("Welk  matras, voor mijn RUG?") == normalise("welk matras voor mijn rug")
    assert normalise("welk matras") != normalise("welke matras")


def test_messages_of_marks_alone_stay_apart() -> None:
    assert normalise("??") != normalise("👍") != ""


def test_too_few_examples_are_counted(content: Content) -> None:
    with content.edit("faq/matras.yml") as raw:
        lines = raw["nlu"][0]["examples"].splitlines(keepends=True)
        raw["nlu"][0]["examples"] = "".join(lines[:-5])
    assert content.problems() == [
        f"{FILE}er zijn 79 voorbeelden, minstens 80 zijn nodig. Schrijf er meer, zoals mensen het "
        "zelf zouden vragen."
    ]


def test_too_few_voices_are_counted(content: Content) -> None:
    with content.edit("faq/matras.yml") as raw:
        raw["nlu"][0]["metadata"]["stem"] = raw["nlu"][1]["metadata"]["stem"]
    (problem,) = content.problems()
    assert problem.startswith(f"{FILE}de voorbeelden hebben 5 stemmen, minstens 6 zijn nodig.")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("matras", "data/faq/matras.yml: dit voorbeeld staat er twee keer: 'Oudere vraagt: 0 ov"),
        ("stoel", "data/faq/stoel.yml: dit voorbeeld staat ook in data/faq/matras.yml: 'Oudere v"),
    ],
)
def test_an_example_stands_in_one_place(content: Content, name: str, message: str) -> None:
    with content.edit(f"faq/{name}.yml") as raw:
        raw["nlu"][-1]["examples"] += "- Oudere vraagt: 0 over matras!\n"
    (problem,) = content.problems()
    assert problem.startswith(message)


def test_a_long_example_is_quoted_in_part() -> None:
    (problem,) = check_duplicates([("a", "lang " * 40), ("b", "lang " * 40)])
    assert "'lang lang" in problem.text
    assert "...'" in problem.text
    assert len(problem.text) < 150
