"""rugwijzer.knowledge.waitingroom."""

from __future__ import annotations

from pathlib import Path

import pytest

from rugwijzer.knowledge.files import ContentError
from rugwijzer.knowledge.waitingroom import ThemeQuestion, load_themes

GOOD = "themas: [{titel: Slapen, vragen: [{onderwerp: matras, vraag: Helpt een matras?}]}]"


def load(tmp_path: Path, text: str) -> object:
    path = tmp_path / "wachtkamer.yml"
    path.write_text(text, "utf8")
    return load_themes(path, {"matras"})


def test_themes_are_read_in_order(tmp_path: Path) -> None:
    [theme] = load_themes_of(tmp_path)
    assert (theme.title, theme.questions) == (
        "Slapen",
        (ThemeQuestion("matras", "Helpt een matras?"),),
    )


def load_themes_of(tmp_path: Path) -> tuple:  # type: ignore[type-arg]
    return load(tmp_path, GOOD)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("themas: [{titel: Slapen}]", "ontbreekt"),
        ("iets: anders", "ontbreekt"),
        ("- 1", "ontbreekt"),
        (GOOD.replace("matras,", "bed,"), "onderwerp 'bed' bestaat niet"),
        ("themas: [{titel: Slapen, vragen: []}]", "heeft geen 1 tot 5 vragen"),
    ],
)
def test_a_wrong_file_names_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ContentError, match=words):
        load(tmp_path, text)
