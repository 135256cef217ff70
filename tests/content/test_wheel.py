"""The committed spaCy wheel is what the sources beside it make."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

MODELS = Path(__file__).resolve().parents[2] / "models"


def test_the_code_in_the_wheel_is_the_code_in_the_folder() -> None:
    (wheel,) = MODELS.glob("nl_core_news_sm-*.whl")
    inside = ZipFile(wheel).read("nl_core_news_sm/compounds.py")
    assert inside == (MODELS / "nl_core_news_sm" / "compounds.py").read_bytes()
