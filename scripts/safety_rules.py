"""`python -m scripts.safety_rules`: the pure safety rules, every branch of them run by their own tests.

This is the one place that says which modules those are: what reads a message, decides on a signal,
a level or the next question, holds an urgent advice, sees a patient get worse, and knows when the
practice can be called. None of them needs Rasa, a database or a web framework.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from .tools import ROOT

#: Folders and files, relative to the root.
RULES = (
    "rugwijzer/triage",
    "rugwijzer/followup/answers.py",
    "rugwijzer/followup/states.py",
    "rugwijzer/followup/worsening.py",
    "rugwijzer/knowledge/office_hours.py",
)
#: The tests that must reach every branch by themselves, without the rest of the suite.
TESTS = (
    "tests/triage",
    "tests/followup/test_answers.py",
    "tests/followup/test_states.py",
    "tests/followup/test_worsening.py",
    "tests/knowledge/test_office_hours.py",
)


def modules() -> list[Path]:
    """Every file of the rules, relative to the root."""
    found: list[Path] = []
    for name in RULES:
        path = ROOT / name
        found += sorted(path.glob("*.py")) if path.is_dir() else [path]
    return [path.relative_to(ROOT) for path in found]


def dotted(path: str) -> str:
    """A path as Python imports it."""
    return path.removesuffix(".py").replace("/", ".")


def main() -> int:
    """Run the tests; not 0 when one fails or a line or branch of the rules was not reached."""
    watched = [f"--cov={dotted(name)}" for name in RULES]
    wanted = ("--cov-branch", "--cov-fail-under=100", "--cov-report=term-missing:skip-covered")
    command = [sys.executable, "-m", "pytest", *TESTS, *watched, *wanted]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
