"""What is said at each level: the texts of data/red_flags/niveaus.yml, filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .files import read_yaml

_OPTIONAL = re.compile(r"\[([^\]]*)\]")
#: Flags with a text of their own, in the order in which they win.
_SPECIAL_ORDER = ("suicidaal", "overdosis", "zwanger_signalen")
_URGENT = frozenset({"spoed", "bel_112"})


@dataclass(frozen=True)
class Phones:
    """Numbers of this practice; empty when not configured."""

    practice: str = ""
    out_of_hours: str = ""


class LevelTexts:
    """The level texts and the names of the flags."""

    def __init__(self, raw: Mapping[str, Any], names: Mapping[str, str]) -> None:
        """Take parsed texts and flag names (id -> short Dutch name)."""
        self._raw = raw
        self._names = names

    @classmethod
    def load(cls, path: Path) -> LevelTexts:
        """Read niveaus.yml and the flag names beside it."""
        names = {}
        for file in path.parent.glob("*.yml"):
            content = read_yaml(file)
            if isinstance(content, dict) and "niveau" in content and "naam" in content:
                names[file.stem] = content["naam"]
        return cls(read_yaml(path), names)

    @property
    def holding(self) -> Mapping[str, str]:
        """Texts of the hold after an urgent advice: vraag, belt, kan_niet, vergissing ..."""
        return self._raw["vasthouden"]

    @property
    def conditional(self) -> str:
        """How an advice starts when it is not known whether the signal is there."""
        return self._raw["als"]

    def name(self, flag: str) -> str:
        """Short Dutch name of a flag."""
        return self._names.get(flag, flag)

    def text(self, level: str, flags: Sequence[str], surface: str, phones: Phones) -> str:
        """The advice of a level about some flags, on one surface (website, tablet, whatsapp)."""
        special = next((f for f in _SPECIAL_ORDER if f in flags), None)
        if special == "overdosis" and level == "bel_112":
            special = None
        if special and level in _URGENT:
            main = self._raw["bijzonder"][special]
            if level == "bel_112" and "112" not in main.split("\n\n")[0] and special != "suicidaal":
                main = self._raw[level]["tekst"]
        else:
            main = self._raw[level]["tekst"]
        parts = [main]
        if surface == "tablet" and level in _URGENT:
            parts.insert(0, self._raw["tablet"][level])
        return _fill("\n\n".join(parts), self._list(flags), phones)

    def message(
        self,
        level: str,
        flags: Sequence[str],
        surface: str = "website",
        practice_phone: str = "",
        out_of_hours_phone: str = "",
    ) -> dict[str, Any]:
        """A contract Message of kind escalation."""
        phones = Phones(practice_phone, out_of_hours_phone)
        return {
            "text": self.text(level, flags, surface, phones),
            "kind": "escalation",
            "level": level,
            "red_flags": list(flags),
        }

    def _list(self, flags: Sequence[str]) -> str:
        names = [self.name(f) for f in flags][:3]
        if not names:
            return "uw klachten"
        return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " en " + names[-1]


def _fill(template: str, signals: str, phones: Phones) -> str:
    values = {"praktijk": phones.practice, "post": phones.out_of_hours, "signalen": signals}

    def keep(match: re.Match[str]) -> str:
        inner = match.group(1)
        needed = re.findall(r"\{(\w+)\}", inner)
        return inner if all(values[name] for name in needed) else ""

    filled = _OPTIONAL.sub(keep, template)
    return re.sub(r"\{(\w+)\}", lambda m: values[m.group(1)], filled)
