"""docs/security.md: every threat names a test and every named test exists; docs/privacy.md is complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "security.md").read_text(encoding="utf8")
PRIVACY = (ROOT / "docs" / "privacy.md").read_text(encoding="utf8")
KINDS = {
    *("Spoofing", "Tampering", "Repudiation", "Information disclosure"),
    *("Denial of service", "Elevation of privilege"),
}
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", DOC)))


def table(text: str, heading: str) -> list[list[str]]:
    """The rows of the table under a heading, without its head."""
    lines = [x for x in text.split(heading)[1].split("\n## ")[0].splitlines() if x.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


ROWS = table(DOC, "## Threats")


def test_the_threats_are_numbered_and_complete() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, len(ROWS) + 1))
    assert len(ROWS) >= 25
    for row in ROWS:
        assert len(row) == 6 and all(row), row
    assert {row[1] for row in ROWS} == KINDS


def test_each_threat_names_a_test() -> None:
    assert [row[0] for row in ROWS if "::" not in row[5]] == []


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_named_test_exists(file: str, name: str) -> None:
    path = ROOT / "tests" / file
    assert path.exists()
    assert re.search(rf"^\s*(async )?def {name}\(", path.read_text(encoding="utf8"), re.MULTILINE)


def test_each_row_of_the_data_map_says_what_why_how_long_and_on_what_ground() -> None:
    rows = table(PRIVACY, "## Wat wordt bewaard")
    assert len(rows) >= 10
    for row in rows:
        assert len(row) == 6 and all(row), row


@pytest.mark.parametrize(
    "setting", ["CONVERSATION_KEEP_DAYS", "FOLLOWUP_KEEP_DAYS", "AUDIT_KEEP_DAYS"]
)
def test_the_data_map_names_the_setting_of_each_period(setting: str) -> None:
    assert f"RUGWIJZER_{setting}" in PRIVACY
