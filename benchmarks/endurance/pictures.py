"""The two curves of a run, as SVG for the docs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

COLOURS = {"rasa": "#b23c17", "gateway": "#00695c", "acties": "#5e35b1", "werker": "#8a6d00"}
Points = Sequence[tuple[float, float]]


def memory(series: Mapping[str, Points], warm_s: float, path: Path, title: str) -> None:
    """MB by process over time, and all together."""
    figure, axes = _axes()
    for part, points in series.items():
        axes.plot(*_minutes(points), color=COLOURS[part], label=part, linewidth=1.5)
    together = [(rows[0][0], sum(mb for _, mb in rows)) for rows in zip(*series.values())]
    axes.plot(*_minutes(together), color="#444444", label="samen", linewidth=1.5, linestyle="--")
    axes.set(ylabel="eigen geheugen (MB)", title=title)
    _finish(figure, axes, warm_s, path)


def latency(
    curves: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    warm_s: float,
    path: Path,
    title: str,
) -> None:
    """Milliseconds of a turn over time, a line for each name."""
    figure, axes = _axes()
    for (name, (times, seconds)), colour in zip(curves.items(), COLOURS.values()):
        x, y = [t / 60 for t in times], [s * 1000 for s in seconds]
        axes.plot(x, y, color=colour, label=name, linewidth=1.5)
    axes.set(ylabel="tijd van een beurt (ms)", title=title)
    _finish(figure, axes, warm_s, path)


def _minutes(points: Points) -> tuple[list[float], list[float]]:
    return [at / 60 for at, _ in points], [value for _, value in points]


def _axes() -> Any:
    import matplotlib

    matplotlib.use("svg")
    # The same run gives the same file.
    matplotlib.rcParams["svg.hashsalt"] = "rugwijzer"
    from matplotlib import pyplot

    return pyplot.subplots(figsize=(9, 4.2))


def _finish(figure: Any, axes: Any, warm_s: float, path: Path) -> None:
    axes.axvspan(0, warm_s / 60, color="#eeeeee", label="aanloop")
    axes.set(xlabel="minuten", xlim=(0, None), ylim=(0, None))
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.legend(frameon=False, ncol=3, loc="upper right")
    axes.margins(y=0.25)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="svg", metadata={"Date": None})
    from matplotlib import pyplot

    pyplot.close(figure)
