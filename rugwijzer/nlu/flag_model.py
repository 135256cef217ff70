"""The learned half of red-flag recognition: a probability for each flag.

A small net over words, character n-grams and the sentence vector, trained on messages with signals,
messages that only look like them, and ordinary questions. All flags share its hidden layer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from scipy.special import expit

from .features import TextFeatures
from .objectives import Signals
from .shared_net import SharedNet
from .windows import windows

Encode = Callable[[list[str]], np.ndarray]

#: How much heavier a missed signal counts than a false alarm while training.
SIGNAL_WEIGHT = 2.0
#: Words and character n-grams of fewer messages than this are left out.
WORD_FREQUENCY = 3
CHARACTER_FREQUENCY = 12
#: What the message as a whole says against its loudest window, in log-odds (docs/evaluatie.md).
WHOLE = 0.3


class FlagModel:
    """A fitted detector over a fixed list of flags."""

    def __init__(self, flags: Sequence[str]) -> None:
        """Prepare an unfitted model for these flags."""
        self.flags = list(flags)
        self.features = TextFeatures(
            word_frequency=WORD_FREQUENCY, character_frequency=CHARACTER_FREQUENCY
        )
        self._net = SharedNet()

    def fit(
        self,
        texts: Sequence[str],
        labels: Sequence[Iterable[str]],
        vectors: np.ndarray,
        about: Sequence[str] | None = None,
    ) -> FlagModel:
        """Train; `labels[i]` are the flags that texts[i] holds.

        `about[i]` is the flag that it holds or only looks like, '' for an ordinary question: a
        helper task that teaches the net to tell what a message is about from whether it counts.
        Raises KeyError on a flag that is not in the list.
        """
        sparse, dense = self.features.fit_transform(texts, vectors)
        index = {flag: i for i, flag in enumerate(self.flags)}
        yes = np.zeros((len(texts), len(self.flags)), dtype=np.float32)
        for row, flags in enumerate(labels):
            for flag in flags:
                yes[row, index[flag]] = 1
        ordinary = len(self.flags)
        kind = np.array([index.get(name, ordinary) for name in about or [""] * len(texts)])
        # A flag without example messages yet is left to the lexicon alone.
        seen = np.flatnonzero(yes.any(axis=0))
        self.flags = [self.flags[i] for i in seen]
        self._net.fit(sparse, dense, Signals(yes[:, seen], kind, SIGNAL_WEIGHT))
        return self

    def probabilities(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """Chances of shape (len(texts), len(flags)), each text heard as a whole."""
        return expit(self._scores(texts, vectors))

    def probability_map(self, text: str, vector: np.ndarray, encode: Encode) -> dict[str, float]:
        """Chance of each flag for one message, heard as a whole and in its windows.

        `encode` gives sentence vectors of shape (n, dimensions) for the windows.
        """
        scores = self._scores([text], vector[None, :])[0]
        parts = windows(text)
        if parts:
            loudest = np.maximum(scores, self._scores(parts, encode(parts)).max(axis=0))
            scores = WHOLE * scores + (1 - WHOLE) * loudest
        return {flag: float(p) for flag, p in zip(self.flags, expit(scores))}

    def _scores(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        return self._net.scores(*self.features.transform(texts, vectors))
