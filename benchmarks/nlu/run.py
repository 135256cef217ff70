"""Trains and scores the engines, one after the other, and collects their figures."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rugwijzer.run.training import ensure_model

from .data import Question, Task
from .engines.contract import Example, Prediction
from .folds import assign
from .metrics import above, best_threshold, crossed, first_guess, own, percentile, score
from .options import Options
from .process import Workshop
from .turns import Assistant, measure
from .versions import weights_mb

FOLDS = 3
#: So many messages of a fold are judged, drawn with a fixed seed; more only makes it take longer.
JUDGED = 1000
#: Training it takes so long that one held-out fold has to do, unless FOLDS is given.
SLOW = "rasa_init"
#: The engine that all ratios are against, and whose own thresholds are what patients get.
OURS = "rugwijzer"


@dataclass
class Outcome:
    """The figures of one engine, and the predictions that the pictures are made from."""

    engine: str
    figures: dict[str, Any] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    predictions: list[Prediction] = field(default_factory=list)
    #: Chance of the first guess and whether it was right, of every held-out message.
    held_out: list[tuple[float, bool]] = field(default_factory=list)


def run_engine(
    name: str, task: Task, options: Options, build: Path, say: Callable[[str], None]
) -> Outcome:
    """Folds over the training messages, then all of them against the tests."""
    outcome = Outcome(name)
    threshold = _held_out(outcome, task, options, build, say)
    say(f"{name}: alle {len(task.examples)} berichten")
    shop = Workshop(name, task.settings, build / name / "alles")
    trained, cost = shop.train(task.examples)
    outcome.figures |= {
        "train_s": trained["train_s"],
        "train_cpu_s": cost.cpu_s,
        "train_rss_mb": cost.rss_mb,
        "model_mb": shop.size_mb(),
        "weights_mb": weights_mb(name),
    }
    if task.tests:
        warm_up = [e.text for e in task.examples]
        served, predictions, cost = shop.serve([q.text for q in task.tests], warm_up)
        outcome.figures |= {"rss_mb": cost.rss_mb, "load_s": served["load_s"]}
        outcome.figures |= _latency("", [p.ms for p in predictions])
        outcome.figures |= _scores(task, predictions, threshold)
        outcome.questions, outcome.predictions = task.tests, predictions
    _headline(name, outcome.figures)
    return outcome


def _held_out(
    outcome: Outcome, task: Task, options: Options, build: Path, say: Callable[[str], None]
) -> float | None:
    """Judge every chosen fold by a model that did not see it; returns the threshold it teaches.

    What is measured stands as the outcome until a test set takes its place.
    """
    name = outcome.engine
    folds, chosen = _which_folds(name, options)
    if not chosen:
        return None
    places = assign(task.examples, folds)
    asked: list[Question] = []
    judged: list[Prediction] = []
    for number in chosen:
        say(f"{name}: vouw {number + 1} van {folds}")
        train = [e for e, place in zip(task.examples, places) if place != number]
        held = [e for e, place in zip(task.examples, places) if place == number]
        held = random.Random(0).sample(held, min(JUDGED, len(held)))
        settings = replace(task.settings, alarms=False)
        shop = Workshop(name, settings, build / name / f"vouw-{number + 1}")
        shop.train(train)
        _, predictions, cost = shop.serve([e.text for e in held], [e.text for e in train])
        outcome.figures |= {"rss_mb": cost.rss_mb} | _latency("", [p.ms for p in predictions])
        for example, prediction in zip(held, predictions, strict=True):
            outcome.held_out.append((prediction.chance, prediction.label == example.label))
            question = task.as_question(example)
            if question:
                asked.append(question)
                judged.append(prediction)
    scores = {
        "delivered": score(asked, judged, own, task.is_topic),
        "chosen": score(asked, crossed(asked, judged, task.is_topic), own, task.is_topic),
        "first_guess": score(asked, judged, first_guess, task.is_topic),
    }
    outcome.figures |= {**scores, "held_out": {"folds": len(chosen), "of": folds, **scores}}
    outcome.questions, outcome.predictions = asked, judged
    return best_threshold(asked, judged, task.is_topic)


def _which_folds(name: str, options: Options) -> tuple[int, Sequence[int]]:
    folds = FOLDS if options.folds is None else options.folds
    return folds, range(min(1, folds) if name == SLOW and options.folds is None else folds)


def _scores(
    task: Task, predictions: list[Prediction], threshold: float | None
) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {
        "delivered": dict(score(task.tests, predictions, own, task.is_topic)),
        "first_guess": dict(score(task.tests, predictions, first_guess, task.is_topic)),
    }
    if threshold is not None:
        found["chosen"] = dict(score(task.tests, predictions, above(threshold), task.is_topic))
        found["chosen"]["threshold"] = threshold
    return found


def _headline(name: str, figures: dict[str, Any]) -> None:
    """Lift one operating point to the top: ours as patients get it, others at their best threshold."""
    way = "delivered" if name == OURS or "chosen" not in figures else "chosen"
    figures["threshold_used"] = way
    for key in ("accuracy", "wrong_answer", "oos_answered"):
        figures[key] = figures.get(way, {}).get(key)


def _latency(prefix: str, values: list[float]) -> dict[str, float]:
    return {
        f"{prefix}p50_ms": percentile(values, 0.5),
        f"{prefix}p95_ms": percentile(values, 0.95),
    }


def add_turns(outcomes: list[Outcome], task: Task, build: Path, say: Callable[[str], None]) -> None:
    """Whole turns of the engines that run on Rasa, both trained on all messages of `task`.

    On the questions within scope, or on training messages when there is no test.
    """
    if not task.settings.topics:
        return  # other people's messages: no assistant answers them
    assistants = []
    for name in (o.engine for o in outcomes):
        folder = build / name / "beurten"
        if name == OURS:
            assistants.append(Assistant(name, folder, task.settings, model=ensure_model()))
        elif name == SLOW:
            assistants.append(Assistant(name, folder, task.settings, examples=task.examples))
    if not assistants:
        return
    texts = [q.text for q in task.tests if q.accepts] or _spread(task.examples)
    say(f"hele beurten, om en om: {' en '.join(a.engine for a in assistants)}")
    for name, times in measure(assistants, texts).items():
        next(o for o in outcomes if o.engine == name).figures |= _latency("turn_", times)


def _spread(examples: list[Example]) -> list[str]:
    return [e.text for e in examples[:: max(1, len(examples) // 200)]]


def add_ratios(outcomes: list[Outcome]) -> None:
    """Give every engine its figures as a ratio to this project's pipeline."""
    ours = next((o.figures for o in outcomes if o.engine == OURS), None)
    if ours is None:
        return
    keys = (
        "accuracy",
        "wrong_answer",
        "oos_answered",
        "p50_ms",
        "p95_ms",
        "turn_p50_ms",
        "train_s",
    )
    for outcome in outcomes:
        for key in (*keys, "train_cpu_s", "model_mb", "rss_mb"):
            if outcome.figures.get(key) is not None and ours.get(key):
                outcome.figures[f"{key}_ratio"] = outcome.figures[key] / ours[key]
