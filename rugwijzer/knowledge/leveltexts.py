"""What is said at each level: the texts of data/red_flags/niveaus.yml, filled in for this moment."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rugwijzer.triage import URGENT

from .files import read_yaml
from .office_hours import ALWAYS_OPEN, PracticeClock

_OPTIONAL = re.compile(r"\[([^\]]*)\]")
#: Flags with a text of their own, in the order in which they win.
_SPECIAL_ORDER = ("suicidaal", "overdosis", "zwanger_signalen")
#: Which variants of a text fit the moment, best first; `tekst` fits always.
_VARIANTS = {"open": (), "straks": ("straks", "gesloten"), "deze_week": ("gesloten",)}
_VARIANTS["dicht"] = ("week_dicht", "gesloten")


@dataclass(frozen=True)
class Phones:
    """Numbers of this practice; empty when not configured."""

    practice: str = ""
    out_of_hours: str = ""


class LevelTexts:
    """The level texts, the names of the flags and when the practice is open."""

    def __init__(
        self, raw: Mapping[str, Any], names: Mapping[str, str], clock: PracticeClock = ALWAYS_OPEN
    ) -> None:
        """Take parsed texts, flag names (id -> short Dutch name) and the opening hours."""
        self._raw = raw
        self._names = names
        self._clock = clock

    @classmethod
    def load(cls, path: Path, clock: PracticeClock = ALWAYS_OPEN) -> LevelTexts:
        """Read niveaus.yml and the flag names beside it."""
        names = {}
        for file in path.parent.glob("*.yml"):
            content = read_yaml(file)
            if isinstance(content, dict) and "niveau" in content and "naam" in content:
                names[file.stem] = content["naam"]
        return cls(read_yaml(path), names, clock)

    @property
    def conditional(self) -> str:
        """How an advice starts when it is not known whether the signal is there."""
        return self._raw["als"]

    def rule(self, name: str) -> str:
        """A rule of the levels in plain words; empty when it has none."""
        return str((self._raw.get("regels") or {}).get(name, ""))

    def name(self, flag: str) -> str:
        """Short Dutch name of a flag."""
        return self._names.get(flag, flag)

    def text(
        self,
        level: str,
        flags: Sequence[str],
        surface: str,
        phones: Phones,
        either: bool = False,
    ) -> str:
        """The advice of a level about some flags, on one surface (website, tablet, whatsapp).

        `either` says that the patient meant one of the flags, not known which.
        """
        main = self._variant(self._entry(level, flags))
        return _fill(self.desk_line(level, surface) + main, self._values(flags, phones, either))

    def reminder(
        self,
        level: str,
        flags: Sequence[str],
        surface: str,
        phones: Phones,
        either: bool = False,
    ) -> str:
        """The advice of an urgent level in short, for who changes the subject."""
        special = self._special(flags)
        texts = self._raw["kort"]
        entry = texts[special] if special in texts else texts[level]
        if level == "bel_112" and special != "suicidaal":
            entry = texts[level]
        main = self._variant(entry)
        return _fill(self.desk_line(level, surface) + main, self._values(flags, phones, either))

    def hold(
        self,
        key: str,
        flags: Sequence[str] = (),
        surface: str = "website",
        level: str = "",
    ) -> str:
        """A text of the hold after an urgent advice, in the form that fits flags, surface and level.

        Raises KeyError when niveaus.yml has no such text.
        """
        texts = self._raw["vasthouden"]
        special = self._special(flags)
        for variant in (f"{key}_{special}", f"{key}_{surface}", f"{key}_{level}", key):
            if variant in texts:
                return _fill(str(texts[variant]), {"signalen": self.listed(flags)})
        raise KeyError(key)

    def message(
        self, level: str, flags: Sequence[str], surface: str, phones: Phones
    ) -> dict[str, Any]:
        """A contract Message of kind escalation."""
        return {
            "text": self.text(level, flags, surface, phones),
            "kind": "escalation",
            "level": level,
            "red_flags": list(flags),
        }

    def listed(self, flags: Sequence[str], either: bool = False) -> str:
        """The names of some flags as a phrase: 'a, b en c'; with `either` 'a of b'."""
        names = [self.name(f) for f in flags][:3]
        if not names:
            return "uw klachten"
        if either and len(flags) > 2:
            return str(self._raw["een_van"])
        last = " of " if either else " en "
        return names[0] if len(names) == 1 else ", ".join(names[:-1]) + last + names[-1]

    def _entry(self, level: str, flags: Sequence[str]) -> Any:
        special = self._special(flags)
        if special and level in URGENT:
            own = self._raw["bijzonder"][special]
            if isinstance(own, dict) and level in own:
                return own[level]
            if level == "spoed" or special == "suicidaal":
                return own
        return self._raw[level]

    def _special(self, flags: Sequence[str]) -> str:
        return next((f for f in _SPECIAL_ORDER if f in flags), "")

    def _variant(self, entry: Any) -> str:
        """The text of an entry for this moment; an entry is a text or a mapping of variants."""
        if isinstance(entry, str):
            return entry
        fitting = (v for v in _VARIANTS[self._clock.phase()] if v in entry)
        return str(entry[next(fitting, "tekst")])

    def desk_line(self, level: str, surface: str) -> str:
        """What comes before an urgent text on the tablet; empty elsewhere."""
        if surface != "tablet" or level not in URGENT:
            return ""
        return f"{self._raw['tablet'][level]}\n\n"

    def _values(self, flags: Sequence[str], phones: Phones, either: bool = False) -> dict[str, str]:
        return {
            "praktijk": phones.practice,
            "post": phones.out_of_hours,
            "signalen": self.listed(flags, either),
            "opent": self._clock.opens(),
        }


def _fill(template: str, values: Mapping[str, str]) -> str:
    def keep(match: re.Match[str]) -> str:
        inner = match.group(1)
        needed = re.findall(r"\{(\w+)\}", inner)
        return inner if all(values[name] for name in needed) else ""

    filled = _OPTIONAL.sub(keep, template)
    return re.sub(r"\{(\w+)\}", lambda m: values[m.group(1)], filled)
