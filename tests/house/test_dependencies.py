"""What the packages import is declared: nothing is there only because Rasa happens to bring it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import distributions

import pytest

from scripts.tools import ROOT

#: Modules of a development dependency, and where the check that needs them says so.
FOR_EDITORS = {"textstat": "rugwijzer/knowledge/readability.py"}
OWN = {"rugwijzer", "actions"}


def listed(name: str) -> set[str]:
    """The distributions in the list `name = [` of pyproject.toml, written as an index writes them."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf8")
    (block,) = re.findall(rf"^{name} = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    return {normal(n) for n in re.findall(r'^  "([A-Za-z0-9._-]+)', block, re.MULTILINE)}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imports() -> Iterator[tuple[str, str]]:
    """Every top module of someone else that is imported, with the file."""
    for path in sorted(p for room in OWN for p in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            for name in imported(node):
                module = name.split(".")[0]
                if module not in sys.stdlib_module_names | OWN:
                    yield module, path.relative_to(ROOT).as_posix()


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level and node.module:
        return [node.module]
    return []


def installed() -> dict[str, set[str]]:
    """Top module -> the distributions that lay its files; Python 3.10's own list misses many."""
    found: dict[str, set[str]] = {}
    for distribution in distributions():
        for file in distribution.files or ():
            if file.suffix in {".py", ".so"}:
                name = file.parts[0].split(".")[0]
                found.setdefault(name, set()).add(normal(distribution.metadata["Name"]))
    return found


def page_of(room: str) -> str:
    """What the table of docs/architectuur.md says that a room stands on."""
    text = (ROOT / "docs" / "architectuur.md").read_text(encoding="utf8")
    (row,) = re.findall(rf"^\| `{room}/` \|.*$", text, re.MULTILINE)
    return normal(row.rsplit("|", 2)[1])


FOUND = sorted(set(imports()))
BRINGS = installed()


@pytest.mark.parametrize("module", sorted({m for m, _ in FOUND} - set(FOR_EDITORS)))
def test_every_package_that_is_imported_is_a_dependency_of_the_project(module: str) -> None:
    assert BRINGS[module] & listed("dependencies"), [path for m, path in FOUND if m == module]


def test_what_only_editors_need_is_a_development_dependency_and_imported_in_one_place() -> None:
    assert set(FOR_EDITORS) <= listed("dev") - listed("dependencies")
    assert {m: p for m, p in FOUND if m in FOR_EDITORS} == FOR_EDITORS


@pytest.mark.parametrize("room", ["rugwijzer/triage", "rugwijzer/knowledge", "rugwijzer/nlu"])
def test_the_page_of_the_architecture_names_all_that_the_rules_and_the_model_stand_on(
    room: str,
) -> None:
    modules = {m for m, path in FOUND if path.startswith(f"{room}/")}
    page = page_of(room)
    assert [m for m in sorted(modules) if not any(n in page for n in BRINGS[m])] == []
