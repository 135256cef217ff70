"""The project's pages as the tests of the documentation read them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.M | re.S)
#: Files that a recipe tells to make.
MADE_BY_READERS = re.compile(
    r"(data/(faq/autorijden|red_flags/koud_been|plans/na_operatie|dialoog/nummer)\.yml"
    r"|actions/(test_)?action_nummer\.py)"
)
_COMMENT = re.compile(r"<!--.*?-->", re.S)


@dataclass(frozen=True)
class Block:
    """A fenced block: the page it is on, its first line there, its language, and its text."""

    page: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@dataclass(frozen=True)
class Page:
    """One page; `path` is relative to the project."""

    path: Path
    text: str

    @property
    def prose(self) -> str:
        """The text without fenced blocks and comments."""
        return _COMMENT.sub("", _FENCE.sub("", self.text))

    def blocks(self) -> Iterator[Block]:
        """The fenced blocks, in order."""
        for found in _FENCE.finditer(self.text):
            line = self.text.count("\n", 0, found.start()) + 1
            indent = len(found.group(1))
            lines = [text[indent:] for text in found.group(3).splitlines()]
            yield Block(str(self.path), line, found.group(2), "\n".join(lines) + "\n")

    def spans(self) -> list[str]:
        """What stands in code style in a sentence or a table."""
        return re.findall(r"`([^`\n]+)`", self.prose)


@cache
def files() -> frozenset[str]:
    """Every file of the project, not those that a build leaves behind."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return frozenset(listed.stdout.splitlines())


def pages() -> list[Page]:
    """Every page that a reader may open."""
    places = ("*.md", "docs/*.md", ".github/**/*.md", "models/nl_core_news_sm/*.md")
    paths = sorted(path for place in places for path in ROOT.glob(place))
    return [Page(path.relative_to(ROOT), path.read_text("utf8")) for path in paths]


def page(name: str) -> Page:
    """One page by its path."""
    return Page(Path(name), (ROOT / name).read_text("utf8"))


def blocks(*languages: str) -> list[Block]:
    """The fenced blocks of these languages, on all pages."""
    return [b for p in pages() for b in p.blocks() if not languages or b.language in languages]


def table_rows(text: str, head: str) -> list[list[str]]:
    """The rows of the table whose first head cell is `head`; a pipe in code style splits no cell."""
    start = text.index(f"| {head} |")
    lines = text[start:].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
