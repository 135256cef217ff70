"""What the nets learn: which flags a message holds, or which one topic it is about."""

from __future__ import annotations

import numpy as np
from scipy.special import expit, softmax

#: Share of the helper tasks in the loss of the flags.
HELPER = 0.3
#: Log-odds of a flag before anything is learned: most messages hold none.
RARE = -3.0


class Signals:
    """Flags, any number of them, with two helper tasks: 'any flag at all' and what it is about.

    The helper tasks teach the hidden layer to tell what a message is about from whether it counts.
    """

    def __init__(self, yes: np.ndarray, kind: np.ndarray, weight: float) -> None:
        """Take `yes`, 0/1 of shape (n, flags), and `kind`, a class index of shape (n,).

        `weight` is how much heavier a missed yes counts than a false one.
        """
        self._yes, self._kind, self._weight = yes, kind, weight
        self.rows, self.outputs = yes.shape
        kinds = int(kind.max()) + 1
        self.start = np.concatenate([np.full(self.outputs, RARE), np.zeros(1 + kinds)])

    def slope(self, scores: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        """See Objective.slope."""
        yes = self._yes[chosen]
        last = self.outputs
        chance = expit(scores[:, :last])
        error = np.empty_like(scores)
        error[:, :last] = (1 - yes) * chance - self._weight * yes * (1 - chance)
        error[:, last] = HELPER * (expit(scores[:, last]) - yes.max(axis=1))
        error[:, last + 1 :] = HELPER * _class_error(scores[:, last + 1 :], self._kind[chosen])
        return error


class OneTopic:
    """Exactly one class a message."""

    def __init__(self, topic: np.ndarray, topics: int) -> None:
        """Take the class index of each message, of shape (n,), and how many classes there are."""
        self._topic = topic
        self.rows, self.outputs = len(topic), topics
        self.start = np.zeros(topics)

    def slope(self, scores: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        """See Objective.slope."""
        return _class_error(scores, self._topic[chosen])


def _class_error(scores: np.ndarray, right: np.ndarray) -> np.ndarray:
    error = softmax(scores, axis=1)
    error[np.arange(len(right)), right] -= 1
    return error
