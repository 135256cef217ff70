"""`python -m rugwijzer.knowledge.check`: is the content in order? For editors, so in Dutch.

Prints every problem with its file and what to do, and exits 1; or one line and exits 0. With
`--verwarring` it names the topics whose examples look alike instead; `make check-content` does both.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rugwijzer.triage import LEVELS, PatternError
from rugwijzer.triage.context import REASONS
from rugwijzer.triage.patterns import compile_pattern

from .confusion import report
from .example_checks import check_counts, check_duplicates
from .facts import FactBook
from .files import ContentError, read_yaml
from .flag_checks import (
    Line,
    Rules,
    check_flag_agreement,
    check_flags,
    flag_messages,
    read_flags,
)
from .level_checks import check_levels
from .messages import Example, load_messages
from .numbers import check_numbers
from .problems import Problem, unreadable
from .readability import check_language, measurable
from .topic_checks import check_agreement, check_topics, load_sound

CONTENT = Path(__file__).resolve().parents[2] / "data"


@dataclass(frozen=True)
class Outcome:
    """What was found: the problems in order of file, and how much was looked at."""

    problems: list[Problem]
    topics: int = 0
    flags: int = 0
    examples: int = 0


def check(root: Path) -> Outcome:
    """Check the content folder `root`; when a file cannot be read, only that is reported."""
    broken = list(unreadable(root))
    if broken:
        return Outcome(broken)
    try:
        book = FactBook.load(root / "bronnen.yml")
        messages = read_messages(root)
        lists = _mapping(root / "red_flags" / "woorden.yml")
        levels = read_yaml(root / "red_flags" / "niveaus.yml")
    except ContentError as error:
        return Outcome([Problem("data", str(error))])
    return _check_all(root, book, messages, lists, levels)


def _check_all(
    root: Path,
    book: FactBook,
    messages: Sequence[tuple[str, Example]],
    lists: Mapping[str, list[str]],
    levels: Any,
) -> Outcome:
    topics, problems = load_sound(root / "faq")
    flags = read_flags(root / "red_flags")
    examples = [(file, message.text) for file, message in messages]
    signals = [(flag.file, text) for flag in flags for _, text in flag_messages(flag)]
    problems += check_topics(topics)
    problems += check_agreement(topics, book)
    problems += check_numbers(topics, book)
    problems += check_language(topics, book.jargon)
    problems += check_counts(topics, [message for _, message in messages])
    problems += check_duplicates(examples)
    problems += check_flags(flags, lists, Rules(LEVELS[1:], REASONS, lexicon_fault))
    problems += check_flag_agreement(flags, book)
    problems += check_duplicates(signals)
    problems += check_levels(levels, LEVELS[1:])
    return Outcome(sorted(problems), len(topics), len(flags), len(examples) + len(signals))


def read_messages(root: Path) -> list[tuple[str, Example]]:
    """All example messages of the intents with the names of their files; raises ContentError."""
    try:
        return [
            (f"data/{folder.name}/{message.file}", message)
            for folder in sorted(path for path in root.iterdir() if path.is_dir())
            for message in load_messages(folder)
        ]
    except TypeError as error:
        raise ContentError("onder 'nlu' hoort een lijst met intent en examples te staan") from error


def lexicon_fault(line: Line, lists: Mapping[str, list[str]]) -> str | None:
    """What is wrong with a lexicon line, in Dutch; None when it can be understood."""
    try:
        compile_pattern(line, lists)
    except PatternError as error:
        return str(error)
    except RecursionError:
        return "de woordenlijsten verwijzen naar elkaar in een kring"
    return None


def _mapping(path: Path) -> dict[str, list[str]]:
    raw = read_yaml(path)
    if not isinstance(raw, dict) or not all(isinstance(lines, list) for lines in raw.values()):
        raise ContentError(f"{path.name}: elke woordenlijst is een naam met een lijst erachter.")
    return raw


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns the exit code: 0 in order, 1 with problems."""
    parser = argparse.ArgumentParser(
        prog="python -m rugwijzer.knowledge.check", description="Controleert de inhoud in data/."
    )
    parser.add_argument(
        "--verwarring",
        nargs="?",
        const="",
        metavar="ONDERWERP",
        help="noem de onderwerpen waarvan de voorbeelden op elkaar lijken, of alles over één ervan",
    )
    parser.add_argument("--map", type=Path, default=CONTENT, help="de map met de inhoud")
    chosen = parser.parse_args(arguments)
    if chosen.verwarring is not None:
        return _print_confusion(chosen.map, chosen.verwarring)
    if not measurable():
        print("textstat ontbreekt. Deze controle werkt in de map met de bron, na `make setup`.")
        return 1
    outcome = check(chosen.map)
    for problem in outcome.problems:
        print(problem)
    if outcome.problems:
        count = len(outcome.problems)
        print(f"\n{count} {'probleem' if count == 1 else 'problemen'} gevonden.")
        return 1
    print(
        f"Inhoud in orde: {outcome.topics} onderwerpen, {outcome.flags} alarmsignalen, "
        f"{outcome.examples} voorbeelden"
    )
    return 0


def _print_confusion(root: Path, topic: str) -> int:
    try:
        messages = [message for _, message in read_messages(root)]
    except ContentError as error:
        print(error)
        return 1
    if topic and not any(message.intent == f"faq/{topic}" for message in messages):
        print(f"data/faq/{topic}.yml is er niet of heeft geen voorbeelden. Verbeter de naam.")
        return 1
    print(report(messages, topic))
    return 0


if __name__ == "__main__":
    sys.exit(main())
