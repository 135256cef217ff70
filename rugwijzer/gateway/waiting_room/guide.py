"""What the tablet and the desk show of the content: themes, and the names of the flags."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rugwijzer.knowledge.leveltexts import LevelTexts
from rugwijzer.knowledge.topics import Topics
from rugwijzer.knowledge.waitingroom import Theme, load_themes
from rugwijzer.logs import lines as logs


@dataclass(frozen=True)
class Content:
    """The themes, and what gives a flag its short Dutch name."""

    themes: tuple[Theme, ...]
    name_of: Callable[[str], str]


def load_content(data_dir: Path) -> Content:
    """Read the content folder; raises ContentError."""
    texts = LevelTexts.load(data_dir / "red_flags" / "niveaus.yml")
    themes = load_themes(data_dir / "wachtkamer.yml", Topics.load(data_dir / "faq"))
    return Content(themes, texts.name)


class Guide:
    """The content, read once in a thread."""

    def __init__(self, load: Callable[[], Content]) -> None:
        """Take what loads the content."""
        self._load = load
        self._loading: asyncio.Task[Content] | None = None
        self._content: Content | None = None

    def start(self) -> asyncio.Task[Content]:
        """Begin loading, once; needs a running loop."""
        if self._loading is None:
            self._loading = asyncio.create_task(asyncio.to_thread(self._load))
            self._loading.add_done_callback(self._done)
        return self._loading

    async def content(self) -> Content:
        """The content, awaited; raises what loading raised."""
        return await asyncio.shield(self.start())

    def name_of(self, flag: str) -> str:
        """The short Dutch name of a flag, or its id while the content is not there yet."""
        return self._content.name_of(flag) if self._content else flag.replace("_", " ")

    def _done(self, task: asyncio.Task[Content]) -> None:
        if task.cancelled():
            return
        if error := task.exception():
            logs.failure("guide", error)
        else:
            self._content = task.result()
