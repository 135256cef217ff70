"""How a topic of settings is written down and read: fields with a line of documentation each.

Each field is one variable: `RUGWIJZER_` and the field's name in capitals.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

PREFIX = "RUGWIJZER_"
_T = TypeVar("_T", bound="Topic")


class SettingsError(ValueError):
    """A setting that is missing or wrong; the text names the variable, never its value."""


def setting(default: Any, doc: str, choices: tuple[str, ...] = ()) -> Any:
    """A setting with its default, its line of documentation, and the only words it may be, if any."""
    return field(default=default, metadata={"doc": doc, "choices": choices})


def hidden(doc: str, default: Any = "") -> Any:
    """A setting that never shows in a representation."""
    return field(default=default, repr=False, metadata={"doc": doc})


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


@dataclass(frozen=True)
class Topic:
    """Settings that belong together. Durations are seconds, rates are per second."""

    def __post_init__(self) -> None:
        """Refuse values that cannot work; raises SettingsError."""
        self.check()

    def check(self) -> None:
        """What numbers and choices must be; a topic adds its own, after those of the others."""
        for item in fields(self):
            value = getattr(self, item.name)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if number and not 0 < value < float("inf"):
                raise SettingsError(f"{variable(item.name)} is groter dan 0")
            choices = item.metadata.get("choices")
            if choices and value not in choices:
                raise SettingsError(f"{variable(item.name)} is {' of '.join(choices)}")

    @classmethod
    def from_env(cls: type[_T], environ: Mapping[str, str] | None = None) -> _T:
        """Read this topic's variables; raises SettingsError when one is wrong."""
        return cls(**read(cls, environ))


def read(topic: type[Topic], environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The values of the variables that are set; raises SettingsError."""
    environ = os.environ if environ is None else environ
    found = {item.name: environ.get(variable(item.name), "").strip() for item in fields(topic)}
    defaults = {item.name: item.default for item in fields(topic)}
    return {name: _parse(name, raw, defaults[name]) for name, raw in found.items() if raw}


def _parse(name: str, raw: str, default: object) -> object:
    try:
        if isinstance(default, bool):
            return {"ja": True, "nee": False}[raw.lower()]
        if isinstance(default, tuple):
            return tuple(part.strip() for part in raw.split(",") if part.strip())
        if isinstance(default, int | float | Path):
            return type(default)(raw)
    except KeyError:
        raise SettingsError(f"{variable(name)} is ja of nee") from None
    except ValueError:
        raise SettingsError(f"{variable(name)} is geen getal") from None
    return raw
