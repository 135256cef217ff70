"""Figures over predictions: right, wrong and out-of-scope answers, thresholds, calibration, latency."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .data import Question
from .engines.contract import Prediction

Score = dict[str, float | int | None]
#: Turns a prediction into the label that is answered, or None.
Decision = Callable[[Prediction], str | None]


def score(
    questions: Sequence[Question],
    predictions: Sequence[Prediction],
    decide: Decision,
    is_topic: Callable[[str | None], bool],
) -> Score:
    """Shares: `accuracy` and `wrong_answer` of the questions, `oos_answered` of those out of scope.

    A label that is no topic counts as an abstention. A share of nothing is None.
    """
    right = wrong = inside = answered = 0
    for question, prediction in zip(questions, predictions, strict=True):
        label = decide(prediction)
        answer = label if is_topic(label) else None
        if question.accepts:
            inside += 1
            right += answer in question.accepts
            wrong += answer is not None and answer not in question.accepts
        else:
            answered += answer is not None
    outside = len(questions) - inside
    return {
        "accuracy": right / inside if inside else None,
        "wrong_answer": wrong / inside if inside else None,
        "oos_answered": answered / outside if outside else None,
        "questions": inside,
        "oos": outside,
    }


def own(prediction: Prediction) -> str | None:
    """The engine's own decision, with its own thresholds."""
    return prediction.own


def first_guess(prediction: Prediction) -> str | None:
    """Never abstain."""
    return prediction.label


def above(threshold: float) -> Decision:
    """Answer the first guess from this chance on."""
    return lambda prediction: prediction.label if prediction.chance >= threshold else None


def best_threshold(
    questions: Sequence[Question],
    predictions: Sequence[Prediction],
    is_topic: Callable[[str | None], bool],
) -> float:
    """The chance from which answering gains: most right minus wrong answers.

    One rule for every engine. An answer out of scope counts as wrong. Of equal thresholds the
    highest, since a wrong answer is worse than none. 0 when there is nothing to learn from.
    """
    worth = sorted(
        (
            (p.chance, 1 if p.label in q.accepts else -1)
            for q, p in zip(questions, predictions, strict=True)
            if is_topic(p.label)
        ),
        reverse=True,
    )
    best = gain = 0
    threshold = worth[0][0] + 1e-9 if worth else 0.0
    for i, (chance, value) in enumerate(worth):
        gain += value
        last_of_equals = i + 1 == len(worth) or worth[i + 1][0] < chance
        if gain > best and last_of_equals:
            best, threshold = gain, chance
    return threshold


def crossed(
    questions: Sequence[Question],
    predictions: Sequence[Prediction],
    is_topic: Callable[[str | None], bool],
) -> list[Prediction]:
    """The predictions with `own` set by a threshold learned on the other half of the voices."""
    names = sorted({q.voice for q in questions})
    index = {name: i for i, name in enumerate(names)}
    by_voice = len(names) > 1
    halves = [index[q.voice] % 2 if by_voice else i % 2 for i, q in enumerate(questions)]
    limits = []
    for half in (0, 1):
        rows = [i for i, h in enumerate(halves) if h != half]
        limits.append(
            best_threshold([questions[i] for i in rows], [predictions[i] for i in rows], is_topic)
        )
    return [
        Prediction(p.label, p.chance, above(limits[half])(p), p.ms)
        for half, p in zip(halves, predictions)
    ]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies, without interpolation."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def reliability(
    chances: Sequence[float], right: Sequence[bool], bins: int = 10
) -> list[tuple[float, float, int]]:
    """For each tenth of the chances that occurs: mean chance, share right, number of messages."""
    groups: list[list[int]] = [[] for _ in range(bins)]
    for i, chance in enumerate(chances):
        groups[min(bins - 1, int(chance * bins))].append(i)
    return [
        (sum(chances[i] for i in g) / len(g), sum(right[i] for i in g) / len(g), len(g))
        for g in groups
        if g
    ]


def calibration_error(groups: Sequence[tuple[float, float, int]]) -> float:
    """Expected calibration error: how far chance and share lie apart, weighed by messages."""
    total = sum(n for _, _, n in groups)
    return sum(n * abs(chance - share) for chance, share, n in groups) / total if total else 0.0
