"""The table on the screen and the JSON file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .floors import Floor
from .run import OURS, Outcome

TITLES = {
    "rugwijzer": "Rugwijzer",
    "rasa_init": "Rasa zoals `rasa init`",
    "tfidf": "tf-idf met lineaire SVM",
    "nlpjs": "nlp.js",
}
SHARES = ("accuracy", "wrong_answer", "oos_answered")
WAYS = {"delivered": "eigen", "chosen": "gekozen", "first_guess": "geen"}
_COSTS = {
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
    "turn_p50_ms": "beurt p50 ms",
    "train_s": "training s",
    "train_cpu_s": "rekentijd s",
    "model_mb": "model MB",
    "weights_mb": "gewichten MB",
    "rss_mb": "geheugen MB",
}


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table whose columns line up."""
    whole = [list(head), *map(list, rows)]
    widths = [max(len(row[i]) for row in whole) for i in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths)) + " |" for row in whole
    ]
    rule = "| " + " | ".join("-" * w for w in widths) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def scores(outcomes: Sequence[Outcome], held_out: bool) -> str:
    """Accuracy, wrong answers and out of scope, for every way to abstain.

    Each with its ratio to Rugwijzer as patients get it.
    """

    def measured(outcome: Outcome) -> dict[str, Any]:
        return outcome.figures.get("held_out", {}) if held_out else outcome.figures

    ours = next((measured(o).get("delivered") for o in outcomes if o.engine == OURS), None) or {}
    rows = []
    for outcome in outcomes:
        part = measured(outcome)
        name = TITLES[outcome.engine]
        if held_out and part:
            name += f" ({part['folds']} van {part['of']} vouwen)"
        for way, title in WAYS.items():
            never_abstains = way == "delivered" and part.get(way) == part.get("first_guess")
            if way in part and not never_abstains:
                figures = part[way]
                values = (_share(figures[k], ours.get(k)) for k in SHARES)
                rows.append([name, title, *values, str(figures["questions"])])
    head = ["systeem", "drempel", "goed", "fout antwoord", "buiten bereik beantwoord", "vragen"]
    return table(head, rows)


def costs(outcomes: Sequence[Outcome]) -> str:
    """Time, size and memory, each with its ratio to Rugwijzer."""
    rows = [[TITLES[o.engine], *(_with_ratio(o.figures, key) for key in _COSTS)] for o in outcomes]
    return table(["systeem", *_COSTS.values()], rows)


def _share(value: float | None, ours: float | None = None) -> str:
    if value is None:
        return "-"
    ratio = f" ({value / ours:.2f}x)" if ours else ""
    return f"{value:.3f}{ratio}".replace(".", ",")


def _with_ratio(figures: dict[str, Any], key: str) -> str:
    value, ratio = figures.get(key), figures.get(f"{key}_ratio")
    if value is None:
        return "-"
    text = f"{value:.1f}" if value < 100 else f"{value:.0f}"
    text += f" ({ratio:.2f}x)" if ratio is not None else ""
    return text.replace(".", ",")


def verdicts(demands: Sequence[Floor]) -> str:
    """One line for each floor."""
    words = {True: "gehaald", False: "NIET GEHAALD", None: "niet gemeten in deze run"}
    rows = [
        [
            f.name,
            _share(f.value),
            ("ten minste " if f.at_least else "hoogstens ") + _share(f.limit),
            words[f.held],
        ]
        for f in demands
    ]
    return table(["grens", "waarde", "eis", "uitkomst"], rows)


def write_json(
    path: Path, outcomes: Sequence[Outcome], demands: Sequence[Floor], **about: object
) -> None:
    """Everything as numbers, by engine, with the floors, the machine and the versions."""
    content = {
        "engines": {o.engine: o.figures for o in outcomes},
        "floors": [{**vars(f), "held": f.held} for f in demands],
        **about,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf8")
