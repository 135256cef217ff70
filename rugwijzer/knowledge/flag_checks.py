"""Checks of data/red_flags/<id>.yml: keys, level, check question, lexicon and example messages.

How a lexicon line compiles is the business of rugwijzer.triage; the check gets it as a function
(check.py), so that this file knows nothing of the pattern language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rugwijzer.triage.flags import KEYS, OTHER_FILES

from .facts import FactBook
from .files import read_yaml
from .problems import Problem
from .readability import words

LEAST_POSITIVE = 40
LEAST_NEGATIVE = 25
CHECK_WORDS = 30
_LIST_NAME = re.compile(r"\{(\w+)\}")
#: A lexicon line is a text, or a list of texts that must all occur in one sentence.
Line = str | list[str]


@dataclass(frozen=True)
class Rules:
    """What flag files are held against.

    `levels` are the levels a flag may have, `reasons` those of the context that `negeer` may name;
    `fault` takes a lexicon line and the word lists and
    returns what is wrong with the line in Dutch, or None.
    """

    levels: Sequence[str]
    reasons: Sequence[str]
    fault: Callable[[Line, Mapping[str, list[str]]], str | None]


@dataclass(frozen=True)
class FlagFile:
    """One red-flag file as read: its id, its content, and its name for the editor."""

    id: str
    raw: Any
    file: str


def read_flags(folder: Path) -> list[FlagFile]:
    """All red-flag files of data/red_flags, without the word lists and texts beside them."""
    return [
        FlagFile(path.stem, read_yaml(path), f"data/red_flags/{path.name}")
        for path in sorted(folder.glob("*.yml"))
        if path.stem not in OTHER_FILES
    ]


def check_flags(
    flags: Sequence[FlagFile], lists: Mapping[str, list[str]], rules: Rules
) -> Iterator[Problem]:
    """Everything that can be wrong within the red-flag files and the word lists."""
    yield from _check_lists(lists, rules)
    yield from _check_unused(lists, flags)
    ids = {flag.id for flag in flags}
    for flag in flags:
        missing = [k for k in KEYS if not isinstance(flag.raw, dict) or not flag.raw.get(k)]
        if missing:
            yield Problem(flag.file, f"er ontbreekt: {', '.join(missing)}. Vul dat in.")
        if isinstance(flag.raw, dict):
            yield from _check_keys(flag, rules)
            yield from _check_lexicon(flag, lists, rules)
            yield from _check_examples(flag, ids)


def check_flag_agreement(flags: Sequence[FlagFile], book: FactBook) -> Iterator[Problem]:
    """The flags of data/bronnen.yml against the files: none gone, none with another level."""
    present = {flag.id for flag in flags}
    for flag_id in book.flags:
        if flag_id not in present:
            yield Problem(
                f"data/red_flags/{flag_id}.yml",
                "dit alarmsignaal staat in data/bronnen.yml, maar het bestand is er niet. Een "
                "alarmsignaal hernoemen of weglaten mag niet.",
            )
    for flag in flags:
        agreed = book.flags.get(flag.id)
        if agreed is None:
            yield Problem(
                flag.file, "dit alarmsignaal staat niet in data/bronnen.yml. Zet het erbij."
            )
            continue
        for key in ("niveau", "vraag", "nieuw"):
            found = flag.raw.get(key) if isinstance(flag.raw, dict) else None
            if (found or None) != (agreed.get(key) or None):
                yield Problem(
                    flag.file,
                    f"'{key}' is {_dutch(found)}, maar in data/bronnen.yml is dat "
                    f"{_dutch(agreed.get(key))}. Maak ze gelijk.",
                )


def flag_messages(flag: FlagFile) -> Iterator[tuple[str, str]]:
    """Every example message as (key, text): key is `voorbeelden` or `geen_vlag`."""
    for key, entry in _entries(flag.raw):
        text = entry.get("tekst") if isinstance(entry, dict) else entry
        if isinstance(text, str):
            yield key, text


def _check_lists(lists: Mapping[str, list[str]], rules: Rules) -> Iterator[Problem]:
    for name, lines in lists.items():
        for line in lines:
            fault = rules.fault(line, lists)
            if fault:
                yield Problem(
                    "data/red_flags/woorden.yml",
                    f"in de lijst '{name}' is '{line}' niet te lezen: {fault}. Verbeter de regel.",
                )


def _check_unused(lists: Mapping[str, list[str]], flags: Sequence[FlagFile]) -> Iterator[Problem]:
    """A word added to a list that no rule uses would change nothing."""
    lexicons = [flag.raw.get("lexicon") for flag in flags if isinstance(flag.raw, dict)]
    used = set(_LIST_NAME.findall(f"{[*lists.values()]} {lexicons}"))
    for name in lists:
        if name not in used:
            yield Problem(
                "data/red_flags/woorden.yml",
                f"geen enkele regel gebruikt de lijst '{name}'. Gebruik de lijst of haal die weg.",
            )


def _check_keys(flag: FlagFile, rules: Rules) -> Iterator[Problem]:
    raw = flag.raw
    if raw.get("id") and raw["id"] != flag.id:
        yield Problem(flag.file, f"de id is '{raw['id']}', maar het bestand heet {flag.id}.yml.")
    if raw.get("niveau") and raw["niveau"] not in rules.levels:
        yield Problem(
            flag.file, f"onbekend niveau '{raw['niveau']}'. Kies uit: {', '.join(rules.levels)}."
        )
    strange = set(raw.get("negeer") or ()) - set(rules.reasons)
    if strange:
        yield Problem(
            flag.file,
            f"onbekende reden bij 'negeer': {', '.join(sorted(strange))}. "
            f"Kies uit: {', '.join(rules.reasons)}.",
        )
    question = raw.get("controle")
    if isinstance(question, str):
        if len(words(question)) > CHECK_WORDS:
            yield Problem(
                flag.file,
                f"de controlevraag heeft {len(words(question))} woorden, hoogstens {CHECK_WORDS} "
                "mag. Maak de vraag korter.",
            )
        if not question.strip().endswith("?"):
            yield Problem(flag.file, "de controlevraag eindigt niet op een vraagteken.")


def _check_lexicon(
    flag: FlagFile, lists: Mapping[str, list[str]], rules: Rules
) -> Iterator[Problem]:
    lexicon = flag.raw.get("lexicon")
    if not lexicon:
        return
    if not isinstance(lexicon, dict) or not (lexicon.get("zeker") or lexicon.get("misschien")):
        yield Problem(flag.file, "onder 'lexicon' hoort een lijst 'zeker' of 'misschien' te staan.")
        return
    for key in ("zeker", "misschien"):
        for line in lexicon.get(key) or []:
            fault = rules.fault(line, lists)
            if fault:
                shown = " + ".join(map(str, line)) if isinstance(line, list) else line
                yield Problem(
                    flag.file,
                    f"de regel '{shown}' bij '{key}' is niet te lezen: {fault}. Verbeter de regel.",
                )


def _check_examples(flag: FlagFile, ids: set[str]) -> Iterator[Problem]:
    for key, entry in _entries(flag.raw):
        text = entry.get("tekst") if isinstance(entry, dict) else entry
        if not isinstance(text, str):
            yield Problem(
                flag.file,
                f"een voorbeeld bij '{key}' is geen tekst: {entry!r}. Zet aanhalingstekens om de zin.",
            )
        for other in (entry.get("ook") or []) if isinstance(entry, dict) else []:
            if other not in ids:
                yield Problem(
                    flag.file, f"'ook' noemt '{other}', maar dat alarmsignaal is er niet."
                )
    found = [key for key, _ in flag_messages(flag)]
    for key, least in (("voorbeelden", LEAST_POSITIVE), ("geen_vlag", LEAST_NEGATIVE)):
        if key in flag.raw and found.count(key) < least:
            yield Problem(
                flag.file,
                f"bij '{key}' staan {found.count(key)} berichten, minstens {least} zijn nodig. "
                "Schrijf er meer.",
            )


def _entries(raw: Any) -> Iterator[tuple[str, Any]]:
    """Raw entries of `voorbeelden` (by voice) and `geen_vlag` (by reason, then by voice)."""
    if isinstance(raw, dict):
        groups = [("voorbeelden", raw.get("voorbeelden"))]
        reasons = raw.get("geen_vlag")
        groups += [
            ("geen_vlag", g) for g in (reasons.values() if isinstance(reasons, dict) else ())
        ]
        for key, group in groups:
            for entries in group.values() if isinstance(group, dict) else ():
                for entry in entries or []:
                    yield key, entry


def _dutch(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "niet ingevuld" if value is None else f"'{value}'"
