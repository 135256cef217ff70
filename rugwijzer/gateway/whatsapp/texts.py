"""What the assistant says by itself on WhatsApp, from teksten.yml beside this file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("teksten.yml")


@dataclass(frozen=True)
class Texts:
    """The texts by name, filled in with the practice's name."""

    raw: dict[str, str]
    practice: str

    @classmethod
    def load(cls, practice: str, file: Path = FILE) -> Texts:
        """Read the file; `practice` may be empty."""
        return cls(yaml.safe_load(file.read_text(encoding="utf8")), practice)

    @property
    def version(self) -> str:
        """The version of the explanation that a patient agrees to."""
        return self.raw["versie"]

    def __call__(self, name: str, **values: str) -> str:
        """A text with its values; raises KeyError for a name or value that is not there."""
        practice = f" van {self.practice}" if self.practice else ""
        return self.raw[name].format(praktijk=practice, **values)
