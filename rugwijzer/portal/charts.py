"""Curves and bars as SVG, drawn on the server: pure. The page shows the same numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 640, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 16, 16, 40
#: Room for half of the first and the last label, also in the larger type of a small screen.
_MARGIN = 36


@dataclass(frozen=True)
class Point:
    """One measurement: what stands under it, and its value; None was not answered."""

    label: str
    value: int | None


def line(chart_id: str, title: str, points: Sequence[Point], top: int, steps: int = 2) -> str:
    """A curve from 0 to `top` with a grid line at each of `steps`; as an SVG element."""
    dots = [(_x(i, len(points)), _y(p.value, top), p) for i, p in enumerate(points)]
    known = [(x, y, p) for x, y, p in dots if y is not None]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in known)
    marks = "".join(
        f'<circle class="punt" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
        f'<text class="waarde" x="{x:.1f}" y="{y - 10:.1f}">{p.value}</text>'
        for x, y, p in known
    )
    curve = f'<polyline class="lijn" points="{path}"/>' if len(known) > 1 else ""
    return _frame(chart_id, title, points, top, steps, curve + marks)


def bars(chart_id: str, title: str, points: Sequence[Point], top: int, goal: int | None) -> str:
    """Bars from 0 to `top`, with a line at the goal."""
    drawn = ""
    width = min(40.0, (_WIDTH - _LEFT - _RIGHT) / max(len(points), 1) * 0.6)
    for i, point in enumerate(points):
        y = _y(point.value, top)
        if y is not None:
            x = _x(i, len(points))
            height = _HEIGHT - _BOTTOM - y
            drawn += (
                f'<rect class="staaf" x="{x - width / 2:.1f}" y="{y:.1f}" '
                f'width="{width:.1f}" height="{height:.1f}"/>'
                f'<text class="waarde" x="{x:.1f}" y="{y - 6:.1f}">{point.value}</text>'
            )
    if goal is not None:
        y = _y(goal, top)
        drawn += f'<line class="doel" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>'
    return _frame(chart_id, title, points, top, 1, drawn)


def in_words(points: Sequence[Point]) -> str:
    """What a screen reader says of a chart."""
    known = [p for p in points if p.value is not None]
    if not known:
        return "Nog geen metingen."
    first, last = known[0], known[-1]
    if len(known) == 1:
        return f"Eén meting: {first.value} ({first.label})."
    return f"{len(known)} metingen, van {first.value} ({first.label}) naar {last.value} ({last.label})."


def _frame(
    chart_id: str, title: str, points: Sequence[Point], top: int, steps: int, inside: str
) -> str:
    grid = "".join(
        f'<line class="raster" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{_y(v, top)}" y2="{_y(v, top)}"/>'
        f'<text class="as" x="{_LEFT - 8}" y="{(_y(v, top) or 0) + 5}">{v}</text>'
        for v in range(0, top + 1, steps)
    )
    skip = max(1, -(-len(points) // 8))
    labels = "".join(
        f'<text class="onder" x="{_x(i, len(points)):.1f}" y="{_HEIGHT - 14}">{escape(p.label)}</text>'
        for i, p in enumerate(points)
        if i % skip == 0
    )
    words = escape(in_words(points))
    return (
        f'<svg class="grafiek" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-labelledby="{chart_id}-t {chart_id}-d">'
        f'<title id="{chart_id}-t">{escape(title)}</title>'
        f'<desc id="{chart_id}-d">{words}</desc>{grid}{labels}{inside}</svg>'
    )


def _x(index: int, count: int) -> float:
    inner = _WIDTH - _LEFT - _RIGHT - 2 * _MARGIN
    return _LEFT + _MARGIN + (inner * index / (count - 1) if count > 1 else inner / 2)


def _y(value: int | None, top: int) -> float | None:
    if value is None:
        return None
    return round(_TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - value / top), 1)
