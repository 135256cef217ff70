"""The questions that the waiting room's tablet offers by theme: data/wachtkamer.yml."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .files import ContentError, read_yaml

#: What fits on a tablet without scrolling.
MOST_QUESTIONS = 5


@dataclass(frozen=True)
class ThemeQuestion:
    """A question to tap, in the words that are sent, and the topic that answers it."""

    topic: str
    text: str


@dataclass(frozen=True)
class Theme:
    """A theme with its questions, in order."""

    title: str
    questions: tuple[ThemeQuestion, ...]


def load_themes(path: Path, topics: Container[str]) -> tuple[Theme, ...]:
    """Read the themes; raises ContentError for an incomplete file or a topic that is not in `topics`."""
    raw = read_yaml(path)
    try:
        themes = tuple(_theme(item) for item in raw["themas"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ContentError(f"{path.name}: er ontbreekt {error}") from error
    for theme in themes:
        if not 0 < len(theme.questions) <= MOST_QUESTIONS:
            raise ContentError(
                f"{path.name}: '{theme.title}' heeft geen 1 tot {MOST_QUESTIONS} vragen"
            )
        for question in theme.questions:
            if question.topic not in topics:
                raise ContentError(f"{path.name}: onderwerp '{question.topic}' bestaat niet")
    return themes


def _theme(raw: Any) -> Theme:
    questions = (ThemeQuestion(q["onderwerp"], q["vraag"].strip()) for q in raw["vragen"])
    return Theme(raw["titel"].strip(), tuple(questions))
