"""rugwijzer.nlu.features."""

from __future__ import annotations

import pickle

import numpy as np

from rugwijzer.nlu.encoder import SentenceEncoder
from rugwijzer.nlu.features import SMALL, TextFeatures, join

from .conftest import TEXTS


def test_new_texts_get_as_many_columns_as_training_texts(encoder: SentenceEncoder) -> None:
    features = TextFeatures()
    trained = join(*features.fit_transform(TEXTS, encoder.encode(TEXTS)))
    texts = ["welke matras", "iets heel anders", "", "👍"]
    fresh = join(*features.transform(texts, encoder.encode(texts)))
    assert trained.shape[0] == len(TEXTS)
    assert fresh.shape == (4, trained.shape[1])
    assert np.isfinite(fresh.toarray()).all()


def test_capitals_accents_and_blanks_make_no_difference_to_the_words(
    encoder: SentenceEncoder,
) -> None:
    features = TextFeatures()
    vectors = encoder.encode(TEXTS)
    features.fit_transform(TEXTS, vectors)
    rows, _ = features.transform(
        ["  WÉLKE   matras", "welke matras"], vectors[:1].repeat(2, axis=0)
    )
    assert (rows[0] != rows[1]).nnz == 0


def test_the_sentence_vector_is_centred_and_of_unit_length(encoder: SentenceEncoder) -> None:
    _, dense = TextFeatures().fit_transform(TEXTS, encoder.encode(TEXTS))
    assert dense.shape == (len(TEXTS), encoder.dimensions)
    assert np.allclose(np.linalg.norm(dense, axis=1), 1, atol=1e-4)


def test_new_texts_weigh_what_the_vectorizers_themselves_would_say(
    encoder: SentenceEncoder,
) -> None:
    features = TextFeatures(word_frequency=1, character_frequency=1)
    trained, _ = features.fit_transform(TEXTS, encoder.encode(TEXTS), TEXTS)
    again, _ = features.transform(TEXTS, encoder.encode(TEXTS), TEXTS)
    assert abs(trained - again).max() < 1e-6
    assert (trained != 0).nnz == (again != 0).nnz


def test_features_stay_the_same_after_a_journey_to_disk(encoder: SentenceEncoder) -> None:
    features, vectors = TextFeatures(), encoder.encode(TEXTS)
    features.fit_transform(TEXTS, vectors)
    before, _ = features.transform(TEXTS, vectors)
    after, _ = pickle.loads(pickle.dumps(features)).transform(TEXTS, vectors)
    assert (before != after).nnz == 0


def test_a_vector_that_equals_the_mean_does_no_harm(encoder: SentenceEncoder) -> None:
    features = TextFeatures()
    vectors = encoder.encode(TEXTS)
    features.fit_transform(TEXTS, vectors)
    sparse, dense = features.transform(["xyz"], vectors.mean(axis=0, keepdims=True))
    assert np.allclose(sparse.toarray(), 0)
    assert np.allclose(dense, 0, atol=1e-3)


def test_texts_without_a_common_word_train_too(encoder: SentenceEncoder) -> None:
    texts = ["今天天气怎么样", "帮我订一张票", "播放音乐"]
    sparse, dense = TextFeatures().fit_transform(texts, encoder.encode(texts))
    assert sparse.shape[0] == len(dense) == 3
    assert sparse.nnz


def test_in_a_small_set_a_word_of_one_message_counts(encoder: SentenceEncoder) -> None:
    texts = [*TEXTS, "zwemmen met een zwemvest"]
    small, large = TextFeatures(), TextFeatures()
    small.fit_transform(texts, encoder.encode(texts))
    many = [f"{text} {n % 7}" for n in range(SMALL // len(TEXTS) + 1) for text in TEXTS]
    many.append(texts[-1])
    large.fit_transform(many, np.zeros((len(many), encoder.dimensions), np.float32))
    vector = np.zeros((1, encoder.dimensions), np.float32)
    assert small.transform(["zwemvest"], vector)[0].nnz > 0
    assert large.transform(["zwemvest"], vector)[0].nnz == 0
