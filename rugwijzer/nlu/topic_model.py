"""Which topic a message is about, and how sure that is.

One classifier over all full intents (faq/<id>, praat/<id>, buiten/<id>, doe/<id>), so that no intent
classifier and response selector can disagree: a linear one and a small net over the same features,
added up. Their scores are turned into the probability that the first guess is right by a logistic
regression on held-out scores of other voices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import joblib
import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from .features import TextFeatures, join
from .objectives import OneTopic
from .shared_net import SharedNet

#: Penalty of the linear classifier, chosen by cross-validation over voices (docs/evaluatie.md).
PENALTY = 0.3
#: Looser than the default: same accuracy on held-out voices in two thirds of the time.
TOLERANCE = 0.01
#: So many directions hold 0.9 of the variance of the sentence vectors, found on about `SAMPLE` of them:
#: the same accuracy on held-out voices in 0.6 of the time.
DIRECTIONS = 192
SAMPLE = 4000
#: Length of the sentence vector beside each block of words of length 1: a hundredth better on
#: held-out voices than 1 (docs/evaluatie.md).
DENSE_LENGTH = 0.6
#: How much a log-chance of the net counts against a margin of the linear classifier, when there are
#: `ENOUGH` messages for a net; with fewer it counts less, in proportion (docs/evaluatie.md).
NET_SHARE = 0.12
ENOUGH = 5000
#: From this many texts on the two fits, one for the calibration, go side by side in two processes.
_SIDE_BY_SIDE = 2000
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


@dataclass(frozen=True)
class _Scorer:
    """The two classifiers, fitted on the same rows."""

    labels: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    net: SharedNet
    share: float

    @classmethod
    def fit(cls, sparse: csr_matrix, dense: np.ndarray, y: np.ndarray) -> _Scorer:
        """Fit on features of the same rows and their labels."""
        labels, weights, bias = _linear(sparse, dense, y)
        topic = np.searchsorted(labels, y)
        net = SharedNet().fit(sparse, dense, OneTopic(topic, len(labels)))
        return cls(labels, weights, bias, net, NET_SHARE * min(1.0, len(y) / ENOUGH))

    def scores(self, sparse: csr_matrix, dense: np.ndarray) -> np.ndarray:
        """Scores of shape (n, labels)."""
        border = sparse.shape[1]
        linear = sparse @ self.weights[:border] + dense @ self.weights[border:] + self.bias
        return linear + self.share * log_softmax(self.net.scores(sparse, dense), axis=1)


class TopicModel:
    """A fitted classifier with calibrated confidence."""

    def __init__(self) -> None:
        """Prepare an unfitted model."""
        self.features = TextFeatures()
        self._scorer: _Scorer | None = None
        self._first: LogisticRegression | None = None
        self._three: LogisticRegression | None = None

    @property
    def labels(self) -> np.ndarray:
        """The labels that it tells apart, none before it is fitted."""
        return np.array([]) if self._scorer is None else self._scorer.labels

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
        sparse, dense = self.features.fit_transform(texts, vectors, lemmas)
        held = _held_out(voices, len(y))
        rows = [np.ones(len(y), dtype=bool)]
        if held.any() and len(np.unique(y[~held])) > 1:
            rows.append(~held)
        jobs = len(rows) if len(y) >= _SIDE_BY_SIDE else 1
        self._scorer, *others = joblib.Parallel(n_jobs=jobs, max_nbytes=None)(
            joblib.delayed(_Scorer.fit)(sparse[r], dense[r], y[r]) for r in rows
        )
        for without in others:
            self._calibrate(without, without.scores(sparse[held], dense[held]), y[held])
        return self

    def rank(self, text: str, vector: np.ndarray, lemmas: str = "") -> Ranking:
        """Rank the labels for one text with its sentence vector (1-d) and its lemmas."""
        return self.rank_all([text], vector[None, :], [lemmas])[0]

    def rank_all(
        self, texts: Sequence[str], vectors: np.ndarray, lemmas: Sequence[str] | None = None
    ) -> list[Ranking]:
        """Rank the labels for many texts."""
        if self._scorer is None:
            raise RuntimeError("TopicModel is used before it was fitted")
        scores = self._scorer.scores(*self.features.transform(texts, vectors, lemmas))
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

    def _calibrate(self, scorer: _Scorer, scores: np.ndarray, y: np.ndarray) -> None:
        """Learn the chances from the scores of rows that `scorer` has not seen."""
        order = scorer.labels[np.argsort(-scores, axis=1)]
        derived = _score_features(scores)
        self._first = _logistic(derived, order[:, 0] == y)
        self._three = _logistic(derived, (order[:, :3] == y[:, None]).any(axis=1))

    @staticmethod
    def _chance(model: LogisticRegression | None, derived: np.ndarray) -> np.ndarray:
        if model is None:
            return np.clip((derived[:, 0] + 1) / 2, 0, 1)
        return model.predict_proba(derived)[:, 1]


def _linear(
    sparse: csr_matrix, dense: np.ndarray, y: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Labels, weights of shape (features, labels) and bias.

    The dense features are every row's longest part: fitted on their main directions alone.
    """
    _, _, directions = np.linalg.svd(dense[:: max(1, len(dense) // SAMPLE)], full_matrices=False)
    directions = DENSE_LENGTH * directions[:DIRECTIONS].T
    x = join(sparse, dense @ directions)
    model = LinearSVC(C=PENALTY, tol=TOLERANCE, random_state=0).fit(x, y)
    coef, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        coef, bias = np.vstack([-coef, coef]), np.concatenate([-bias, bias])
    border = sparse.shape[1]
    weights = np.vstack([coef.T[:border], directions @ coef.T[border:]])
    return model.classes_, weights.astype(np.float32), bias.astype(np.float32)


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
