"""The real flag book, read once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from rugwijzer.triage import FlagBook, Triage

FLAGS = Path(__file__).resolve().parents[2] / "data" / "red_flags"


@lru_cache
def real() -> Triage:
    """Kept beyond one session too: each mutant is tried in a process that has it already."""
    return Triage.load(FLAGS)


@pytest.fixture(scope="session")
def triage() -> Triage:
    return real()


@pytest.fixture(scope="session")
def book(triage: Triage) -> FlagBook:
    return triage.book
