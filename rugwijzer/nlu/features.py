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


def _word_counter(ngrams: int, frequency: int = 2) -> TfidfVectorizer:
    return TfidfVectorizer(
        ngram_range=(1, ngrams),
        min_df=frequency,
        sublinear_tf=True,
        token_pattern=r"(?u)\b\w+\b",  # noqa: S106
        dtype=np.float32,
    )


class TextFeatures:
    """Fitted vectorizers; `transform` gives one sparse row a text.

    `vector_weight` scales the unit-length sentence vector against the two tf-idf blocks, which also
    have unit length. Words and character n-grams in fewer messages than the given frequency are
    left out.
    """

    def __init__(
        self,
        vector_weight: float = 1.0,
        word_ngrams: int = 2,
        word_frequency: int = 2,
        character_frequency: int = 3,
    ) -> None:
        """Prepare unfitted vectorizers."""
        self.vector_weight = vector_weight
        self._words = _word_counter(word_ngrams, word_frequency)
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
    ) -> csr_matrix:
        """Learn vocabulary and mean vector from training texts and return their features."""
        sparse, dense = self.fit_parts(texts, vectors, lemmas)
        return self._join(sparse, dense)

    def fit_parts(
        self, texts: Sequence[str], vectors: np.ndarray, lemmas: Sequence[str] | None = None
    ) -> tuple[csr_matrix, np.ndarray]:
        """As `fit_transform`, with the tf-idf blocks and the sentence vectors apart."""
        clean = [_clean(t) for t in texts]
        self._mean = vectors.mean(axis=0)
        blocks = [self._words.fit_transform(clean), self._chars.fit_transform(clean)]
        if lemmas is not None:
            self._lemmas = _word_counter(ngrams=2)
            blocks.append(self._lemmas.fit_transform(_clean(t) for t in lemmas))
        return hstack(blocks).tocsr(), self._centred(vectors)

    def transform(
        self, texts: Sequence[str], vectors: np.ndarray, lemmas: Sequence[str] | None = None
    ) -> csr_matrix:
        """Features of new texts; `vectors` has shape (len(texts), dimensions).

        `lemmas` are used when the model was fitted with them; missing ones count as empty.
        """
        return self._join(*self.parts(texts, vectors, lemmas))

    def parts(
        self, texts: Sequence[str], vectors: np.ndarray, lemmas: Sequence[str] | None = None
    ) -> tuple[csr_matrix, np.ndarray]:
        """As `transform`, with the tf-idf blocks and the sentence vectors apart."""
        clean = [_clean(t) for t in texts]
        blocks = [self._words.transform(clean), self._chars.transform(clean)]
        if self._lemmas is not None:
            blocks.append(self._lemmas.transform(_clean(t) for t in lemmas or [""] * len(clean)))
        return hstack(blocks).tocsr(), self._centred(vectors)

    def _centred(self, vectors: np.ndarray) -> np.ndarray:
        centred = vectors - self._mean
        length = np.linalg.norm(centred, axis=1, keepdims=True)
        return (centred / np.maximum(length, 1e-6)).astype(np.float32)

    def _join(self, sparse: csr_matrix, dense: np.ndarray) -> csr_matrix:
        return hstack([sparse, csr_matrix(dense * np.float32(self.vector_weight))]).tocsr()
