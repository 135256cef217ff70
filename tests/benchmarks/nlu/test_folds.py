"""benchmarks.nlu.folds."""

from __future__ import annotations

from collections import Counter

from benchmarks.nlu.engines.contract import Example
from benchmarks.nlu.folds import assign


def test_a_voice_is_in_one_fold_and_the_folds_are_about_as_large() -> None:
    sizes = {"a": 50, "b": 30, "c": 20, "d": 20, "e": 10, "f": 10}
    examples = [Example("x", "y", voice) for voice, n in sizes.items() for _ in range(n)]
    places = assign(examples, 3)
    by_voice = {(e.voice, place) for e, place in zip(examples, places)}
    assert len(by_voice) == len(sizes)
    assert max(Counter(places).values()) - min(Counter(places).values()) <= 10


def test_without_voices_every_label_is_in_every_fold() -> None:
    examples = [Example("x", label) for label in ("a", "b") for _ in range(6)]
    places = assign(examples, 3)
    assert Counter(places[:6]) == Counter(places[6:]) == {0: 2, 1: 2, 2: 2}
