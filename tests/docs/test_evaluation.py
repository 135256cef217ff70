"""docs/evaluatie.md and comparison.md: the picture is that of the table, the figures of others are theirs."""

from __future__ import annotations

import re

from benchmarks.safety.published import PUBLISHED
from scripts import evaluation_picture

from .pages import page

COMPARISON = page("docs/comparison.md").text


def test_the_picture_is_drawn_from_the_table() -> None:
    rows = evaluation_picture.rows(page("docs/evaluatie.md").text)
    assert len(rows) > 8
    assert evaluation_picture.PATH.read_text("utf8") == evaluation_picture.svg(rows)


def test_a_goal_that_is_missed_shows() -> None:
    table = (
        "| wat | cijfer | doel |\n| --- | --- | --- |\n"
        "| gemist (50) | 0,960 | 1,00, hoogstens één gemist |\n"
        "| een gemist (50) | 0,980 | 1,00, hoogstens één gemist |\n"
        "| vals alarm | **0,064** | hoogstens 0,05 |\n"
        "| tijd | 50 en 105 | - |\n\n"
    )
    rows = evaluation_picture.rows(table)
    assert [(row.name, row.held) for row in rows] == [
        ("gemist (50)", False),
        ("een gemist (50)", True),
        ("vals alarm", False),
    ]
    assert "1 van 3 doelen gehaald" in evaluation_picture.svg(rows)


def test_the_figures_of_others_are_those_that_the_benchmark_prints() -> None:
    part = COMPARISON.split("## Alarm signals")[1].split("## Follow-up")[0]
    rows = re.findall(r"^\| .*\[(\d+)\] \| (.+) \|$", part, re.M)
    sources = dict(re.findall(r"^(\d+)\. (https://\S+)$", COMPARISON, re.M))
    found = {sources[number]: re.findall(r"\d[.\d]*", figure) for number, figure in rows}
    expected = {p.address: re.findall(r"\d[.\d]*", p.figure.replace(",", ".")) for p in PUBLISHED}
    assert found == expected


def test_every_source_is_used_and_every_number_has_a_source() -> None:
    text, sources = COMPARISON.split("## Sources")
    used = set(re.findall(r"\[(\d+)\](?!\()", text))
    assert used == set(re.findall(r"^(\d+)\. ", sources, re.M))
