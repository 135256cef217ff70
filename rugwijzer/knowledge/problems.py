"""What the content check reports: a file, what is wrong and what to do, in Dutch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from .files import ContentError, read_yaml


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to repair: `file` as the editor knows it (data/faq/matras.yml), `text` in Dutch."""

    file: str
    text: str

    def __str__(self) -> str:
        """One line for the terminal."""
        return f"{self.file}: {self.text}"


def name_of(path: Path, root: Path) -> str:
    """The name under which an editor knows a file of the content folder `root`."""
    return f"data/{path.relative_to(root).as_posix()}"


def unreadable(root: Path) -> Iterator[Problem]:
    """Every file under `root` that is not YAML, with the line where reading stopped."""
    for path in sorted(root.rglob("*.yml")):
        try:
            read_yaml(path)
        except ContentError as error:
            cause = error.__cause__
            mark = cause.problem_mark if isinstance(cause, yaml.MarkedYAMLError) else None
            where = f" bij regel {mark.line + 1}" if mark else ""
            yield Problem(
                name_of(path, root),
                f"kan niet gelezen worden{where}. Kijk daar naar inspringen, aanhalingstekens, "
                "dubbele punten en streepjes.",
            )


def shorten(text: str, length: int = 60) -> str:
    """A message as it is quoted in a problem."""
    return text if len(text) <= length else text[: length - 3].rstrip() + "..."
