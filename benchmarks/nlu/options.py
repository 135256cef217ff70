"""The options of `make benchmark-nlu`, with Dutch errors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .data import DataError

#: In the order of the table.
ENGINES = ("rugwijzer", "rasa_init", "tfidf", "nlpjs")


@dataclass(frozen=True)
class Options:
    """What to run. `folds` None means three, and one held-out fold for the slow stock pipeline."""

    engines: tuple[str, ...] = ENGINES
    train: Path | None = None
    test: Path | None = None
    devset: Path = Path("../shared/devset")
    epochs: int = 100
    folds: int | None = None
    limit: int | None = None
    language: str | None = None


NAMES = ("TRAIN", "TEST", "DEVSET", "ENGINES", "EPOCHS", "FOLDS", "LIMIT", "TAAL")


def parse(arguments: list[str]) -> Options:
    """Read NAME=value pairs; raises DataError with a Dutch text."""
    given: dict[str, str] = {}
    for argument in arguments:
        name, _, value = argument.partition("=")
        if name not in NAMES or not value:
            raise DataError(f"onbekende optie '{argument}'; kies uit {', '.join(NAMES)}")
        given[name] = value
    if ("TRAIN" in given) != ("TEST" in given):
        raise DataError("geef TRAIN en TEST samen: twee bestanden met {'text', 'topic'} per regel")
    return Options(
        engines=_engines(given.get("ENGINES")),
        train=Path(given["TRAIN"]) if "TRAIN" in given else None,
        test=Path(given["TEST"]) if "TEST" in given else None,
        devset=Path(given["DEVSET"]) if "DEVSET" in given else Options.devset,
        epochs=_number("EPOCHS", given, 1) or Options.epochs,
        folds=_number("FOLDS", given, 0),
        limit=_number("LIMIT", given, 10),
        language=given.get("TAAL"),
    )


def _engines(given: str | None) -> tuple[str, ...]:
    if not given:
        return ENGINES
    names = [name.strip() for name in given.split(",") if name.strip()]
    for name in names or [given]:
        if name not in ENGINES:
            raise DataError(f"ENGINES kent '{name}' niet; kies uit {', '.join(ENGINES)}")
    return tuple(name for name in ENGINES if name in names)


def _number(name: str, given: dict[str, str], least: int) -> int | None:
    if name not in given:
        return None
    value = given[name]
    if not value.isdecimal() or int(value) < least or (name == "FOLDS" and value == "1"):
        extra = " (0 is geen; 1 kan niet)" if name == "FOLDS" else ""
        raise DataError(f"{name} is een heel getal van ten minste {least}{extra}, niet '{value}'")
    return int(value)
