"""benchmarks.nlu.metrics, by hand-counted cases."""

from __future__ import annotations

import pytest

from benchmarks.nlu.data import Question
from benchmarks.nlu.engines.contract import Prediction
from benchmarks.nlu.metrics import (
    above,
    best_threshold,
    calibration_error,
    crossed,
    first_guess,
    own,
    percentile,
    reliability,
    score,
)

INSIDE = [Question(t, frozenset({"faq/a", "faq/b"}), v) for t, v in (("1", "x"), ("2", "y"))]
OUTSIDE = [Question("3", frozenset(), "x"), Question("4", frozenset(), "y")]


def is_topic(label: str | None) -> bool:
    return label is not None and label.startswith("faq/")


def test_also_right_counts_small_talk_abstains_and_out_of_scope_is_apart() -> None:
    predictions = [
        Prediction("faq/b", 0.9, "faq/b"),
        Prediction("faq/c", 0.8, "faq/c"),
        Prediction("praat/x", 0.9, "praat/x"),
        Prediction("faq/a", 0.3, "faq/a"),
    ]
    found = score([*INSIDE, *OUTSIDE], predictions, own, is_topic)
    assert found == {
        "accuracy": 0.5, "wrong_answer": 0.5, "oos_answered": 0.5, "questions": 2, "oos": 2,
    }  # fmt: skip


def test_an_abstention_is_neither_right_nor_wrong() -> None:
    predictions = [Prediction("faq/a", 0.9, None), Prediction("faq/c", 0.1, None)]
    assert score(INSIDE, predictions, own, is_topic)["wrong_answer"] == 0
    assert score(INSIDE, predictions, first_guess, is_topic)["wrong_answer"] == 0.5
    assert score(INSIDE, predictions, above(0.5), is_topic)["accuracy"] == 0.5


def test_a_share_of_nothing_is_none() -> None:
    found = score(OUTSIDE, [Prediction("x", 1, None)] * 2, own, is_topic)
    assert (found["accuracy"], found["oos_answered"]) == (None, 0)


def test_the_threshold_stops_where_wrong_answers_outweigh_right_ones() -> None:
    chances = [(0.9, "faq/a"), (0.8, "faq/c"), (0.7, "faq/a"), (0.6, "faq/a"), (0.5, "faq/c")]
    questions = [Question("q", frozenset({"faq/a"}))] * 5
    predictions = [Prediction(label, chance, None) for chance, label in chances]
    assert best_threshold(questions, predictions, is_topic) == 0.6


def test_equal_chances_stand_or_fall_together_and_out_of_scope_counts_as_wrong() -> None:
    questions = [Question("q", frozenset({"faq/a"})), Question("o", frozenset())]
    predictions = [Prediction("faq/a", 0.7, None)] * 2
    threshold = best_threshold(questions, predictions, is_topic)
    assert above(threshold)(predictions[0]) is None


def test_nothing_to_learn_from_answers_everything() -> None:
    assert best_threshold([], [], is_topic) == 0.0


def test_a_voice_gets_the_threshold_of_the_other_voices() -> None:
    questions = [Question("q", frozenset({"faq/a"}), voice) for voice in "xxyy"]
    predictions = [
        Prediction("faq/a", 0.9, None),
        Prediction("faq/c", 0.4, None),
        Prediction("faq/a", 0.5, None),
        Prediction("faq/c", 0.2, None),
    ]
    # x learns 0.5 from y, y learns 0.9 from x.
    answered = [p.own for p in crossed(questions, predictions, is_topic)]
    assert answered == ["faq/a", None, None, None]


def test_percentiles_are_measured_values() -> None:
    assert percentile([3, 1, 2], 0.5) == 2
    assert percentile(list(range(100)), 0.95) == 95
    assert percentile([7], 0.95) == 7


def test_reliability_groups_by_tenths() -> None:
    groups = reliability([0.95, 1.0, 0.15], [True, False, False])
    assert groups == [(0.15, 0.0, 1), (pytest.approx(0.975), 0.5, 2)]
    assert calibration_error(groups) == pytest.approx((0.15 + 2 * 0.475) / 3)
