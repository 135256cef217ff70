"""Text features: words, character n-grams, lemmas and a mean-centred sentence vector, side by side.

Lemmas are optional: without them (other languages, the red-flag detector) the block is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from rugwijzer.triage.dialect import standard
from rugwijzer.triage.text import fold

#: Below this many texts no word or n-gram is left out as rare (docs/evaluatie.md).
SMALL = 5000


def _clean(text: str) -> str:
    return " ".join(fold(standard(text)).split())


def _word_counter(frequency: int = 2) -> TfidfVectorizer:
    return TfidfVectorizer(
        ngram_range=(1, 2),
        min_df=frequency,
        sublinear_tf=True,
        token_pattern=r"(?u)\b\w+\b",  # noqa: S106
        dtype=np.float32,
    )


def _fit(counter: TfidfVectorizer, texts: list[str]) -> csr_matrix:
    """Fit; in a small set, or when nothing occurs often enough, what occurs once counts too."""
    if len(texts) >= SMALL:
        try:
            return counter.fit_transform(texts)
        except ValueError:
            pass  # a script without spaces
    return counter.set_params(min_df=1).fit_transform(texts)


class _Quick:
    """What a fitted TfidfVectorizer computes, without its checks: on one text those take most time."""

    def __init__(self, counter: TfidfVectorizer) -> None:
        self._analyze: Callable[[str], Iterable[str]] = counter.build_analyzer()
        self._place: dict[str, int] = counter.vocabulary_
        self._rarity: np.ndarray = counter.idf_
        self.width = len(self._place)

    def weigh(self, text: str) -> tuple[list[int], np.ndarray]:
        """The columns of a text in order, and their weights of unit length."""
        place = self._place
        times = Counter(place[term] for term in self._analyze(text) if term in place)
        columns = sorted(times)
        weights = (1 + np.log([times[c] for c in columns])) * self._rarity[columns]
        length = np.sqrt(weights @ weights)
        return columns, weights / length if columns else weights


def _side_by_side(counters: Sequence[_Quick], blocks: Sequence[Sequence[str]]) -> csr_matrix:
    """One row a text: the blocks of all counters, each over its own reading of the texts."""
    offsets = np.cumsum([0, *(c.width for c in counters)])
    columns: list[int] = []
    weights: list[np.ndarray] = []
    ends = [0]
    for readings in zip(*blocks):
        for counter, offset, text in zip(counters, offsets, readings):
            found, weight = counter.weigh(text)
            columns.extend(c + int(offset) for c in found)
            weights.append(weight)
        ends.append(len(columns))
    data = np.concatenate(weights).astype(np.float32) if weights else np.zeros(0, np.float32)
    shape = (len(ends) - 1, int(offsets[-1]))
    return csr_matrix((data, np.array(columns, np.int32), np.array(ends, np.int32)), shape=shape)


def join(sparse: csr_matrix, dense: np.ndarray) -> csr_matrix:
    """Sparse and dense features side by side in one sparse matrix."""
    return hstack([sparse, csr_matrix(dense)]).tocsr()


class TextFeatures:
    """Fitted vectorizers; both methods give a sparse and a dense matrix with one row a text.

    Sparse: tf-idf of words, character n-grams and lemmas, each block of unit length; words and
    n-grams in fewer messages than the given frequency are left out. Dense: the sentence vector,
    centred and of unit length.
    """

    def __init__(self, word_frequency: int = 2, character_frequency: int = 3) -> None:
        """Prepare unfitted vectorizers."""
        self._words = _word_counter(word_frequency)
        self._chars = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(3, 5),
            sublinear_tf=True,
            min_df=character_frequency,
            dtype=np.float32,
        )
        self._lemmas: TfidfVectorizer | None = None
        self._mean: np.ndarray | None = None
        self._quick: list[_Quick] = []

    def __getstate__(self) -> dict[str, Any]:
        """What is kept on disk; the quick counters are made again."""
        return {**vars(self), "_quick": []}

    def fit_transform(
        self, texts: Sequence[str], vectors: np.ndarray, lemmas: Sequence[str] | None = None
    ) -> tuple[csr_matrix, np.ndarray]:
        """Learn vocabulary and mean vector from training texts and return their features."""
        clean = [_clean(t) for t in texts]
        self._mean = vectors.mean(axis=0)
        blocks = [_fit(self._words, clean), _fit(self._chars, clean)]
        if lemmas is not None:
            self._lemmas = _word_counter()
            blocks.append(_fit(self._lemmas, [_clean(t) for t in lemmas]))
        return hstack(blocks).tocsr(), self._centred(vectors)

    def transform(
        self, texts: Sequence[str], vectors: np.ndarray, lemmas: Sequence[str] | None = None
    ) -> tuple[csr_matrix, np.ndarray]:
        """Features of new texts; `vectors` has shape (len(texts), dimensions).

        `lemmas` are used when the model was fitted with them; missing ones count as empty.
        """
        clean = [_clean(t) for t in texts]
        blocks = [clean, clean]
        if self._lemmas is not None:
            blocks.append([_clean(t) for t in lemmas or [""] * len(clean)])
        return _side_by_side(self._counters(), blocks), self._centred(vectors)

    def _counters(self) -> list[_Quick]:
        if not self._quick:
            fitted = (self._words, self._chars, self._lemmas)
            self._quick = [_Quick(counter) for counter in fitted if counter is not None]
        return self._quick

    def _centred(self, vectors: np.ndarray) -> np.ndarray:
        centred = vectors - self._mean
        length = np.linalg.norm(centred, axis=1, keepdims=True)
        return (centred / np.maximum(length, 1e-6)).astype(np.float32)
