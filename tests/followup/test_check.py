from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rugwijzer.followup.check import main, problems

from .conftest import DATA


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("plans", "red_flags"):
        shutil.copytree(DATA / name, tmp_path / name)
    return tmp_path


def test_the_content_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    assert "Plannen in orde: 3" in capsys.readouterr().out


def test_every_wrong_plan_is_named(data: Path) -> None:
    for name in ("standaard", "wandelen"):
        path = data / "plans" / f"{name}.yml"
        path.write_text(path.read_text().replace("alarm_ziek, ", ""))
    assert [p.split(":")[0] for p in problems(data)] == ["standaard.yml", "wandelen.yml"]


def test_an_unknown_red_flag(data: Path) -> None:
    path = data / "plans" / "vragen.yml"
    path.write_text(path.read_text().replace("rijbroek,", "rijbroeken,"))
    assert "rijbroeken" in "".join(problems(data))


def test_a_sentence_that_is_too_long(data: Path) -> None:
    path = data / "plans" / "vragen.yml"
    path.write_text(
        path.read_text().replace("Dit hoeft niet.", "Dit hoeft niet " + "heel " * 20 + ".")
    )
    assert "meer dan 20 woorden" in "".join(problems(data))
