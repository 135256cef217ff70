"""`python -m scripts.evaluation_picture`: draws the first table of docs/evaluatie.md, figure beside goal.

The table is where the figures are written down; the picture shows nothing that is not in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from .tools import ROOT

PAGE = ROOT / "docs" / "evaluatie.md"
PATH = ROOT / "docs" / "beelden" / "evaluatie.svg"

_ROW, _TOP, _LEFT, _WIDTH, _RIGHT = 34, 66, 430, 380, 190
_HELD, _MISSED, _INK, _SOFT, _LINE = "#0e5f66", "#b25e00", "#1d2b2e", "#526165", "#e2dccf"
_SHARE = re.compile(r"[01],\d+")
_OF = re.compile(r"\((\d+)\)")


@dataclass(frozen=True)
class Row:
    """One figure between 0 and 1, and the goal that it must reach or stay below."""

    name: str
    figure: float
    goal: float
    at_most: bool

    @property
    def held(self) -> bool:
        """Whether the goal is reached."""
        return self.figure <= self.goal if self.at_most else self.figure >= self.goal


def rows(page: str) -> list[Row]:
    """The rows of the first table that have a share and a goal."""
    found = []
    for line in page[page.index("| wat | cijfer | doel |") :].split("\n\n")[0].splitlines()[2:]:
        name, figure, goal = (cell.strip() for cell in line.strip("|").split("|"))
        shares = _SHARE.findall(figure)
        goals = _SHARE.findall(goal)
        if len(shares) == 1 and goals:
            at_most = goal.startswith("hoogstens")
            aim = _number(goals[0])
            if "één gemist" in goal:
                # Of so many messages one may be missed; the figure in the table is rounded.
                aim = round(1 - 1 / int(_OF.findall(name)[0]), len(shares[0]) - 2)
            found.append(Row(name, _number(shares[0]), aim, at_most))
    return found


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def svg(found: list[Row]) -> str:
    """The picture: a bar for each figure, a mark at its goal."""
    height = _TOP + _ROW * len(found) + 44
    width = _LEFT + _WIDTH + _RIGHT
    missed = [row.name for row in found if not row.held]
    told = f"{len(found) - len(missed)} van {len(found)} doelen gehaald"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="15" aria-label="{told}">',
        f"<title>{told}</title>",
        f'<rect width="{width}" height="{height}" rx="14" fill="#ffffff"/>',
        _text(24, 36, "Gemeten en beoogd", 19, "700"),
        _text(_LEFT + _WIDTH, 36, told, 15, "400", _SOFT, "end"),
    ]
    for number, row in enumerate(found):
        parts += _drawn(row, _TOP + _ROW * number)
    below = _TOP + _ROW * len(found) + 26
    parts += [
        _text(_LEFT, below, "0", 13, "400", _SOFT),
        _text(_LEFT + _WIDTH, below, "1", 13, "400", _SOFT, "end"),
        _text(24, below, "streep: het doel; oranje: niet gehaald", 13, "400", _SOFT),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _drawn(row: Row, y: int) -> list[str]:
    colour = _HELD if row.held else _MISSED
    goal = _LEFT + _WIDTH * row.goal
    sign = "hoogstens" if row.at_most else "minstens"
    said = f"{row.figure:.3f} ({sign} {row.goal:g})".replace(".", ",")
    return [
        _text(_LEFT - 14, y + 17, row.name, 14, "400", _INK, "end"),
        f'<rect x="{_LEFT}" y="{y + 4}" width="{_WIDTH}" height="18" rx="4" fill="{_LINE}"/>',
        f'<rect x="{_LEFT}" y="{y + 4}" width="{max(_WIDTH * row.figure, 2):.1f}" height="18" '
        f'rx="4" fill="{colour}"/>',
        f'<rect x="{goal - 1.5:.1f}" y="{y}" width="3" height="26" fill="{_INK}"/>',
        _text(_LEFT + _WIDTH + 12, y + 17, said, 13, "400", _INK),
    ]


def _text(
    x: float, y: float, text: str, size: int, weight: str, fill: str = _INK, anchor: str = "start"
) -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{fill}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def main() -> int:
    """Draw it."""
    PATH.write_text(svg(rows(PAGE.read_text("utf8"))), encoding="utf8")
    print(PATH.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
