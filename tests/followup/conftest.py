from __future__ import annotations

from pathlib import Path

import pytest

from rugwijzer.followup.content import Content, load_content

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(DATA)
