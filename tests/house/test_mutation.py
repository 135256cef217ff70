"""scripts.mutation and scripts.safety_rules: what is changed, and the list of what may survive."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts import mutation, safety_rules
from scripts.mutation import Mutant
from scripts.tools import ROOT

KNOWN = mutation.argued()


def test_every_module_of_triage_is_a_safety_rule_and_every_name_exists() -> None:
    found = set(safety_rules.modules())
    assert {p.relative_to(ROOT) for p in (ROOT / "rugwijzer" / "triage").glob("*.py")} <= found
    assert all((ROOT / path).is_file() for path in found)
    assert all((ROOT / path).exists() for path in safety_rules.TESTS)


def test_no_safety_rule_leaves_a_line_out_of_the_measurement() -> None:
    for path in safety_rules.modules():
        assert "pragma: no" not in (ROOT / path).read_text(encoding="utf8"), path


def source(mutant: Mutant) -> str:
    """The module that a row is about, on one line."""
    parts = mutant.place.split(".")
    path = next(
        p
        for end in range(len(parts), 0, -1)
        if (p := ROOT / "rugwijzer" / ("/".join(parts[:end]) + ".py")).exists()
    )
    return " ".join(path.read_text(encoding="utf8").split())


@pytest.mark.parametrize("mutant", KNOWN, ids=lambda m: f"{m.place}: {m.becomes}"[:80])
def test_a_survivor_on_the_list_is_still_in_the_code_and_argued(mutant: Mutant) -> None:
    assert mutant.was in source(mutant)
    assert mutant.becomes != mutant.was
    assert len(KNOWN[mutant].split()) >= 4


def test_every_row_of_the_list_is_read() -> None:
    rows = re.findall(r"^\| `", mutation.LIST.read_text(encoding="utf8"), re.MULTILINE)
    assert len(rows) == len(KNOWN)


DIFF = """--- rugwijzer/triage/levels.py
+++ rugwijzer/triage/levels.py
@@ -1,3 +1,3 @@
 def decide():
-    if a | b:
+    if a & b:
         return 1"""


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("rugwijzer.triage.levels.x_decide__mutmut_3", "triage.levels.decide"),
        ("rugwijzer.triage.levels.x__inside__mutmut_12", "triage.levels._inside"),
        ("rugwijzer.triage.intake.xǁIntakeǁ_narrow__mutmut_1", "triage.intake.Intake._narrow"),
    ],
)
def test_a_change_becomes_a_row_and_a_row_with_an_argument_a_change(
    tmp_path: Path, name: str, place: str
) -> None:
    mutant = mutation.read(name, DIFF)
    assert mutant == Mutant(place, "if a | b:", "if a & b:")
    path = tmp_path / "list.md"
    path.write_text(mutant.row())
    assert mutation.argued(path) == {}
    path.write_text(mutant.row().replace("|  |", "| maakt geen verschil |"))
    assert mutation.argued(path) == {mutant: "maakt geen verschil"}
