"""What `make` offers, and that CI, the hooks and the lock file use the same things."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from scripts import lock
from scripts.tools import ROOT
from tests.tools import passes

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf8")
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf8"))


def made(*arguments: str) -> str:
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_make_alone_lists_at_most_a_dozen_targets_each_with_a_line() -> None:
    lines = made().splitlines()
    assert 5 < len(lines) <= 12
    assert all(re.fullmatch(r"[a-z<>-]+ +\S.+", line) for line in lines)
    assert [line.split()[0] for line in lines].count("benchmark-<naam>") == 1


def test_every_target_is_in_that_list_or_is_a_benchmark() -> None:
    listed = {line.split()[0] for line in made().splitlines()}
    phony = set(made("-pn", "help").partition(".PHONY: ")[2].partition("\n")[0].split())
    benchmarks = {name for name in phony if name.startswith("benchmark-")}
    assert phony - benchmarks == listed - {"benchmark-<naam>"}
    named = re.search(r"#: benchmark-<naam>: ## meet: (.+?);", MAKEFILE)
    assert named is not None
    words = named.group(1).replace(" of ", ", ").split(", ")
    assert {f"benchmark-{word}" for word in words} == benchmarks


@pytest.mark.parametrize("name", ["endurance", "followup", "nlu", "safety", "serving", "web"])
def test_a_benchmark_runs_its_own_module(name: str) -> None:
    assert f"-m benchmarks.{name}" in made("-n", f"benchmark-{name}", "EPOCHS=1")


def test_ci_runs_what_a_person_runs() -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf8").splitlines()
    assert "make test" in ci


def test_the_environment_comes_from_the_lock_and_the_lock_fits() -> None:
    for path in ("scripts/setup.sh", "deploy/Dockerfile"):
        text = (ROOT / path).read_text(encoding="utf8")
        synced = re.findall(r"\bsync (.+)", text)
        assert synced
        assert all("--locked" in line for line in synced)
    assert lock.main() == 0


def test_the_hooks_are_local_and_their_programs_exist() -> None:
    assert {repo["repo"] for repo in HOOKS["repos"]} == {"local"}
    hooks = [hook for repo in HOOKS["repos"] for hook in repo["hooks"]]
    for hook in hooks:
        program, *rest = hook["entry"].split()
        assert hook["language"] == "system"
        assert (ROOT / program).exists(), hook["entry"]
        if rest[:1] == ["-m"]:
            assert (ROOT / f"{rest[1].replace('.', '/')}.py").exists(), hook["entry"]
        assert re.compile(hook.get("files", ""))
    assert {"ruff-format", "ruff-check", "mypy", "check-content"} <= {h["id"] for h in hooks}


def test_the_types_are_checked_of_every_package_that_mypy_reads() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf8")
    packages = re.findall(
        r"\w+", text.split("[tool.mypy]\n")[1].split("packages = ")[1].split("]")[0]
    )
    [files] = (h["files"] for repo in HOOKS["repos"] for h in repo["hooks"] if h["id"] == "mypy")
    assert [p for p in packages if not re.search(files, f"{p}/een/module.py")] == []


def test_pre_commit_understands_the_configuration(tmp_path: Path) -> None:
    passes("pre-commit", "validate-config", ".pre-commit-config.yaml")
    home = os.environ | {"PRE_COMMIT_HOME": str(tmp_path)}
    for hook in ("ruff-format", "ruff-check", "uv-lock"):
        files = ("--files", "scripts/lock.py", "pyproject.toml")
        assert "Passed" in passes("pre-commit", "run", hook, *files, env=home)
