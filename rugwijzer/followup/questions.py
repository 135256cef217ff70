"""The questions of a check-in with their texts: data/plans/vragen.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rugwijzer.knowledge.files import ContentError, read_yaml

KINDS = ("cijfer", "dagen", "keuze", "alarm", "tekst")
#: The answer to a question of a kind with numbers lies between these, both included.
RANGES = {"cijfer": (0, 10), "dagen": (0, 7)}
_TEXTS = {
    "gesprek": (
        *("start", "verder", "later", "geweigerd", "niets_open", "overslaan"),
        *("niet_begrepen", "te_raar", "afgebroken", "klaar"),
    ),
    "terugkoppeling": (
        *("eerste", "beter", "gelijk", "slechter", "wisselend", "verslechterd"),
        *("doel_gehaald", "doel_niet_gehaald"),
    ),
    "bericht": ("uitnodiging", "herinnering"),
}


@dataclass(frozen=True)
class Question:
    """One question: its kind, words, and the choices or the flags that a yes would set.

    `short` is its name for the physiotherapist.
    """

    id: str
    kind: str
    title: str
    text: str
    short: str
    low: str = ""
    high: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()

    def words(self, activity: str) -> str:
        """The text with the patient's own activity in it."""
        return self.text.replace("{activiteit}", activity or "uw belangrijkste activiteit")


@dataclass(frozen=True)
class Questions:
    """All questions by id, and the texts around them by group and name."""

    items: Mapping[str, Question]
    texts: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, path: Path) -> Questions:
        """Read the file; raises ContentError, in Dutch, when something is missing."""
        raw = read_yaml(path)
        if not isinstance(raw, dict) or not isinstance(raw.get("vragen"), dict):
            raise ContentError(f"{path.name}: onder 'vragen' hoort elke vraag met haar tekst")
        texts = {group: _texts(path.name, group, raw.get(group)) for group in _TEXTS}
        return cls({k: _question(path.name, k, v) for k, v in raw["vragen"].items()}, texts)

    def check_flags(self, known: Mapping[str, object]) -> None:
        """Raise ContentError when a question names a red flag that does not exist."""
        for question in self.items.values():
            for flag in question.flags:
                if flag not in known:
                    raise ContentError(f"vragen.yml: {question.id} noemt onbekend signaal '{flag}'")


def _question(file: str, ident: str, raw: Any) -> Question:
    if not isinstance(raw, dict) or raw.get("soort") not in KINDS:
        raise ContentError(f"{file}: {ident} heeft een 'soort' nodig: {', '.join(KINDS)}")
    if not raw.get("kop") or not raw.get("tekst"):
        raise ContentError(f"{file}: {ident} heeft een 'kop' en een 'tekst' nodig")
    if raw["soort"] == "keuze" and not isinstance(raw.get("keuzes"), dict):
        raise ContentError(f"{file}: {ident} heeft 'keuzes' nodig")
    if raw["soort"] == "alarm" and not raw.get("vlaggen"):
        raise ContentError(f"{file}: {ident} heeft 'vlaggen' nodig")
    return Question(
        id=ident,
        kind=raw["soort"],
        title=raw["kop"],
        text=" ".join(raw["tekst"].split()),
        short=raw.get("kort") or raw["kop"],
        low=raw.get("laag", ""),
        high=raw.get("hoog", ""),
        choices=raw.get("keuzes") or {},
        flags=tuple(raw.get("vlaggen") or ()),
    )


def _texts(file: str, group: str, raw: Any) -> dict[str, str]:
    given = raw if isinstance(raw, dict) else {}
    missing = [name for name in _TEXTS[group] if not given.get(name)]
    if missing:
        raise ContentError(f"{file}: onder '{group}' ontbreekt {', '.join(missing)}")
    return {name: " ".join(str(given[name]).split()) for name in _TEXTS[group]}
