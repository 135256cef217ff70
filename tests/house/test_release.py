"""scripts.release: the wheel is the source, and the assistant answers from it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from scripts import release


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A checkout of four files."""
    for folder in release.PACKED:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(folder)
    return tmp_path


def packed(root: Path, **other: str) -> Path:
    wheel = root / "small.whl"
    with ZipFile(wheel, "w") as out:
        for folder, place in release.PACKED.items():
            if (said := other.get(folder, folder)) != "absent":
                out.writestr(f"{place}/x.txt", said)
    return wheel


def test_a_wheel_that_holds_everything_differs_in_nothing(small: Path) -> None:
    assert release.differences(packed(small), small) == []


def test_a_file_that_is_absent_or_older_is_named(small: Path) -> None:
    wrong = release.differences(packed(small, web="absent", data="older"), small)
    assert wrong == ["rugwijzer/web/x.txt", "rugwijzer/data/x.txt"]


def test_the_assistant_answers_from_the_wheel(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(release, "DIST", tmp_path / "release")
    if not os.environ.get("CI"):
        asked = [
            release.uv(),
            "tool",
            "run",
            "--quiet",
            "--from",
            "hatchling",
            "hatchling",
            "version",
        ]
        if subprocess.run(asked, capture_output=True, cwd=release.ROOT, check=False).returncode:
            pytest.skip("hatchling kan zonder netwerk niet worden opgehaald")
    code = release.main()
    assert code == 0, capfd.readouterr().err
