"""The model's name follows its inputs; a newcomer's files are found."""

from __future__ import annotations

from pathlib import Path

from rugwijzer.run import training


def test_fingerprint_changes_with_content_and_not_without(monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    topic = tmp_path / "data" / "a.yml"
    topic.write_text("a: 1\n")
    (tmp_path / "config.yml").write_text("x: 1\n")
    monkeypatch.setattr(training, "ROOT", tmp_path)
    first = training.fingerprint()
    assert training.fingerprint() == first
    topic.write_text("a: 2\n")
    assert training.fingerprint() != first


def test_current_model_points_at_the_newest(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(training, "MODELS", tmp_path)
    monkeypatch.setattr(training, "CURRENT", tmp_path / "rugwijzer.tar.gz")
    for name in ("rugwijzer-1.tar.gz", "rugwijzer-2.tar.gz"):
        (tmp_path / name).write_text(name)
        training.point_current(tmp_path / name)
        assert training.CURRENT.read_text() == name


def test_failure_names_the_first_cause(tmp_path: Path, monkeypatch) -> None:
    log = tmp_path / "build" / "train.log"
    log.parent.mkdir()
    log.write_text(
        "Traceback\nValueError: rows differ\n"
        + "x\n" * 2000
        + "a.b.GraphComponentException: node\n"
    )
    monkeypatch.setattr(training, "ROOT", tmp_path)
    lines = training._failure(log).splitlines()
    assert lines[1:3] == ["ValueError: rows differ", "a.b.GraphComponentException: node"]
