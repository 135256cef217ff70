"""A small feed-forward net over sparse and dense text features, in numpy alone.

One hidden layer that all outputs share: how Dutch denies, whom a sentence is about and what is long
past looks alike for every flag, so what the examples of one flag teach serves the others. What the
net learns is an Objective (objectives.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.sparse import csr_matrix


class Objective(Protocol):
    """What a net learns, one row a message."""

    rows: int
    #: How many scores are kept after training; the ones behind them are helper tasks.
    outputs: int
    #: Bias of every score at the start, of shape (scores,).
    start: np.ndarray

    def slope(self, scores: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        """Slope of the loss by each score, for the rows `chosen`; the shape of `scores`."""
        ...


@dataclass(frozen=True)
class Training:
    """How it learns. How it was chosen: docs/evaluatie.md.

    `steps` is the least number of batches: a small set is gone through more often than `epochs`.
    Most of what a message says is hidden from the net each time (`sparse_dropout` of its words and
    n-grams, `dense_dropout` of its sentence vector), so that it does not lean on a few of them.
    """

    hidden: int = 192
    epochs: int = 8
    steps: int = 800
    batch: int = 64
    rate: float = 3e-3
    sparse_dropout: float = 0.6
    dense_dropout: float = 0.3
    dropout: float = 0.3
    decay: float = 1e-4
    sparse_scale: float = 2.0
    dense_scale: float = 3.0
    seed: int = 0


class SharedNet:
    """A fitted net; `scores` gives one number per output."""

    def __init__(self, training: Training | None = None) -> None:
        """Prepare an unfitted net."""
        self.training = training or Training()
        self._inner: dict[str, np.ndarray] = {}

    def fit(self, sparse: csr_matrix, dense: np.ndarray, objective: Objective) -> SharedNet:
        """Train on features of the same rows: `sparse` (n, s), `dense` (n, d)."""
        how = self.training
        random = np.random.default_rng(how.seed)
        weights = {
            "sparse": random.normal(0, 0.05, (sparse.shape[1], how.hidden)),
            "dense": random.normal(0, 0.05, (dense.shape[1], how.hidden)),
            "bias": np.zeros(how.hidden),
            "out": random.normal(0, 0.1, (how.hidden, len(objective.start))),
            "out_bias": objective.start,
        }
        self._inner = {name: value.astype(np.float32) for name, value in weights.items()}
        adam = _Adam(self._inner)
        per_epoch = max(1, objective.rows // how.batch)
        epochs = max(how.epochs, -(-how.steps // per_epoch))
        for step, chosen in enumerate(_batches(objective.rows, how.batch, epochs, random)):
            rate = how.rate * (1 - (step // per_epoch) / epochs)
            part = _thinned(sparse[chosen], how.sparse_dropout, random)
            columns, compact = _used_columns(part)
            rows = dense[chosen]
            rows *= _kept(rows.shape, how.dense_dropout, random)
            gradients = self._gradients(part, compact, rows, objective, chosen, random)
            adam.step(gradients, columns, rate)
        self._inner["out"] = self._inner["out"][:, : objective.outputs].copy()
        self._inner["out_bias"] = self._inner["out_bias"][: objective.outputs].copy()
        return self

    def scores(self, sparse: csr_matrix, dense: np.ndarray) -> np.ndarray:
        """Log-odds of shape (n, outputs)."""
        return self._hidden(sparse, dense) @ self._inner["out"] + self._inner["out_bias"]

    def _hidden(self, sparse: csr_matrix, dense: np.ndarray) -> np.ndarray:
        how, inner = self.training, self._inner
        total = (sparse @ inner["sparse"]) * how.sparse_scale
        total += (dense @ inner["dense"]) * how.dense_scale + inner["bias"]
        return np.maximum(total, 0)

    def _gradients(
        self,
        sparse: csr_matrix,
        compact: csr_matrix,
        dense: np.ndarray,
        objective: Objective,
        chosen: np.ndarray,
        random: np.random.Generator,
    ) -> dict[str, np.ndarray]:
        how, inner, count = self.training, self._inner, len(chosen)
        hidden = self._hidden(sparse, dense)
        kept = _kept(hidden.shape, how.dropout, random)
        shown = hidden * kept
        error = objective.slope(shown @ inner["out"] + inner["out_bias"], chosen) / count
        back = ((error @ inner["out"].T) * kept * (hidden > 0)).astype(np.float32)
        back_sparse = compact.T @ back
        back_sparse *= np.float32(how.sparse_scale)
        return {
            "sparse": back_sparse,
            "dense": (dense.T @ back) * how.dense_scale + how.decay * inner["dense"],
            "bias": back.sum(axis=0),
            "out": shown.T @ error,
            "out_bias": error.sum(axis=0),
        }


def _batches(
    rows: int, size: int, epochs: int, random: np.random.Generator
) -> Iterator[np.ndarray]:
    for _ in range(epochs):
        order = random.permutation(rows)
        for start in range(0, max(1, rows - size + 1), size):
            yield order[start : start + size]


def _kept(shape: tuple[int, ...], dropout: float, random: np.random.Generator) -> np.ndarray:
    """Zero for what is left out; the rest weighs so much more that the sum stays what it was."""
    return (random.random(shape, dtype=np.float32) >= dropout) / np.float32(1 - dropout)


def _thinned(part: csr_matrix, dropout: float, random: np.random.Generator) -> csr_matrix:
    """The rows with a share of their values left out, and the rest weighed as in `_kept`."""
    weight = _kept(part.data.shape, dropout, random)
    stays = weight > 0
    ends = np.concatenate([[0], np.cumsum(stays)])[part.indptr]
    data = (part.data * weight)[stays]
    return csr_matrix((data, part.indices[stays], ends), shape=part.shape)


def _used_columns(part: csr_matrix) -> tuple[np.ndarray, csr_matrix]:
    """The columns that a batch uses, and the batch over those alone."""
    columns, where = np.unique(part.indices, return_inverse=True)
    shape = (part.shape[0], len(columns))
    return columns, csr_matrix((part.data, where, part.indptr), shape=shape)


class _Adam:
    """Adam for the small layers; for the sparse layer a lean cousin of it.

    There only the rows of the columns that a batch holds are touched, and each row has one running
    square and no running mean: that layer is by far the largest, and its arithmetic the costliest.
    """

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self._weights = weights
        small = {name: w for name, w in weights.items() if name != "sparse"}
        self._mean = {name: np.zeros_like(w) for name, w in small.items()}
        self._square = {name: np.zeros_like(w) for name, w in small.items()}
        self._row_square = np.zeros((len(weights["sparse"]), 1), dtype=np.float32)
        self._steps = 0

    def step(self, gradients: dict[str, np.ndarray], rows: np.ndarray, rate: float) -> None:
        """Move the weights against the gradients; `rows` are the columns of the batch in use."""
        self._steps += 1
        unbiased = np.sqrt(1 - 0.999**self._steps)
        for name, gradient in gradients.items():
            if name == "sparse":
                self._move_rows(gradient, rows, np.float32(rate * unbiased))
                continue
            mean = 0.9 * self._mean[name] + 0.1 * gradient
            square = 0.999 * self._square[name] + 0.001 * gradient * gradient
            self._mean[name], self._square[name] = mean, square
            scale = rate * unbiased / (1 - 0.9**self._steps)
            self._weights[name] -= scale * mean / (np.sqrt(square) + 1e-7)

    def _move_rows(self, gradient: np.ndarray, rows: np.ndarray, rate: np.float32) -> None:
        mean_square = np.einsum("ij,ij->i", gradient, gradient)[:, None] / gradient.shape[1]
        square = np.float32(0.999) * self._row_square[rows] + np.float32(0.001) * mean_square
        self._row_square[rows] = square
        gradient *= rate / (np.sqrt(square) + np.float32(1e-7))
        self._weights["sparse"][rows] -= gradient
