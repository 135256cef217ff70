"""From one message to an outcome: escalate, ask one check question, or nothing.

Two finders look at every message: the lexicon with its context rules (always, also in the gateway
when the engine is dead) and, where the engine runs, a learned detector that gives a probability for
each flag. `Triage.assess` weighs both; the explanation keeps the words and the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isnan
from pathlib import Path

from .context import Context, Ruling
from .derive import derived, dismissed, modifiers
from .facts import Facts, dutch_today, extract
from .finding import COUNTED, Finding
from .flags import URGENT, FlagBook, rank
from .levels import decide
from .patterns import PatternIndex
from .plain import is_code, is_plain
from .text import Token, join, tokenise
from .weigh import weigh

#: Flags that a check question may fall back on when the first was answered before.
ASKED = 3


@dataclass(frozen=True)
class Assessment:
    """What one message means for safety.

    `outcome` is 'escalate', 'ask' or 'none'. `flags` are the flags to escalate, most urgent first,
    or to ask about, the likeliest of the most urgent first; `level` is their level. `also` holds
    the flags that were unsure beside an escalation, in that same order. `findings` and `rules`
    explain it.
    """

    outcome: str
    level: str
    flags: tuple[str, ...]
    also: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    rules: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)
    modifiers: tuple[str, ...] = ()


class Triage:
    """The red-flag rules, loaded once and used for every message."""

    def __init__(self, book: FlagBook, today: Callable[[], date] = dutch_today) -> None:
        """Take the flag book and the calendar."""
        self.book = book
        self._today = today
        self._index = PatternIndex(p for f in book.flags.values() for p in (*f.sure, *f.unsure))

    @classmethod
    def load(cls, folder: Path) -> Triage:
        """Read data/red_flags; raises FlagError or PatternError when the content is wrong."""
        return cls(FlagBook.load(folder))

    def find(self, text: str) -> tuple[list[Finding], Facts, tuple[str, ...]]:
        """All findings of the lexicon and of arithmetic, with facts and modifiers."""
        tokens = tokenise(text)
        context = self.book.context.read(tokens)
        facts = extract(text, tokens, self._today())
        findings = self._lexicon(text, tokens, context)
        findings += [
            Finding(flag, strength, words, COUNTED, _set_aside(flag, findings))
            for flag, strength, words in derived(tokens, facts)
        ]
        gone = dismissed(facts)
        return [f for f in findings if f.flag not in gone], facts, modifiers(tokens)

    def assess(self, text: str, probabilities: Mapping[str, float] | None = None) -> Assessment:
        """Judge one message; `probabilities` (flag -> 0..1) come from the learned detector.

        In a plain answer ('71', '6 weken', 'nooit') and in a payload only clear words and numbers count.
        """
        findings, facts, extra = self.find(text)
        plain = is_code(text) or is_plain(tokenise(text))
        sure, unsure = weigh(findings, None if plain else probabilities, self.book.flags)
        if plain:
            unsure = set()
        gone = dismissed(facts)
        sure, unsure = sure - gone, unsure - gone
        if sure:
            decision = decide(sure, self.book.flags, facts, extra)
            return Assessment(
                "escalate",
                decision.level,
                decision.flags,
                also=self._by_danger(unsure, probabilities),
                findings=tuple(findings),
                rules=decision.rules,
                facts=facts,
                modifiers=extra,
            )
        if unsure:
            decision = decide(unsure, self.book.flags, facts, extra)
            return Assessment(
                "ask",
                decision.level,
                self._by_danger(unsure, probabilities)[:ASKED],
                findings=tuple(findings),
                rules=decision.rules,
                facts=facts,
                modifiers=extra,
            )
        return Assessment(
            "none", "geen", (), findings=tuple(findings), facts=facts, modifiers=extra
        )

    def _by_danger(
        self, flags: set[str], probabilities: Mapping[str, float] | None
    ) -> tuple[str, ...]:
        """Urgent flags first, and within them the likeliest; ties by level, then by name.

        What the detector has no number for comes behind what it hears.
        """
        chances = {f: p for f, p in (probabilities or {}).items() if not isnan(p)}

        def key(flag: str) -> tuple[bool, float, int, str]:
            level = self.book.flags[flag].level
            return level not in URGENT, -chances.get(flag, 0.0), -rank(level), flag

        return tuple(sorted(flags, key=key))

    def _lexicon(self, text: str, tokens: list[Token], context: Context) -> list[Finding]:
        joined, owner = join(tokens)
        sentences = [tokens[i].sentence for i in owner]
        possible = self._index.candidates(t.norm for t in tokens)
        found = []
        for flag in self.book.flags.values():
            for strength, patterns in (("zeker", flag.sure), ("misschien", flag.unsure)):
                for pattern in patterns:
                    if id(pattern) not in possible:
                        continue
                    for start, end in pattern.find(joined, sentences):
                        first, last = owner[start], owner[end - 1]
                        words = text[tokens[first].start : tokens[last].end]
                        ruling = context.judge(
                            first, last + 1, flag.ignores, own_negation=pattern.negates
                        )
                        found.append(Finding(flag.id, strength, words, pattern.source, ruling))
        return found


def _set_aside(flag: str, findings: list[Finding]) -> Ruling | None:
    """Why a number does not count either: all words beside it are about another person or time.

    A denial is no reason: 'geen koorts, 38,5' is fever.
    """
    rulings = [f.ruling for f in findings if f.flag == flag]
    if None in rulings:
        return None
    return next((r for r in rulings if r and r.reason != "ontkend"), None)
