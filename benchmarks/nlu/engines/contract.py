"""What an engine gets and gives, in Python and as JSON between processes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True)
class Example:
    """One training message with its full label (faq/matras, praat/bang, or any plain label)."""

    text: str
    label: str
    voice: str = ""


@dataclass(frozen=True)
class Settings:
    """What holds for a whole run.

    `language` is a two-letter code. `topics` is the retrieval intent whose labels are topics, or
    None when every label is one. `epochs` counts for the neural engines. `alarms` says whether the
    red-flag detector takes part, which has no say in topics but costs time.
    """

    language: str = "nl"
    topics: str | None = None
    epochs: int = 100
    alarms: bool = True


@dataclass(frozen=True)
class Prediction:
    """An engine's verdict on one message.

    `label` is its first guess and `chance` how sure it is of that (0 to 1, comparable within one
    engine only). `own` is the label it answers by its own thresholds, None when it abstains. `ms` is
    the time this message took.
    """

    label: str
    chance: float
    own: str | None
    ms: float = 0.0


class Engine(Protocol):
    """Trains into a folder and serves from it; imports what it needs in its constructor."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        """Import and prepare, without reading the folder."""
        ...

    def train(self, examples: list[Example]) -> None:
        """Learn and leave everything that serving needs in `folder / "model"`."""
        ...

    def load(self) -> None:
        """Read what `train` left."""
        ...

    def predict(self, text: str) -> Prediction:
        """Judge one message; the caller measures the time."""
        ...


def write_lines(path: Path, rows: Iterable[Any]) -> Path:
    """Write dataclasses or dictionaries as JSON Lines."""
    with path.open("w", encoding="utf8") as out:
        for row in rows:
            plain = row if isinstance(row, dict) else asdict(row)
            out.write(json.dumps(plain, ensure_ascii=False) + "\n")
    return path


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read JSON Lines that `write_lines` wrote."""
    with path.open(encoding="utf8") as lines:
        return [json.loads(line) for line in lines]
