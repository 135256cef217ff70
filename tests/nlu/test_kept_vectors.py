"""rugwijzer.nlu.kept_vectors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from rugwijzer.nlu.encoder import SentenceEncoder
from rugwijzer.nlu.kept_vectors import KeptVectors

from .conftest import TEXTS


class Counting:
    """An encoder that remembers what it was asked."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self.name, self.dimensions, self._encoder = encoder.name, encoder.dimensions, encoder
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked.extend(texts)
        return self._encoder.encode(texts)


@pytest.fixture
def counting(encoder: SentenceEncoder) -> Counting:
    return Counting(encoder)


def test_the_vectors_are_those_of_the_encoder(counting: Counting, tmp_path: Path) -> None:
    kept = KeptVectors(counting, tmp_path).encode(TEXTS)
    assert np.array_equal(kept, counting.encode(TEXTS))


def test_a_later_process_encodes_only_what_is_new(counting: Counting, tmp_path: Path) -> None:
    before = KeptVectors(counting, tmp_path).encode(TEXTS)
    counting.asked.clear()
    after = KeptVectors(counting, tmp_path).encode(["iets nieuws", *TEXTS])
    assert counting.asked == ["iets nieuws"]
    assert np.array_equal(after[1:], before)


def test_a_text_that_occurs_twice_is_encoded_once(counting: Counting, tmp_path: Path) -> None:
    vectors = KeptVectors(counting, tmp_path).encode(["matras", "matras"])
    assert counting.asked == ["matras"]
    assert np.array_equal(vectors[0], vectors[1])


def test_a_damaged_file_costs_time_and_nothing_else(counting: Counting, tmp_path: Path) -> None:
    before = KeptVectors(counting, tmp_path).encode(TEXTS)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:100])
    assert np.array_equal(KeptVectors(counting, tmp_path).encode(TEXTS), before)
    assert len(counting.asked) == 2 * len(TEXTS)


def test_nothing_gives_nothing(counting: Counting, tmp_path: Path) -> None:
    assert KeptVectors(counting, tmp_path).encode([]).shape == (0, counting.dimensions)
