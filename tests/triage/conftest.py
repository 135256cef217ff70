"""The real flag book, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from rugwijzer.triage import FlagBook, Triage

FLAGS = Path(__file__).resolve().parents[2] / "data" / "red_flags"


@pytest.fixture(scope="session")
def triage() -> Triage:
    return Triage.load(FLAGS)


@pytest.fixture(scope="session")
def book(triage: Triage) -> FlagBook:
    return triage.book
