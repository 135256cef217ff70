"""docs/recepten.md: each recipe, carried out as it stands on a copy."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import pytest
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader

from rugwijzer.followup.check import problems
from rugwijzer.followup.plans import load_plans
from rugwijzer.followup.questions import Questions
from rugwijzer.knowledge.check import check
from rugwijzer.triage.dialect import dialect, standard
from tests.triage.test_dialect import REGIONS

from .pages import ROOT, page

PAGE = page("docs/recepten.md")
BLOCKS = list(PAGE.blocks())
_NEW = re.compile(r"# ([\w/]+\.(?:yml|py))\n")
_INTO = re.compile(r"# ([\w/]+\.yml), onder (\w+)\n")
#: Python that is no file, but run as it stands.
_RUN = [b for b in BLOCKS if b.language == "python" and not _NEW.match(b.text)]


def carry_out(root: Path) -> list[Path]:
    """Do what every block of the page says that is a file or a part of one; the files that are new."""
    made = []
    for block in (b for b in BLOCKS if b.language in ("yaml", "python") and b not in _RUN):
        into, new = _INTO.match(block.text), _NEW.match(block.text)
        if into:
            path, head = root / into.group(1), f"\n{into.group(2)}:\n"
            text = path.read_text("utf8")
            assert text.count(head) == 1
            path.write_text(text.replace(head, head + block.text[into.end() :]), "utf8")
        else:
            assert new, f"{block} does not say where it goes"
            made.append(root / new.group(1))
            assert not made[-1].exists()
            made[-1].write_text(block.text, "utf8")
    return made


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recepten")
    for name in ("data", "actions", "tests/actions", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("domain.yml", "tests/__init__.py"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "docs").mkdir()
    made = carry_out(folder)
    assert [path.parent.name for path in made] == [
        *("faq", "red_flags", "plans"),
        *("dialoog", "actions", "actions"),
    ]
    return folder


def run(root: Path, *command: str) -> str:
    """What a command says in the copy, whose own actions, tests and scripts go before the project's."""
    ran = subprocess.run(
        [sys.executable, *command],
        cwd=root,
        env={"PYTHONPATH": f"{root}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_a_topic_is_accepted_once_it_has_its_examples(root: Path) -> None:
    found = check(root / "data")
    # The real content is in order (make check-content); as the recipe says, only examples are missing.
    assert [str(p).split(",")[0] for p in found.problems] == [
        "data/faq/autorijden.yml: de voorbeelden hebben 2 stemmen",
        "data/faq/autorijden.yml: er zijn 2 voorbeelden",
    ]
    path = root / "data" / "faq" / "autorijden.yml"
    content = yaml.safe_load(path.read_text("utf8"))
    content["nlu"] += [
        {
            "intent": "faq/autorijden",
            "metadata": {"stem": f"stem{voice}"},
            "examples": "".join(f"- autorijden stem {voice} vraag {n}\n" for n in range(20)),
        }
        for voice in range(4)
    ]
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf8")
    found = check(root / "data")
    assert found.problems == []
    assert found.topics == len(list((ROOT / "data" / "faq").glob("*.yml"))) + 1


def test_a_red_flag_does_what_the_page_prints(root: Path) -> None:
    [code] = [block.text for block in _RUN]
    printed = next(block.text for block in BLOCKS if block.language == "text")
    assert run(root, "-c", code) == printed
    assert "koud_been" in printed


def test_a_plan_is_loaded_and_falls_due_as_it_says(root: Path) -> None:
    assert list(problems(root / "data")) == []
    folder = root / "data" / "plans"
    plan = load_plans(folder, Questions.load(folder / "vragen.yml"))["na_operatie"]
    start = datetime(2026, 1, 5, 10, tzinfo=timezone.utc)
    due = [(start + moment.after).date().isoformat() for moment in plan.moments]
    assert due == ["2026-01-08", "2026-01-19", "2026-02-16", "2026-04-05"]
    assert plan.thresholds.pain_from == 7


def test_a_regional_form_is_read_as_its_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    *_, line = (block.text for block in BLOCKS if block.language == "text")
    form, standard_word, region = line.strip().split("\t")
    assert form not in dialect() and region in REGIONS
    monkeypatch.setattr("rugwijzer.triage.dialect.dialect", lambda: {form: standard_word})
    assert standard(f"{form} in mijn rug") == f"{standard_word} in mijn rug"


def test_a_custom_action_is_found_and_passes_its_own_test(root: Path) -> None:
    find = (
        "from rasa_sdk.executor import ActionExecutor as E; e = E(); e.register_package('actions');"
        "print(*e.actions)"
    )
    assert "action_nummer" in run(root, "-c", find).split()
    file = "tests/actions/test_action_nummer.py"
    # In the order of the file: what tests/conftest.py does for another order is not in the copy.
    plain = ("-p", "no:cacheprovider", "-p", "no:randomly")
    ran = run(root, "-m", "pytest", "-q", *plain, file)
    assert ran.startswith("..")


def test_rasa_reads_the_new_intent_action_and_rule(root: Path) -> None:
    domain = Domain.load(root / "domain.yml")
    reader = YAMLStoryReader(domain)
    rules = reader.read_from_file(root / "data" / "dialoog" / "regels.yml")
    [rule] = [r for r in rules if r.block_name == "het nummer van de praktijk"]
    said = [getattr(e, "intent_name", None) or getattr(e, "action_name", None) for e in rule.events]
    assert said[1:3] == ["nummer", "action_nummer"]
    assert "nummer" in domain.intents and "action_nummer" in domain.user_actions


def test_the_page_of_content_wants_and_takes_the_meaning_of_a_new_intent(root: Path) -> None:
    meaning = re.findall(r'`("nummer": "[^"]+",)`', PAGE.prose)
    script = root / "scripts" / "content_page.py"
    text = script.read_text("utf8")
    script.write_text(text.replace("MEANINGS = {\n", f"MEANINGS = {{\n    {meaning[0]}\n"), "utf8")
    run(root, "-m", "scripts.content_page")
    made = (root / "docs" / "inhoud.md").read_text("utf8")
    assert "| `nummer` | vraagt naar het telefoonnummer van de praktijk |" in made
