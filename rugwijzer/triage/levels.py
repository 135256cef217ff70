"""From flags and facts to a level: pure rules, each with a name for the explanation.

The base level of each flag is data (data/red_flags/<id>.yml, held against data/bronnen.yml). The
combinations below are this project's own proposal; the medical sources are named with each flag. None
of them has been signed by a clinician yet (docs/safety.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .facts import ADULT_AGE, Facts
from .flags import LEVELS, Flag, rank

#: Every rule that can raise a level; niveaus.yml says each in plain words.
RULES = (
    "overdosis_met_sufheid",
    "nieren_met_koorts_of_ondraaglijk",
    "nachtpijn_met_ander_signaal",
    "bobbel_na_val",
    "hoge_rugpijn_met_borstklachten",
    "kind_met_ander_signaal",
)
_FALL = frozenset({"ernstig_ongeval", "wervelbreuk"})


@dataclass(frozen=True)
class Decision:
    """A level, the flags that led to it and the names of the rules that were applied."""

    level: str
    flags: tuple[str, ...]
    rules: tuple[str, ...]


def decide(
    flags: Iterable[str],
    book: Mapping[str, Flag],
    facts: Facts | None = None,
    modifiers: Iterable[str] = (),
) -> Decision:
    """The level of a set of flags.

    `modifiers` are words of the text itself: 'suf' (drowsy or breathing badly), 'val' (the change
    came after a fall). Flags come back most urgent first.
    """
    facts = facts or Facts()
    present = set(flags)
    extra = set(modifiers)
    levels = {f: book[f].level for f in present}
    rules = []

    def raise_to(flag: str, level: str, rule: str) -> None:
        if rank(level) > rank(levels[flag]):
            levels[flag] = level
            rules.append(rule)

    if "overdosis" in present and "suf" in extra:
        raise_to("overdosis", "bel_112", "overdosis_met_sufheid")
    if "nieren" in present and {"koorts", "ondraaglijk"} & present:
        raise_to("nieren", "spoed", "nieren_met_koorts_of_ondraaglijk")
    if "nachtpijn" in present and (
        "val" in extra or ({"koorts", "kanker", "gewichtsverlies"} | _FALL) & present
    ):
        raise_to("nachtpijn", "vandaag", "nachtpijn_met_ander_signaal")
    if "bobbel_vorm" in present and ("val" in extra or _FALL & present):
        raise_to("bobbel_vorm", "vandaag", "bobbel_na_val")
    if "hoge_rugpijn" in present and "borst_benauwd" in present:
        raise_to("hoge_rugpijn", "bel_112", "hoge_rugpijn_met_borstklachten")
    child = "kind" in present or (facts.age is not None and facts.age < ADULT_AGE)
    others = present - {"kind", "leeftijd_eerste_keer"}
    if child and others:
        first = "kind" if "kind" in present else sorted(others)[0]
        raise_to(first, "vandaag", "kind_met_ander_signaal")
    ordered = tuple(sorted(present, key=lambda f: (-rank(levels[f]), f)))
    level = max(levels.values(), key=rank, default=LEVELS[0])
    return Decision(level, ordered, tuple(rules))
