"""The pictures of the benchmark, as SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from .engines.contract import Prediction
from .metrics import calibration_error, reliability
from .report import TITLES
from .run import Outcome

COLOURS = {"rugwijzer": "#00695c", "rasa_init": "#b23c17", "tfidf": "#5e35b1", "nlpjs": "#8a6d00"}
MARKS = {"rugwijzer": "o", "rasa_init": "s", "tfidf": "^", "nlpjs": "D"}


def compare(
    outcomes: Sequence[Outcome], is_topic: Callable[[str | None], bool], path: Path, title: str
) -> None:
    """Right against wrong answers for every threshold, and right answers against latency."""
    plt = _pyplot()
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.6))
    for outcome in outcomes:
        name, figures = outcome.engine, outcome.figures
        style = {"color": COLOURS[name], "marker": MARKS[name], "linestyle": "none"}
        wrong, good = trade_off(outcome, is_topic)
        left.plot(wrong, good, color=COLOURS[name], linewidth=1.5)
        left.plot(figures["wrong_answer"], figures["accuracy"], label=TITLES[name], **style)
        right.plot(figures["p50_ms"], figures["accuracy"], markersize=9, **style)
        right.annotate(
            TITLES[name],
            (figures["p50_ms"], figures["accuracy"]),
            textcoords="offset points",
            xytext=(0, 9),
            ha="center",
            color=COLOURS[name],
        )
    left.set(
        xlabel="fout antwoord", ylabel="goed antwoord", title="Elke drempel; de stip is gekozen"
    )
    left.set_xlim(left=0)
    left.legend(loc="lower right", frameon=False)
    right.set(xlabel="p50 per bericht (ms)", ylabel="goed antwoord", title="Tijd")
    right.set_xscale("log")
    right.margins(x=0.35, y=0.2)
    _save(figure, path, title)


def trade_off(
    outcome: Outcome, is_topic: Callable[[str | None], bool]
) -> tuple[list[float], list[float]]:
    """Shares of wrong and right answers while the threshold goes down from 1 to 0."""
    pairs: list[tuple[Prediction, frozenset[str]]] = [
        (p, q.accepts) for p, q in zip(outcome.predictions, outcome.questions) if q.accepts
    ]
    wrong, right, x, y = 0, 0, [0.0], [0.0]
    for prediction, accepts in sorted(pairs, key=lambda pair: -pair[0].chance):
        right += prediction.label in accepts
        wrong += is_topic(prediction.label) and prediction.label not in accepts
        x.append(wrong / len(pairs))
        y.append(right / len(pairs))
    return x, y


def calibration(held_out: Sequence[tuple[float, bool]], path: Path, title: str) -> float:
    """The reliability diagram; returns the expected calibration error."""
    groups = reliability([c for c, _ in held_out], [r for _, r in held_out])
    error = calibration_error(groups)
    plt = _pyplot()
    figure, (top, bottom) = plt.subplots(
        2, 1, figsize=(5.4, 6), sharex=True, gridspec_kw={"height_ratios": [4, 1]}
    )
    top.plot([0, 1], [0, 1], color="#888888", linestyle="--", linewidth=1, label="volmaakt")
    chances, shares, sizes = zip(*groups)
    top.plot(chances, shares, marker="o", color=COLOURS["rugwijzer"], label="gemeten")
    top.set(ylabel="deel dat goed was", xlim=(0, 1), ylim=(0, 1))
    top.legend(loc="upper left", frameon=False)
    top.text(0.97, 0.05, f"gemiddelde afwijking {error:.3f}".replace(".", ","), ha="right")
    bottom.bar(chances, sizes, width=0.07, color=COLOURS["rugwijzer"])
    bottom.set(xlabel="kans volgens de assistent", ylabel="berichten")
    _save(figure, path, title)
    return error


def _pyplot() -> Any:
    import matplotlib

    matplotlib.use("Agg")
    # The same figures give the same file, so that a new run shows as a change of figures only.
    matplotlib.rcParams.update({"svg.hashsalt": "rugwijzer", "svg.fonttype": "none"})
    import matplotlib.pyplot as plt

    return plt


def _save(figure: Any, path: Path, title: str) -> None:
    figure.suptitle(title)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="svg", metadata={"Date": None, "Title": title})
