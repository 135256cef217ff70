"""scripts.supply_chain: the list of accepted advisories, and the bill of materials."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from scripts import supply_chain
from scripts.supply_chain import Accepted

LOCK = (supply_chain.ROOT / "uv.lock").read_text(encoding="utf8")
IN_LOCK = set(re.findall(r'^name = "([^"]+)"\nversion = "([^"]+)"', LOCK, re.MULTILINE))
DECIDED, KNOWN = supply_chain.accepted()


def report(*weaknesses: dict[str, object]) -> dict[str, object]:
    return {"dependencies": [{"name": "keras", "version": "2.12.0", "vulns": list(weaknesses)}]}


def test_every_accepted_advisory_is_about_a_locked_version_and_says_why() -> None:
    assert isinstance(DECIDED, date)
    assert len({(a.package, a.id) for a in KNOWN}) == len(KNOWN)
    for entry in KNOWN:
        assert (entry.package, entry.version) in IN_LOCK, entry
        assert re.fullmatch(r"(CVE-\d{4}-\d{4,}|GHSA(-\w{4}){3}|PYSEC-\d{4}-\d+)", entry.id)
        assert len(entry.reason.split()) > 6


def test_only_what_is_on_the_list_by_package_version_and_id_is_accepted() -> None:
    known = [Accepted("keras", "2.12.0", "CVE-2024-3660", "x")]
    same = {"id": "GHSA-x", "aliases": ["CVE-2024-3660"], "fix_versions": ["2.13.1"]}
    other = {"id": "PYSEC-2099-1", "aliases": [], "fix_versions": []}
    assert supply_chain.unaccepted(report(same), known) == []
    (line,) = supply_chain.unaccepted(report(same, other), known)
    assert "PYSEC-2099-1" in line
    newer = report(same)
    newer["dependencies"][0]["version"] = "2.12.1"  # type: ignore[index]
    assert len(supply_chain.unaccepted(newer, known)) == 1


def test_a_database_out_of_reach_is_said_and_turns_nothing_red(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supply_chain, "_DATABASE", ("127.0.0.1", 9))
    assert supply_chain.main(["audit"]) == 0
    assert str(DECIDED) in capsys.readouterr().out


def test_the_bill_of_materials_holds_every_locked_package(tmp_path: Path) -> None:
    path = tmp_path / "sbom.json"
    try:
        supply_chain.sbom(path)
    except LookupError as error:
        pytest.skip(str(error))
    bill = json.loads(path.read_text(encoding="utf8"))
    named = {(c["name"].lower(), c["version"]) for c in bill["components"]}
    assert bill["bomFormat"] == "CycloneDX"
    assert ("rasa", "3.6.21") in named
    assert named == set(supply_chain.locked().items())
    assert named <= IN_LOCK
