"""Rasa's own conversation tests: with --e2e it passes over a file that is not named test_*."""

from __future__ import annotations

from pathlib import Path

from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader

FOLDER = Path(__file__).resolve().parents[1] / "gesprekken"


def test_rasa_reads_every_conversation() -> None:
    files = list(FOLDER.glob("*.yml"))
    assert files
    assert [p.name for p in files if not YAMLStoryReader.is_test_stories_file(p)] == []
