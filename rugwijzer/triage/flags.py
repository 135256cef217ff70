"""The red flags as data: ids, levels, questions and lexicon of data/red_flags/<id>.yml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .context import LASTING, ContextRules
from .patterns import Pattern, compile_all

#: From least to most urgent; the index is the rank.
LEVELS = ("geen", "deze_week", "vandaag", "spoed", "bel_112")
#: Levels at which the patient must call now.
URGENT = frozenset({"spoed", "bel_112"})
#: What stands beside the flags in data/red_flags.
OTHER_FILES = frozenset({"woorden", "context", "niveaus", "vragenlijst"})
#: What every flag must have.
KEYS = ("id", "niveau", "naam", "controle", "uitleg", "bron", "lexicon")


class FlagError(ValueError):
    """A red-flag file that is not complete; the text says which file and what, in Dutch."""


def rank(level: str) -> int:
    """How urgent a level is: 0 (geen) to 4 (bel_112)."""
    return LEVELS.index(level)


def highest(levels: Iterable[str]) -> str:
    """The most urgent of some levels; 'geen' when there are none."""
    return max(levels, key=rank, default="geen")


@dataclass(frozen=True)
class Flag:
    """One red flag.

    `level` counts on its own, before combinations (see levels.py). `ignores` are context
    reasons that do not set it aside: cancer long ago still counts, and what has been so for years
    does, unless the flag must be new. `question` is its place (1-7) in the questionnaire or None.
    `sure` patterns are clear on their own, `unsure` ones lead to the check question `check`.
    """

    id: str
    level: str
    name: str
    check: str
    explanation: str
    source: str
    question: int | None = None
    ignores: tuple[str, ...] = ()
    sure: tuple[Pattern, ...] = field(default=(), repr=False)
    unsure: tuple[Pattern, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class FlagBook:
    """All flags in the order of the contract, and the context rules."""

    flags: Mapping[str, Flag]
    context: ContextRules
    questions: Mapping[int, Mapping[str, Any]]

    @classmethod
    def load(cls, folder: Path) -> FlagBook:
        """Read data/red_flags; raises FlagError or PatternError when a file is wrong."""
        lists = _yaml(folder / "woorden.yml")
        context = ContextRules(_yaml(folder / "context.yml"), lists)
        questions = _yaml(folder / "vragenlijst.yml")["vragen"]
        flags = {}
        for path in sorted(folder.glob("*.yml")):
            if path.stem not in OTHER_FILES:
                flags[path.stem] = _flag(path, lists)
        return cls(flags, context, {int(q["plek"]): q for q in questions})

    def level_of(self, flags: Iterable[str]) -> str:
        """The plain maximum of some flags' levels."""
        return highest(self.flags[f].level for f in flags)


def _yaml(path: Path) -> dict[str, Any]:
    try:
        return yaml.load(path.read_bytes(), Loader=_LOADER)  # noqa: S506 (a safe loader)
    except yaml.YAMLError as error:
        raise FlagError(f"{path.name} is geen geldige YAML: {error}") from error


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _flag(path: Path, lists: Mapping[str, list[str]]) -> Flag:
    raw = _yaml(path)
    missing = [k for k in KEYS if k not in raw]
    if missing:
        raise FlagError(f"{path.name}: er ontbreekt {', '.join(missing)}")
    if raw["id"] != path.stem:
        raise FlagError(f"{path.name}: de id is {raw['id']}, maar het bestand heet anders")
    if raw["niveau"] not in LEVELS[1:]:
        raise FlagError(f"{path.name}: onbekend niveau {raw['niveau']}")
    return Flag(
        id=raw["id"],
        level=raw["niveau"],
        name=raw["naam"],
        check=raw["controle"],
        explanation=raw["uitleg"],
        source=raw["bron"],
        question=raw.get("vraag"),
        ignores=(*(raw.get("negeer") or ()), *(() if raw.get("nieuw") else (LASTING,))),
        sure=compile_all(raw["lexicon"].get("zeker") or [], lists),
        unsure=compile_all(raw["lexicon"].get("misschien") or [], lists),
    )
