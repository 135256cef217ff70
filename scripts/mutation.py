"""`python -m scripts.mutation [module ...]`: changes the safety rules bit by bit, and sees a test fail.

mutmut makes each change in a copy under build/mutation and runs the tests that reach it. A change
that no test notices is a survivor: it needs a test, or a row with an argument in docs/mutaties.md.
1 when a survivor has neither. Without names all modules are taken, which takes an hour on two
cores; one module takes a few minutes. Names are those of the files: `levels hold weigh`.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .safety_rules import ROOT, TESTS, modules
from .tools import uv

#: Runs inside the project's own .venv, beside which uv lays mutmut: uv.lock stays as it is.
MUTMUT = "mutmut==3.8.1"
WORK = ROOT / "build" / "mutation"
LIST = ROOT / "docs" / "mutaties.md"
_COPIED = ("rugwijzer", "tests", "data", "pyproject.toml")
#: A random text proves little about one change and takes long: these tests stay out.
_UNHELPFUL = (
    "tests/triage/test_number_answers.py::test_any_reply_is_read_and_numbers_stay_in_range",
)
_KILLED = frozenset({1, 3, 24, -24, 36, 255, 152})
_ROW = re.compile(
    r"^\| `(?P<place>[^`]+)` \| `(?P<was>.*?)` \| `(?P<becomes>.*?)` \| (?P<why>.+) \|$"
)
#: `mutmut show` starts anew for each change; this asks for all of them at once.
_DIFFS = """
import json, sys
from mutmut.mutation.diff_apply import get_diff_for_mutant
print(json.dumps({name: get_diff_for_mutant(name) for name in sys.argv[1:]}))
"""


@dataclass(frozen=True)
class Mutant:
    """One change: the function it is in, the line as it was, and what became of it."""

    place: str
    was: str
    becomes: str

    def row(self) -> str:
        """The row of docs/mutaties.md, without its argument."""
        was, becomes = (text.replace("|", "\\|") for text in (self.was, self.becomes))
        return f"| `{self.place}` | `{was}` | `{becomes}` |  |"


def argued(path: Path = LIST) -> dict[Mutant, str]:
    """The survivors that are known, each with its argument."""
    found = (_ROW.match(line) for line in path.read_text(encoding="utf8").splitlines())
    return {
        Mutant(m["place"], m["was"].replace("\\|", "|"), m["becomes"].replace("\\|", "|")): m["why"]
        for m in found
        if m and m["why"].strip()
    }


def prepare(chosen: Iterable[Path]) -> None:
    """A fresh copy of what mutmut needs, with its settings."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            leave = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, WORK / name, ignore=leave)
        else:
            shutil.copy2(source, WORK / name)
    settings = {
        "source_paths": ["rugwijzer"],
        "only_mutate": [str(path) for path in chosen],
        "also_copy": ["data"],
        "pytest_add_cli_args_test_selection": list(TESTS),
        "pytest_add_cli_args": [f"--deselect={name}" for name in _UNHELPFUL],
        "track_dependencies": ["false"],
        "use_git_change_detection": ["false"],
    }
    lines = [f"{key} =\n" + "".join(f"    {v}\n" for v in vs) for key, vs in settings.items()]
    (WORK / "setup.cfg").write_text("[mutmut]\n" + "".join(lines), encoding="utf8")


def beside_mutmut(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the copy, with mutmut beside the project's own packages."""
    options = ("run", "--quiet", "--no-sync", "--project", str(ROOT), "--with", MUTMUT)
    shown = {"stdout": subprocess.PIPE} if command[0] == "python" else {}
    return subprocess.run([uv(), *options, *command], cwd=WORK, text=True, check=True, **shown)  # type: ignore[call-overload, no-any-return]


def survivors(chosen: Iterable[Path]) -> tuple[int, list[Mutant]]:
    """How many changes were tried, and those that no test noticed."""
    tried: dict[str, int | None] = {}
    for path in chosen:
        meta = WORK / "mutants" / f"{path}.meta"
        tried |= json.loads(meta.read_text(encoding="utf8"))["exit_code_by_key"]
    if None in tried.values():
        raise RuntimeError("mutmut is niet klaargekomen")
    alive = [name for name, code in tried.items() if code not in _KILLED]
    diffs = json.loads(beside_mutmut("python", "-c", _DIFFS, *alive).stdout)
    return len(tried), [read(name, diff) for name, diff in diffs.items()]


def read(name: str, diff: str) -> Mutant:
    """A change out of its diff: the lines taken away and the lines put in their place."""
    place = re.sub(r"^rugwijzer\.|x_|__mutmut_\d+$", "", name).replace("xǁ", "").replace("ǁ", ".")
    body = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    was, becomes = (
        " ".join(line[1:].strip() for line in body if line.startswith(sign)) for sign in "-+"
    )
    return Mutant(place, was, becomes)


def main(arguments: list[str] | None = None) -> int:
    """Run, and name every survivor that docs/mutaties.md does not argue."""
    parser = argparse.ArgumentParser(prog="python -m scripts.mutation")
    parser.add_argument("module", nargs="*", help="levels hold ...; alles als er geen is")
    parser.add_argument("--kinderen", type=int, default=1, help="zoveel tegelijk")
    chosen = parser.parse_args(arguments)
    paths = [p for p in modules() if p.stem != "__init__"]
    unknown = set(chosen.module) - {p.stem for p in paths}
    if unknown:
        parser.error(f"geen veiligheidsregel: {', '.join(sorted(unknown))}")
    paths = [p for p in paths if not chosen.module or p.stem in chosen.module]
    prepare(paths)
    beside_mutmut("mutmut", "run", "--max-children", str(chosen.kinderen))
    tried, alive = survivors(paths)
    known = argued()
    new = [mutant for mutant in alive if mutant not in known]
    print(f"\n{tried} veranderingen, {len(alive)} overleefd, {len(new)} zonder argument")
    for mutant in new:
        print(mutant.row())
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main())
