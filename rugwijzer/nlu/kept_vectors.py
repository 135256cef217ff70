"""Sentence vectors of training messages, kept on disk: who changes a line waits for one, not for all.

Beside Rasa's own cache in .rasa/, of which `make clean` makes an end. Never used for what a patient
writes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from rugwijzer.triage.dialect import standard

from .encoder import SentenceEncoder

FOLDER = Path(".rasa") / "zinsvectoren"
#: The oldest vectors go when there are more; one takes 2 kB.
MOST = 100_000


class KeptVectors:
    """A SentenceEncoder that encodes each text once, in this process and in later ones."""

    def __init__(self, encoder: SentenceEncoder, folder: Path = FOLDER) -> None:
        """Read what was kept of this encoder; a damaged file counts as none."""
        self.name, self.dimensions = encoder.name, encoder.dimensions
        self._encoder = encoder
        self._file = folder / f"{encoder.name}.npz"
        self._known: dict[bytes, np.ndarray] = self._read()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """See SentenceEncoder; what is new is kept on disk before this returns."""
        # What the encoder reads: another list of regional forms, another vector.
        keys = [hashlib.blake2b(standard(t).encode(), digest_size=16).digest() for t in texts]
        new = {k: t for k, t in zip(keys, texts) if k not in self._known}
        if new:
            self._known.update(zip(new, self._encoder.encode(list(new.values()))))
            self._write()
        if not keys:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.array([self._known[k] for k in keys], dtype=np.float32)

    def _read(self) -> dict[bytes, np.ndarray]:
        try:
            with np.load(self._file) as kept:
                keys, vectors = kept["keys"], kept["vectors"]
        except (OSError, ValueError, KeyError, BadZipFile):
            return {}
        if vectors.shape != (len(keys), self.dimensions):
            return {}
        return {key.tobytes(): vector for key, vector in zip(keys, vectors)}

    def _write(self) -> None:
        newest = list(self._known.items())[-MOST:]
        keys = np.frombuffer(b"".join(k for k, _ in newest), dtype=np.uint8).reshape(-1, 16)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._file.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as out:
            np.savez(out, keys=keys, vectors=np.array([v for _, v in newest]))
        unfinished.replace(self._file)
