"""What the assistant says by itself on WhatsApp, from data/whatsapp.yml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rugwijzer.knowledge.files import read_yaml

FILE = "whatsapp.yml"


@dataclass(frozen=True)
class Texts:
    """The texts by name, filled in with the practice's name."""

    raw: dict[str, str]
    practice: str

    @classmethod
    def load(cls, data_dir: Path, practice: str) -> Texts:
        """Read the texts of a content folder; `practice` may be empty."""
        return cls(read_yaml(data_dir / FILE), practice)

    @property
    def version(self) -> str:
        """The version of the explanation that a patient agrees to."""
        return self.raw["versie"]

    def __call__(self, name: str, **values: str) -> str:
        """A text with its values; raises KeyError for a name or value that is not there."""
        practice = f" van {self.practice}" if self.practice else ""
        return self.raw[name].format(praktijk=practice, **values)
