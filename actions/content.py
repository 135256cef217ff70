"""The reviewed texts that actions speak, read once from data/ when the action server starts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rugwijzer.knowledge.files import read_yaml
from rugwijzer.knowledge.leveltexts import LevelTexts, Phones
from rugwijzer.knowledge.topics import Topics
from rugwijzer.settings import Practice
from rugwijzer.triage import FlagBook


@dataclass(frozen=True)
class Content:
    """Everything an action may say."""

    topics: Topics
    book: FlagBook
    levels: LevelTexts
    questions: dict[str, Any]
    phones: Phones


@lru_cache(maxsize=1)
def content() -> Content:
    """Load the content; raises ContentError, FlagError or SettingsError."""
    # This topic alone: a wrong setting of another part takes no text away.
    practice = Practice.from_env()
    flags = practice.data_dir / "red_flags"
    return Content(
        topics=Topics.load(practice.data_dir / "faq"),
        book=FlagBook.load(flags),
        levels=LevelTexts.load(flags / "niveaus.yml", practice.clock),
        questions=read_yaml(flags / "vragenlijst.yml"),
        phones=practice.phones,
    )
