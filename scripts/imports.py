"""`python -m scripts.imports`: writes docs/imports.md, what every room imports, from the code itself."""

from __future__ import annotations

import ast
import sys
from collections import Counter

import grimp

from .tools import ROOT

PAGE = ROOT / "docs" / "imports.md"
_PACKAGE = "rugwijzer"
_HEAD = """# Who imports whom

Made by `python -m scripts.imports` from the code; a test fails when it is old. Which arrows are allowed
stands in `pyproject.toml` under `tool.importlinter`, and `make lint` holds the code to it. What each room
is for: [architectuur.md](architectuur.md).

An arrow means 'imports'. An arrow that follows from others is left out of the drawing, not of the table.

"""

Rooms = dict[str, Counter[str]]


def rooms() -> Rooms:
    """Every room with the rooms that it imports directly, and by how many modules of its own."""
    graph = grimp.build_graph(_PACKAGE, "actions", cache_dir=None)
    found: Rooms = {name: Counter() for name in sorted({_room(m) for m in graph.modules} - {""})}
    for module in graph.modules:
        targets = {_room(t) for t in graph.find_modules_directly_imported_by(module)}
        for target in targets - {"", _room(module)}:
            found[_room(module)][target] += 1
    return found


def page(found: Rooms) -> str:
    """The page: a drawing and a table, in order from what imports to what is imported."""
    order = ordered(found)
    lines = [f"    {a} --> {b}" for a in order for b in order if b in essential(found, a)]
    drawing = "\n".join(["```mermaid", "flowchart TD", *lines, "```"])
    rows = [
        f"| `{_path(name)}` | {_purpose(name)} | {_targets(found[name], order)} |" for name in order
    ]
    table = "\n".join(
        ["| room | what is in it | imports (modules) |", "| --- | --- | --- |", *rows]
    )
    return f"{_HEAD}{drawing}\n\n{table}\n"


def ordered(found: Rooms) -> list[str]:
    """The rooms so that every arrow points down; raises ValueError when they stand in a circle."""
    order: list[str] = []
    left = set(found)
    while left:
        free = sorted(n for n in left if not any(n in found[other] for other in left - {n}))
        if not free:
            raise ValueError(f"these rooms import each other: {', '.join(sorted(left))}")
        order += free
        left -= set(free)
    return order


def essential(found: Rooms, name: str) -> set[str]:
    """What a room imports that none of its other imports imports for it."""
    through = {far for near in found[name] for far in _reach(found, near)}
    return set(found[name]) - through


def _reach(found: Rooms, name: str) -> set[str]:
    near = set(found[name])
    return near.union(*(_reach(found, other) for other in near)) if near else near


def _room(module: str) -> str:
    first, _, rest = module.partition(".")
    return rest.partition(".")[0] if first == _PACKAGE else first


def _path(name: str) -> str:
    return f"{name}/" if (ROOT / name).is_dir() else f"{_PACKAGE}/{name}/"


def _purpose(name: str) -> str:
    """The first sentence of the room's own docstring."""
    text = (
        ast.get_docstring(ast.parse((ROOT / _path(name) / "__init__.py").read_text("utf8"))) or ""
    )
    return " ".join(text.split("\n\n")[0].split()).rstrip(".")


def _targets(targets: Counter[str], order: list[str]) -> str:
    return ", ".join(f"{n} ({targets[n]})" for n in order if n in targets) or "-"


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(rooms()), encoding="utf8")
    print(f"{PAGE.relative_to(ROOT)} is geschreven.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
