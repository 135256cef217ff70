"""benchmarks.nlu.options."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.nlu.data import DataError
from benchmarks.nlu.options import ENGINES, Options, parse


def test_defaults_are_a_complete_run() -> None:
    assert parse([]) == Options()
    assert parse([]).engines == ENGINES


def test_everything_can_be_given() -> None:
    options = parse(
        ["ENGINES=nlpjs,tfidf", "EPOCHS=2", "FOLDS=0", "LIMIT=1500", "TAAL=en", "TRAIN=a", "TEST=b"]
    )
    assert options.engines == ("tfidf", "nlpjs")
    assert (options.epochs, options.folds, options.limit, options.language) == (2, 0, 1500, "en")
    assert (options.train, options.test) == (Path("a"), Path("b"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["TRAIN=a"], "TRAIN en TEST samen"),
        (["ENGINES=bert"], "kent 'bert' niet"),
        (["ENGINES=,"], "kies uit"),
        (["EPOCHS=0"], "EPOCHS is een heel getal van ten minste 1"),
        (["EPOCHS=veel"], "niet 'veel'"),
        (["FOLDS=1"], "1 kan niet"),
        (["SNEL=ja"], "onbekende optie 'SNEL=ja'"),
    ],
)
def test_wrong_options_are_explained_in_dutch(arguments: list[str], said: str) -> None:
    with pytest.raises(DataError, match=said):
        parse(arguments)
