"""Makes the report of a week, keeps it as a file for its owner only, and removes old ones."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from rugwijzer.knowledge.leveltexts import LevelTexts
from rugwijzer.knowledge.office_hours import ZONE
from rugwijzer.knowledge.topics import Topics
from rugwijzer.nlu.encoder import SentenceEncoder, UniversalSentenceEncoder
from rugwijzer.settings import Settings

from .counts import Figures
from .groups import Question, group, questions
from .masking import shared_words, written_words
from .render import render
from .talks import talks

SENTENCES = "zinnen"
#: A report, or a draft that was never finished.
_NAME = re.compile(r"weekbericht-(\d{4}-\d\d-\d\d)\.md(?:\.\w+)?")


def last_week(now: datetime) -> date:
    """The Monday of the last whole week in the Netherlands; `now` has a time zone."""
    today = now.astimezone(ZONE).date()
    return today - timedelta(days=today.weekday() + 7)


def make(
    settings: Settings,
    monday: date,
    now: datetime,
    encoder: Callable[[], SentenceEncoder] = UniversalSentenceEncoder,
) -> str:
    """The report of the seven days from `monday`; words only when the settings choose them.

    `encoder` is made only when there is something to compare.
    """
    begin = datetime(monday.year, monday.month, monday.day, tzinfo=ZONE)
    end = begin + timedelta(days=7)
    words = settings.report == SENTENCES
    figures = Figures()
    asked: list[Question] = []
    for number, talk in enumerate(talks(settings.tracker_url, begin.timestamp(), end.timestamp())):
        figures.add(talk, now.timestamp())
        if words:
            asked += questions(talk, number)
    groups, left_out = None, 0
    if words:
        by_talk: dict[int, list[str]] = {}
        for question in asked:
            by_talk.setdefault(question.talk, []).append(question.text)
        allowed = written_words(settings.data_dir) | shared_words(by_talk.values())
        groups, left_out = group(asked, encoder(), allowed) if asked else ([], 0)
    topics, levels = _names(settings.data_dir)
    return render(
        monday,
        monday + timedelta(days=6),
        figures,
        groups,
        left_out,
        lambda t: topics[t].title if t in topics else "(oud onderwerp)",
        levels.name,
    )


@cache
def _names(data_dir: Path) -> tuple[Topics, LevelTexts]:
    """What names the topics and the signals."""
    levels = LevelTexts.load(data_dir / "red_flags" / "niveaus.yml")
    return Topics.load(data_dir / "faq"), levels


def keep(text: str, monday: date, folder: Path) -> Path:
    """Write the report for the owner of the process only; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    path = folder / f"weekbericht-{monday.isoformat()}.md"
    # A draft of its own, for its owner only: another worker may be writing the same report.
    descriptor, draft = tempfile.mkstemp(prefix=f"{path.name}.", dir=folder)
    with os.fdopen(descriptor, "w", encoding="utf8") as file:
        file.write(text)
    Path(draft).replace(path)
    return path


def remove_old(keep_days: int, now: datetime, folder: Path) -> int:
    """Delete reports of weeks that began longer ago; returns how many."""
    oldest = (now.astimezone(ZONE) - timedelta(days=keep_days)).date()
    old = [
        path
        for path in folder.glob("weekbericht-*.md*")
        if (found := _NAME.fullmatch(path.name)) and date.fromisoformat(found[1]) < oldest
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
