"""Checks of data/red_flags/niveaus.yml: every level says whom to call, at every hour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rugwijzer.triage import URGENT

from .problems import Problem

_FILE = "data/red_flags/niveaus.yml"
_FIELDS = frozenset({"praktijk", "post", "signalen", "opent"})
#: A patient on the waiting-room tablet has the desk near.
_TABLET = "Meld dit nu bij de balie"
_POST = "huisartsenpost"


def check_levels(raw: Any, levels: Sequence[str]) -> Iterator[Problem]:
    """Each text holds 'bel' and 'huisarts', numbers in order, and the post first when closed."""
    if not isinstance(raw, dict):
        yield Problem(_FILE, "hier horen de niveaus te staan, elk met 'tekst'.")
        return
    for level in levels:
        if not _text(raw.get(level), "tekst"):
            yield Problem(_FILE, f"het niveau '{level}' heeft geen 'tekst'. Schrijf die.")
        yield from _check_entry(f"niveau '{level}'", level, raw.get(level))
    for part, place in (("bijzonder", "de eigen tekst"), ("kort", "de korte tekst")):
        entries = raw.get(part)
        for name, entry in entries.items() if isinstance(entries, dict) else ():
            yield from _check_entry(f"{place} van '{name}'", name, entry)
    for level in sorted(URGENT):
        if _TABLET not in _text(raw.get("tablet"), level):
            yield Problem(_FILE, f"bij 'tablet' moet '{level}' deze zin hebben: '{_TABLET}.'")


def _check_entry(place: str, name: str, entry: Any) -> Iterator[Problem]:
    variants = {"tekst": entry} if isinstance(entry, str) else _texts(entry)
    for variant, text in variants.items():
        where = place if variant == "tekst" else f"{place} ({variant})"
        yield from _check_text(where, text)
        if "bel_112" in (name, variant):
            yield from _check_first(where, text, "112", "huisarts")
        if name == "suicidaal":
            yield from _check_first(where, text, "113", "112")
        if variant == "gesloten":
            yield from _check_first(where, text, _POST, "huisarts")


def _check_text(place: str, text: str) -> Iterator[Problem]:
    # Within square brackets a text may be left out: it does not count.
    always = re.sub(r"\[[^\]]*\]", "", text)
    for word in ("bel", "huisarts"):
        if not re.search(rf"\b{word}\b", always, re.IGNORECASE):
            yield Problem(_FILE, f"in {place} ontbreekt het woord '{word}'. Schrijf wie men belt.")
    for field in re.findall(r"\{([^}]*)\}", text):
        if field not in _FIELDS:
            known = ", ".join(f"{{{name}}}" for name in sorted(_FIELDS))
            yield Problem(
                _FILE, f"{place} heeft {{{field}}}; alleen {known} worden ingevuld. Verbeter dit."
            )


def _check_first(place: str, text: str, first: str, second: str) -> Iterator[Problem]:
    before, found, _ = text.partition(first)
    if not found:
        yield Problem(_FILE, f"in {place} ontbreekt {first}. Zet dat vooraan.")
    elif re.search(rf"\b{second}\b", before, re.IGNORECASE):
        yield Problem(_FILE, f"in {place} moet {first} vóór {second} komen. Draai het om.")


def _text(part: Any, key: str) -> str:
    return _texts(part).get(key, "")


def _texts(part: Any) -> Mapping[str, str]:
    if not isinstance(part, dict):
        return {}
    return {key: text for key, text in part.items() if isinstance(text, str)}
