"""The labelled messages, read from a folder at run time; see its README for who wrote them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class SignalCase:
    """A message with signals: `flags` and `also` are right, `level` is the least that is right."""

    text: str
    flags: frozenset[str]
    also: frozenset[str]
    level: str
    style: str

    @property
    def right(self) -> frozenset[str]:
        """The flags a check question may ask about."""
        return self.flags | self.also


@dataclass(frozen=True)
class QuietCase:
    """A message that must not raise an alarm, and why not ('ontkend', 'vraag', 'buiten' ...)."""

    text: str
    reason: str


@dataclass(frozen=True)
class Vignette:
    """A patient who answers the questionnaire; `has` are the flags a yes is true for."""

    id: str
    opening: str
    has: frozenset[str]
    level: str
    age: int
    days: float
    pain: int
    fever: float | None


@dataclass(frozen=True)
class Cases:
    """Everything that is measured."""

    signals: list[SignalCase] = field(default_factory=list)
    quiet: list[QuietCase] = field(default_factory=list)
    questions: list[QuietCase] = field(default_factory=list)
    vignettes: list[Vignette] = field(default_factory=list)


def load_cases(folder: Path, limit: int | None = None) -> Cases:
    """Read vlag, geenvlag, faq, oos and vignetten (*.jsonl); raises FileNotFoundError without them."""
    if not list(folder.glob("vlag*.jsonl")):
        raise FileNotFoundError(f"geen vlag*.jsonl in {folder}")
    signals = [
        SignalCase(
            r["text"],
            frozenset(r["vlaggen"]),
            frozenset(r.get("ook") or ()),
            r["niveau"],
            r.get("stijl") or "onbekend",
        )
        for r in _rows(folder, "vlag")
    ]
    quiet = [QuietCase(r["text"], r["waarom"]) for r in _rows(folder, "geenvlag")]
    questions = [QuietCase(r["text"], "vraag") for r in _rows(folder, "faq")]
    questions += [QuietCase(r["text"][:1000], "buiten bereik") for r in _rows(folder, "oos")]
    vignettes = [_vignette(r) for r in _rows(folder, "vignet")]
    return Cases(signals[:limit], quiet[:limit], questions[:limit], vignettes[:limit])


def _vignette(row: dict[str, Any]) -> Vignette:
    return Vignette(
        str(row["id"]),
        row["opening"],
        frozenset(row["heeft"]),
        row["niveau"],
        int(row["leeftijd"]),
        row["duur_dagen"],
        row["nrs"],
        row.get("koorts_graden"),
    )


def _rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob(f"{name}*.jsonl")):
        for line in path.read_text(encoding="utf8").splitlines():
            if line.strip():
                yield json.loads(line)
