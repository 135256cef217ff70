"""Which topic a message is about, and how sure that is.

One linear classifier over all full intents (faq/<id>, praat/<id>, buiten/<id>, doe/<id>), so that
no intent classifier and response selector can disagree. Its scores are turned into the probability
that the first guess is right by a logistic regression on held-out scores of other voices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from .features import TextFeatures

#: Penalty of the linear classifier, chosen by cross-validation over voices (docs/evaluatie.md).
PENALTY = 0.3
#: Looser than the default: same accuracy on held-out voices in two thirds of the time.
TOLERANCE = 0.01
#: One in this many voices is held out for the calibration.
HELD_OUT = 3
#: How many topics are ranked and may be offered.
RANKED = 10


@dataclass(frozen=True)
class Ranking:
    """Labels from likely to unlikely with their scores, and two probabilities.

    `first` is the chance that labels[0] is right; `among_three` that one of labels[:3] is.
    """

    labels: tuple[str, ...]
    scores: tuple[float, ...]
    first: float
    among_three: float


def _score_features(scores: np.ndarray) -> np.ndarray:
    """Features of one row of scores for the calibration: top score, gaps and spread."""
    top = -np.sort(-scores, axis=1)[:, :5]
    if top.shape[1] < 5:
        top = np.pad(top, ((0, 0), (0, 5 - top.shape[1])), mode="edge")
    probabilities = np.exp(4 * (scores - top[:, :1]))
    share = 1 / probabilities.sum(axis=1)
    return np.column_stack(
        [top[:, 0], top[:, 0] - top[:, 1], top[:, 0] - top[:, 2], top[:, 2] - top[:, 3], share]
    )


class TopicModel:
    """A fitted classifier with calibrated confidence."""

    def __init__(self) -> None:
        """Prepare an unfitted model."""
        self.features = TextFeatures()
        self.labels: np.ndarray = np.array([])
        self._weights: np.ndarray = np.zeros((0, 0), dtype=np.float32)
        self._bias: np.ndarray = np.zeros(0, dtype=np.float32)
        self._first: LogisticRegression | None = None
        self._three: LogisticRegression | None = None

    def fit(
        self,
        texts: Sequence[str],
        labels: Sequence[str],
        vectors: np.ndarray,
        voices: Sequence[str] | None = None,
        lemmas: Sequence[str] | None = None,
    ) -> TopicModel:
        """Train on texts with labels.

        `voices` says who wrote each text; the calibration holds whole voices out, since patients
        to come are other voices too. Without it, texts are dealt over the folds in turn.
        """
        y = np.asarray(labels)
        x = self.features.fit_transform(texts, vectors, lemmas)
        held = _held_out(voices, len(y))
        if held.any() and len(np.unique(y[~held])) > 1:
            self._calibrate(x, y, held)
        self._fit_linear(x, y)
        return self

    def rank(self, text: str, vector: np.ndarray, lemmas: str = "") -> Ranking:
        """Rank the labels for one text with its sentence vector (1-d) and its lemmas."""
        return self.rank_all([text], vector[None, :], [lemmas])[0]

    def rank_all(
        self, texts: Sequence[str], vectors: np.ndarray, lemmas: Sequence[str] | None = None
    ) -> list[Ranking]:
        """Rank the labels for many texts."""
        scores = self._scores(self.features.transform(texts, vectors, lemmas))
        order = np.argsort(-scores, axis=1)[:, :RANKED]
        derived = _score_features(scores)
        first = self._chance(self._first, derived)
        three = self._chance(self._three, derived)
        return [
            Ranking(
                tuple(str(x) for x in self.labels[row]),
                tuple(float(s) for s in scores[i, row]),
                float(first[i]),
                float(max(first[i], three[i])),
            )
            for i, row in enumerate(order)
        ]

    def _fit_linear(self, x: csr_matrix, y: np.ndarray) -> None:
        self.labels, self._weights, self._bias = _linear(x, y)

    def _scores(self, x: csr_matrix) -> np.ndarray:
        return np.asarray(x @ self._weights) + self._bias

    def _calibrate(self, x: csr_matrix, y: np.ndarray, held: np.ndarray) -> None:
        labels, weights, bias = _linear(x[~held], y[~held])
        scores = np.asarray(x[held] @ weights) + bias
        order = labels[np.argsort(-scores, axis=1)]
        derived = _score_features(scores)
        self._first = _logistic(derived, order[:, 0] == y[held])
        self._three = _logistic(derived, (order[:, :3] == y[held][:, None]).any(axis=1))

    @staticmethod
    def _chance(model: LogisticRegression | None, derived: np.ndarray) -> np.ndarray:
        if model is None:
            return np.clip((derived[:, 0] + 1) / 2, 0, 1)
        return model.predict_proba(derived)[:, 1]


def _linear(x: csr_matrix, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    model = LinearSVC(C=PENALTY, tol=TOLERANCE, random_state=0).fit(x, y)
    coef, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        coef, bias = np.vstack([-coef, coef]), np.concatenate([-bias, bias])
    return model.classes_, np.ascontiguousarray(coef.T, dtype=np.float32), bias.astype(np.float32)


def _logistic(matrix: np.ndarray, right: np.ndarray) -> LogisticRegression | None:
    if right.all() or not right.any():
        return None
    return LogisticRegression(C=1.0, max_iter=500).fit(matrix, right)


def _held_out(voices: Sequence[str] | None, size: int) -> np.ndarray:
    """Which rows are kept apart: whole voices where they are known."""
    if voices is None or len(set(voices)) < HELD_OUT:
        return np.arange(size) % HELD_OUT == 0
    chosen = set(sorted(set(voices))[::HELD_OUT])
    return np.array([v in chosen for v in voices])
