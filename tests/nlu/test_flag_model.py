"""rugwijzer.nlu.flag_model, on a tiny set."""

from __future__ import annotations

import numpy as np
import pytest

from rugwijzer.nlu.encoder import SentenceEncoder
from rugwijzer.nlu.flag_model import FlagModel

from .conftest import MATRAS, WARMTE

KOORTS = [
    "ik heb koorts en rugpijn",
    "39 graden koorts",
    "ik ril van de koorts",
    "koorts sinds gisteren",
    "koortsig en pijn in mijn rug",
    "hoge koorts",
]
PLAS = [
    "ik kan niet plassen",
    "plassen lukt niet meer",
    "ik verlies plas",
    "ik plas in mijn broek",
    "moeilijk plassen sinds gisteren",
    "mijn plas loopt zo weg",
]
TEXTS = [*KOORTS, *PLAS, "koorts en ik kan niet plassen", *MATRAS, *WARMTE]
LABELS: list[list[str]] = [["koorts"]] * 6 + [["plassen"]] * 6 + [["koorts", "plassen"]] + [[]] * 16


@pytest.fixture(scope="module")
def model(encoder: SentenceEncoder) -> FlagModel:
    return FlagModel(["koorts", "plassen"]).fit(TEXTS, LABELS, encoder.encode(TEXTS))


def test_one_chance_a_flag(model: FlagModel, encoder: SentenceEncoder) -> None:
    chances = model.probabilities(TEXTS, encoder.encode(TEXTS))
    assert chances.shape == (len(TEXTS), 2)
    assert ((chances >= 0) & (chances <= 1)).all()


@pytest.mark.parametrize(
    ("text", "flag", "other"),
    [("ik heb hoge koorts", "koorts", "plassen"), ("plassen lukt niet", "plassen", "koorts")],
)
def test_the_right_flag_is_likelier(
    model: FlagModel, encoder: SentenceEncoder, text: str, flag: str, other: str
) -> None:
    chances = model.probability_map(text, encoder.encode([text])[0], encoder.encode)
    assert chances[flag] > 0.5 > chances[other]


def test_a_message_can_hold_two_flags(model: FlagModel, encoder: SentenceEncoder) -> None:
    text = "koorts en ik kan niet plassen"
    assert (
        min(model.probability_map(text, encoder.encode([text])[0], encoder.encode).values()) > 0.5
    )


def test_an_ordinary_question_holds_none(model: FlagModel, encoder: SentenceEncoder) -> None:
    text = "is een harde matras beter"
    assert (
        max(model.probability_map(text, encoder.encode([text])[0], encoder.encode).values()) < 0.5
    )


def test_an_unknown_flag_in_the_labels_is_refused(encoder: SentenceEncoder) -> None:
    with pytest.raises(KeyError):
        FlagModel(["koorts"]).fit(TEXTS, LABELS, encoder.encode(TEXTS))


def test_training_twice_gives_the_same_model(model: FlagModel, encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    again = FlagModel(["koorts", "plassen"]).fit(TEXTS, LABELS, vectors)
    assert np.allclose(again.probabilities(TEXTS, vectors), model.probabilities(TEXTS, vectors))


def test_a_signal_told_in_passing_is_heard(model: FlagModel, encoder: SentenceEncoder) -> None:
    story = (
        "Is een harde matras beter voor mijn rug? Of helpt een warme kruik? De kat slaapt bij mij. "
        "O ja, plassen lukt niet meer. Verder wil ik graag weten of een zachte matras goed is. "
        "De buren hebben een warmtelamp."
    )
    vector = encoder.encode([story])[0]
    whole = model.probabilities([story], vector[None, :])[0][model.flags.index("plassen")]
    assert model.probability_map(story, vector, encoder.encode)["plassen"] > whole
