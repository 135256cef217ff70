"""Example messages of the red flags: data/red_flags/<id>.yml, keys `voorbeelden` and `geen_vlag`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .files import ContentError, read_yaml


@dataclass(frozen=True)
class FlagExample:
    """One message: the flags it holds (none for a counter-example), who wrote it, and why not.

    `about` is the flag in whose file it stands: what it holds or only looks like.
    """

    text: str
    flags: frozenset[str]
    voice: str
    reason: str = ""
    about: str = ""


def load_examples(folder: Path) -> list[FlagExample]:
    """All examples of all flags; raises ContentError on an entry that is no text."""
    out = []
    for path in sorted(folder.glob("*.yml")):
        raw = read_yaml(path)
        if not isinstance(raw, dict) or "lexicon" not in raw:
            continue
        for voice, entries in (raw.get("voorbeelden") or {}).items():
            for entry in entries:
                text, also = _entry(entry, path)
                flags = frozenset({path.stem, *also})
                out.append(FlagExample(text, flags, voice, about=path.stem))
        for reason, by_voice in (raw.get("geen_vlag") or {}).items():
            for voice, entries in by_voice.items():
                out.extend(
                    FlagExample(_entry(e, path)[0], frozenset(), voice, reason, path.stem)
                    for e in entries
                )
    return out


def _entry(entry: Any, path: Path) -> tuple[str, list[str]]:
    if isinstance(entry, str):
        return entry, []
    if isinstance(entry, dict) and isinstance(entry.get("tekst"), str):
        return entry["tekst"], list(entry.get("ook") or [])
    raise ContentError(f"{path.name}: een voorbeeld is geen tekst: {entry!r}")
