"""rugwijzer.nlu.shared_net, on numbers alone."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse import random as sparse_random

from rugwijzer.nlu.objectives import OneTopic, Signals
from rugwijzer.nlu.shared_net import SharedNet, Training

ROWS, WORDS, DENSE = 600, 40, 8
#: These messages say everything once: a word that is hidden cannot be told from the others.
ALL_SHOWN = Training(steps=600, sparse_dropout=0, dense_dropout=0)


@pytest.fixture(scope="module")
def data() -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """Output 0: word 0 without word 1 (its denial). Output 1: the first dense value is positive."""
    numbers = np.random.default_rng(1)
    sparse = sparse_random(ROWS, WORDS, density=0.1, format="lil", random_state=1, dtype=np.float32)
    sparse[:, 0] = numbers.integers(0, 2, (ROWS, 1))
    sparse[:, 1] = numbers.integers(0, 2, (ROWS, 1))
    dense = numbers.normal(size=(ROWS, DENSE)).astype(np.float32)
    matrix = sparse.tocsr()
    first, denied = (matrix[:, i].toarray()[:, 0] > 0 for i in (0, 1))
    yes = np.column_stack([first & ~denied, dense[:, 0] > 0]).astype(np.float32)
    return matrix, dense, yes


def signals(yes: np.ndarray, weight: float = 2.0) -> Signals:
    return Signals(yes, np.where(yes[:, 0] > 0, 0, 1), weight)


def fitted(data: tuple[csr_matrix, np.ndarray, np.ndarray]) -> SharedNet:
    sparse, dense, yes = data
    return SharedNet(ALL_SHOWN).fit(sparse, dense, signals(yes))


@pytest.fixture(scope="module")
def net(data: tuple[csr_matrix, np.ndarray, np.ndarray]) -> SharedNet:
    return fitted(data)


def test_learns_a_word_and_its_denial(net: SharedNet, data) -> None:
    sparse, dense, yes = data
    found = net.scores(sparse, dense)
    assert found.shape == yes.shape
    right = (found > 0) == (yes > 0.5)
    assert right.mean(axis=0).min() > 0.95


def test_the_scores_of_an_empty_message_are_finite(net: SharedNet) -> None:
    found = net.scores(csr_matrix((1, WORDS)), np.zeros((1, DENSE), dtype=np.float32))
    assert np.isfinite(found).all()


def test_a_heavier_miss_gives_higher_scores(data) -> None:
    sparse, dense, yes = data
    short = Training(steps=100, epochs=1)
    light, heavy = (
        SharedNet(short).fit(sparse, dense, signals(yes, weight)).scores(sparse, dense).mean()
        for weight in (1.0, 5.0)
    )
    assert heavy > light


def test_the_same_seed_gives_the_same_net(net: SharedNet, data) -> None:
    sparse, dense, _ = data
    assert np.allclose(fitted(data).scores(sparse, dense), net.scores(sparse, dense), atol=1e-3)


def test_learns_one_class_of_three(data) -> None:
    sparse, dense, yes = data
    topic = np.where(yes[:, 0] > 0, 2, yes[:, 1]).astype(int)
    net = SharedNet(ALL_SHOWN).fit(sparse, dense, OneTopic(topic, 3))
    found = net.scores(sparse, dense).argmax(axis=1)
    assert (found == topic).mean() > 0.95


def test_who_learns_with_words_hidden_hears_the_faint_ones_too() -> None:
    yes = np.arange(ROWS) % 2
    loud_and_faint = np.array([2.0, 0.5, 0.5, 0.5], dtype=np.float32)
    sparse = csr_matrix(np.outer(yes, loud_and_faint).astype(np.float32))
    dense = np.zeros((ROWS, 1), dtype=np.float32)
    faint = csr_matrix(loud_and_faint * np.array([0, 1, 1, 1], dtype=np.float32))
    scores = {
        share: SharedNet(Training(steps=300, sparse_dropout=share))
        .fit(sparse, dense, signals(yes[:, None].astype(np.float32)))
        .scores(faint, dense[:1])[0, 0]
        for share in (0.0, 0.6)
    }
    assert scores[0.6] > scores[0.0] + 1


def test_what_is_not_hidden_weighs_more_so_that_the_sum_stays() -> None:
    yes = (np.arange(ROWS) % 2)[:, None].astype(np.float32)
    sparse = csr_matrix(np.repeat(yes, 20, axis=1) / 5)
    dense = np.zeros((ROWS, 1), dtype=np.float32)
    net = SharedNet(Training(steps=300)).fit(sparse, dense, signals(yes))
    assert ((net.scores(sparse, dense)[:, 0] > 0) == (yes[:, 0] > 0)).all()
