"""The example messages of the intents, read from data/ without Rasa."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .files import ContentError, read_yaml


@dataclass(frozen=True)
class Example:
    """One training message: its full intent (faq/matras, stop ...) and the voice that wrote it."""

    text: str
    intent: str
    voice: str
    file: str


def load_messages(folder: Path) -> list[Example]:
    """All examples of all intents; raises ContentError when a file has another form."""
    out = []
    for path in sorted(folder.rglob("*.yml")):
        raw = read_yaml(path)
        for block in (raw.get("nlu") or []) if isinstance(raw, dict) else []:
            try:
                lines = block["examples"].splitlines()
                voice = (block.get("metadata") or {}).get("stem", "onbekend")
                intent = block["intent"]
            except (KeyError, AttributeError) as error:
                raise ContentError(f"{path.name}: een blok onder nlu mist {error}") from error
            for line in lines:
                if line.strip():
                    out.append(
                        Example(line.strip().removeprefix("- ").strip(), intent, voice, path.name)
                    )
    return out
