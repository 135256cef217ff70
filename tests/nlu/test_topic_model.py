"""rugwijzer.nlu.topic_model, on a tiny data set."""

from __future__ import annotations

import numpy as np
import pytest

from rugwijzer.nlu.encoder import SentenceEncoder
from rugwijzer.nlu.topic_model import TopicModel

from .conftest import LABELS, TEXTS

VOICES = [f"stem{i % 4}" for i in range(len(TEXTS))]


@pytest.fixture(scope="module")
def model(encoder: SentenceEncoder) -> TopicModel:
    return TopicModel().fit(TEXTS, LABELS, encoder.encode(TEXTS), VOICES)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("welk matras moet ik kopen", "faq/matras"),
        ("helpt een warme kruik", "faq/warmte"),
        ("stop maar", "stop"),
    ],
)
def test_other_words_about_a_known_topic(
    model: TopicModel, encoder: SentenceEncoder, text: str, label: str
) -> None:
    assert model.rank(text, encoder.encode([text])[0]).labels[0] == label


def test_a_ranking_is_ordered_and_its_chances_are_chances(
    model: TopicModel, encoder: SentenceEncoder
) -> None:
    texts = ["welk matras", "hoe laat is het", "", "a" * 500]
    for ranking in model.rank_all(texts, encoder.encode(texts)):
        assert set(ranking.labels) == set(LABELS)
        assert list(ranking.scores) == sorted(ranking.scores, reverse=True)
        assert 0 <= ranking.first <= ranking.among_three <= 1


def test_one_text_ranks_as_it_does_among_others(
    model: TopicModel, encoder: SentenceEncoder
) -> None:
    vectors = encoder.encode(TEXTS[:3])
    several = model.rank_all(TEXTS[:3], vectors)
    assert model.rank(TEXTS[1], vectors[1]).labels == several[1].labels


def test_two_labels_and_no_voices_train_too(encoder: SentenceEncoder) -> None:
    texts, labels = TEXTS[:16], LABELS[:16]
    model = TopicModel().fit(texts, labels, encoder.encode(texts))
    ranking = model.rank("zacht matras", encoder.encode(["zacht matras"])[0])
    assert ranking.labels == ("faq/matras", "faq/warmte")
    assert ranking.scores[0] > ranking.scores[1]


def test_training_twice_gives_the_same_model(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    one, two = (TopicModel().fit(TEXTS, LABELS, vectors, VOICES) for _ in range(2))
    scores = [[r.scores for r in m.rank_all(TEXTS, vectors)] for m in (one, two)]
    assert np.allclose(scores[0], scores[1])


def test_a_calibration_part_with_one_label_is_not_held_out(encoder: SentenceEncoder) -> None:
    texts, labels = [TEXTS[0], TEXTS[1], TEXTS[2], TEXTS[8]], ["a", "a", "a", "b"]
    model = TopicModel().fit(texts, labels, encoder.encode(texts))
    assert 0 <= model.rank(TEXTS[8], encoder.encode([TEXTS[8]])[0]).first <= 1
