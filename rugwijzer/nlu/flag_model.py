"""The learned half of red-flag recognition: a probability for each flag.

One logistic regression a flag over words, character n-grams and the sentence vector, trained on
messages with signals, messages that only look like them, and ordinary questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.linear_model import SGDClassifier

from .features import TextFeatures

#: Penalty, passes and the extra weight of a message that holds the flag; see docs/evaluatie.md.
PENALTY = 2e-5
PASSES = 12
POSITIVE_WEIGHT = 4.0
#: Weight of the sentence vector beside the tf-idf blocks.
VECTOR_WEIGHT = 2.0
#: The machine to plan for has two cores; the fits release the interpreter lock.
JOBS = 2


class FlagModel:
    """A fitted detector over a fixed list of flags."""

    def __init__(self, flags: Sequence[str]) -> None:
        """Prepare an unfitted model for these flags."""
        self.flags = list(flags)
        self.features = TextFeatures(vector_weight=VECTOR_WEIGHT)
        self._weights: np.ndarray = np.zeros((0, 0), dtype=np.float32)
        self._bias: np.ndarray = np.zeros(0, dtype=np.float32)

    def fit(
        self, texts: Sequence[str], labels: Sequence[Iterable[str]], vectors: np.ndarray
    ) -> FlagModel:
        """Train; `labels[i]` are the flags that texts[i] holds."""
        # In double precision scikit-learn fits on x itself; a copy for each fit costs time and memory.
        x = self.features.fit_transform(texts, vectors).astype(np.float64)
        targets = np.zeros((len(texts), len(self.flags)), dtype=np.int8)
        index = {flag: i for i, flag in enumerate(self.flags)}
        for row, flags in enumerate(labels):
            for flag in flags:
                targets[row, index[flag]] = 1
        # A flag without example messages yet is left to the lexicon alone.
        seen = [i for i in range(len(self.flags)) if targets[:, i].any()]
        self.flags = [self.flags[i] for i in seen]
        fitted = Parallel(n_jobs=JOBS, prefer="threads")(
            delayed(_fit_one)(x, targets[:, column]) for column in seen
        )
        self._weights = np.ascontiguousarray(np.array([w for w, _ in fitted]).T, dtype=np.float32)
        self._bias = np.array([b for _, b in fitted], dtype=np.float32)
        return self

    def probabilities(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """Chances of shape (len(texts), len(flags))."""
        x = self.features.transform(texts, vectors)
        return expit(np.asarray(x @ self._weights) + self._bias)

    def probability_map(self, text: str, vector: np.ndarray) -> Mapping[str, float]:
        """Chance of each flag for one message."""
        row = self.probabilities([text], vector[None, :])[0]
        return {flag: float(p) for flag, p in zip(self.flags, row)}


def _own_view(x: csr_matrix) -> csr_matrix:
    """The same numbers in a matrix object of its own.

    SciPy may shorten the index arrays of a matrix while it reads it; two threads that share the
    object then fail with "indices and data should have the same size".
    """
    return csr_matrix((x.data, x.indices, x.indptr), shape=x.shape)


def _fit_one(x: csr_matrix, target: np.ndarray) -> tuple[np.ndarray, float]:
    model = SGDClassifier(
        loss="log_loss",
        alpha=PENALTY,
        max_iter=PASSES,
        tol=None,
        average=True,
        class_weight={0: 1.0, 1: POSITIVE_WEIGHT},
        random_state=0,
    ).fit(_own_view(x), target)
    return model.coef_[0], float(model.intercept_[0])
