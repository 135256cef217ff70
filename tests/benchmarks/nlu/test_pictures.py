"""benchmarks.nlu.pictures: the curve by hand, and files that are SVG and stay the same."""

from __future__ import annotations

from pathlib import Path

from benchmarks.nlu.data import Question
from benchmarks.nlu.engines.contract import Prediction
from benchmarks.nlu.pictures import calibration, compare, trade_off
from benchmarks.nlu.run import Outcome


def is_topic(label: str | None) -> bool:
    return label != "praat/x"


def outcome() -> Outcome:
    questions = [Question("q", frozenset({"faq/a"}))] * 4 + [Question("oos", frozenset())]
    guesses = [("faq/a", 0.9), ("faq/b", 0.8), ("praat/x", 0.7), ("faq/a", 0.6), ("faq/a", 0.5)]
    return Outcome(
        "rugwijzer",
        {"accuracy": 0.5, "wrong_answer": 0.25, "p50_ms": 4.0},
        questions,
        [Prediction(label, chance, label) for label, chance in guesses],
    )


def test_the_curve_goes_through_every_threshold_without_out_of_scope() -> None:
    wrong, right = trade_off(outcome(), is_topic)
    assert wrong == [0, 0, 0.25, 0.25, 0.25]
    assert right == [0, 0.25, 0.25, 0.25, 0.5]


def test_the_pictures_are_svg_and_the_same_figures_give_the_same_file(tmp_path: Path) -> None:
    for name in ("een.svg", "twee.svg"):
        compare([outcome()], is_topic, tmp_path / name, "proef")
    assert (tmp_path / "een.svg").read_text() == (tmp_path / "twee.svg").read_text()
    error = calibration([(0.95, True), (0.15, False)], tmp_path / "drie.svg", "proef")
    assert round(error, 3) == 0.1
    for path in tmp_path.iterdir():
        assert "<svg" in path.read_text()
