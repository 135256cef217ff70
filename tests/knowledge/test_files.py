from __future__ import annotations

from pathlib import Path

import pytest

from rugwijzer.knowledge.files import ContentError, read_yaml


def test_yaml_is_read_with_dutch_letters(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("woord: één\n", encoding="utf8")
    assert read_yaml(tmp_path / "a.yml") == {"woord": "één"}


def test_a_missing_file_is_a_content_error_in_dutch(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"a\.yml bestaat niet"):
        read_yaml(tmp_path / "a.yml")


def test_what_is_not_yaml_is_a_content_error_in_dutch(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("a: [", encoding="utf8")
    with pytest.raises(ContentError, match=r"a\.yml is geen geldige YAML"):
        read_yaml(tmp_path / "a.yml")
