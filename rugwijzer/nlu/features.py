"""Text features: words, character n-grams, lemmas and a mean-centred sentence vector, side by side.

Lemmas are optional: without them (other languages, the red-flag detector) the block is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from rugwijzer.triage.text import fold


def _clean(text: str) -> str:
    return " ".join(fold(text).split())


def _word_counter(frequency: int = 2) -> TfidfVectorizer:
    return TfidfVectorizer(
        ngram_range=(1, 2),
        min_df=frequency,
        sublinear_tf=True,
        token_pattern=r"(?u)\b\w+\b",  # noqa: S106
        dtype=np.float32,
    )


def _fit(counter: TfidfVectorizer, texts: list[str]) -> csr_matrix:
    """Fit; in a small set, or a script without spaces, nothing may occur twice: then once will do."""
    try:
        return counter.fit_transform(texts)
    except ValueError:
        return counter.set_params(min_df=1).fit_transform(texts)


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
        blocks = [self._words.transform(clean), self._chars.transform(clean)]
        if self._lemmas is not None:
            blocks.append(self._lemmas.transform(_clean(t) for t in lemmas or [""] * len(clean)))
        return hstack(blocks).tocsr(), self._centred(vectors)

    def _centred(self, vectors: np.ndarray) -> np.ndarray:
        centred = vectors - self._mean
        length = np.linalg.norm(centred, axis=1, keepdims=True)
        return (centred / np.maximum(length, 1e-6)).astype(np.float32)
