"""The reviewed texts that actions speak, read once from data/ at first use."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from rugwijzer.knowledge.files import read_yaml
from rugwijzer.knowledge.leveltexts import LevelTexts, Phones
from rugwijzer.knowledge.office_hours import DEFAULT_HOURS, Desk, OfficeHours
from rugwijzer.knowledge.topics import Topics
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
    """Load the content; raises ContentError or FlagError when a file is wrong."""
    folder = Path(os.environ.get("RUGWIJZER_DATA_DIR", "data"))
    flags = folder / "red_flags"
    hours = OfficeHours.parse(os.environ.get("RUGWIJZER_OPENINGSTIJDEN") or DEFAULT_HOURS)
    return Content(
        topics=Topics.load(folder / "faq"),
        book=FlagBook.load(flags),
        levels=LevelTexts.load(flags / "niveaus.yml", Desk(hours)),
        questions=read_yaml(flags / "vragenlijst.yml"),
        phones=Phones(
            os.environ.get("RUGWIJZER_PRAKTIJK_TELEFOON", ""),
            os.environ.get("RUGWIJZER_HUISARTSENPOST_TELEFOON", ""),
        ),
    )
