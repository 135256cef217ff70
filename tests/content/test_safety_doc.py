"""docs/safety.md: every hazard has its fields, and every test that it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rugwijzer.triage.levels import RULES

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "safety.md").read_text(encoding="utf8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in DOC.split("## Gevaren")[1].split("\n## ")[0].splitlines()
    if re.match(r"\| \d+ \|", line)
]
NAMED = re.findall(r"`([\w/]+\.py)::(\w+)`", DOC)


def test_the_hazards_are_numbered_and_complete() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, len(ROWS) + 1))
    assert len(ROWS) >= 30
    for row in ROWS:
        assert len(row) == 7 and all(row)
        assert row[4] in "12345"


def test_each_mitigation_names_a_test_or_points_at_an_open_point() -> None:
    for row in ROWS:
        assert "::" in row[6] or (row[6] == "geen" and "open punt" in row[5]), row[0]


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)))
def test_a_named_test_exists(file: str, name: str) -> None:
    path = ROOT / "tests" / file
    assert path.exists()
    assert re.search(rf"^\s*(async )?def {name}\(", path.read_text(encoding="utf8"), re.MULTILINE)


def test_every_rule_of_the_levels_is_applied_by_name() -> None:
    code = (ROOT / "rugwijzer" / "triage" / "levels.py").read_text(encoding="utf8")
    applied = re.findall(
        r'raise_to\([^"]*"\w+", "\w+", "(\w+)"|raise_to\(\w+, "\w+", "(\w+)"', code
    )
    assert {a or b for a, b in applied} == set(RULES)


@pytest.mark.parametrize("heading", ["Beoogd gebruik", "Niveaus", "Te tekenen door huisarts"])
def test_the_document_holds_its_parts(heading: str) -> None:
    assert f"## {heading}" in DOC
