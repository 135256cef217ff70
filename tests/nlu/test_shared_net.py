"""rugwijzer.nlu.shared_net, on numbers alone."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse import random as sparse_random

from rugwijzer.nlu.shared_net import SharedNet, Targets, Training

ROWS, WORDS, DENSE = 600, 40, 8


@pytest.fixture(scope="module")
def data() -> tuple[csr_matrix, np.ndarray, Targets]:
    """Output 0: word 0 without word 1 (its denial). Output 1: the first dense value is positive."""
    numbers = np.random.default_rng(1)
    sparse = sparse_random(ROWS, WORDS, density=0.1, format="lil", random_state=1, dtype=np.float32)
    sparse[:, 0] = numbers.integers(0, 2, (ROWS, 1))
    sparse[:, 1] = numbers.integers(0, 2, (ROWS, 1))
    dense = numbers.normal(size=(ROWS, DENSE)).astype(np.float32)
    matrix = sparse.tocsr()
    first, denied = (matrix[:, i].toarray()[:, 0] > 0 for i in (0, 1))
    yes = np.column_stack([first & ~denied, dense[:, 0] > 0]).astype(np.float32)
    return matrix, dense, Targets(yes, np.where(first, 0, 1), weight=2.0)


@pytest.fixture(scope="module")
def net(data: tuple[csr_matrix, np.ndarray, Targets]) -> SharedNet:
    return SharedNet(Training(steps=600)).fit(*data)


def test_learns_a_word_and_its_denial(net: SharedNet, data) -> None:
    sparse, dense, targets = data
    found = net.probabilities(sparse, dense)
    assert found.shape == targets.yes.shape
    right = (found > 0.5) == (targets.yes > 0.5)
    assert right.mean(axis=0).min() > 0.95


def test_chances_stay_between_zero_and_one_for_an_empty_message(net: SharedNet) -> None:
    found = net.probabilities(csr_matrix((1, WORDS)), np.zeros((1, DENSE), dtype=np.float32))
    assert ((found >= 0) & (found <= 1)).all()


def test_a_heavier_miss_gives_higher_chances(data) -> None:
    sparse, dense, targets = data
    short = Training(steps=100, epochs=1)
    light = SharedNet(short).fit(sparse, dense, Targets(targets.yes, targets.kind, 1.0))
    heavy = SharedNet(short).fit(sparse, dense, Targets(targets.yes, targets.kind, 5.0))
    light_mean, heavy_mean = (n.probabilities(sparse, dense).mean() for n in (light, heavy))
    assert heavy_mean > light_mean


def test_the_same_seed_gives_the_same_net(net: SharedNet, data) -> None:
    sparse, dense, _ = data
    again = SharedNet(Training(steps=600)).fit(*data)
    assert np.allclose(
        again.probabilities(sparse, dense), net.probabilities(sparse, dense), atol=1e-4
    )
