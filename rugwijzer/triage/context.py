"""ConText-style rules that say whether a found signal is about this patient, now, and not denied.

The words live in data/red_flags/context.yml. After Harkema e.a. 2009 (ConText), with own Dutch
rules: scope ends at punctuation, at a contrast word and at another clause.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from .patterns import Pattern, compile_all
from .text import SENTENCE_END, Token, join

#: How many words before or after a signal a negation can reach within one clause.
NEGATION_REACH = 6
#: Words that say something of the sentence before stand within so many words of their own.
OPENING = 4
#: 'Sinds gisteren' belongs to a signal of which it stands at most so many words behind the end.
JUST_BEHIND = 2
#: What has been so for years: it sets aside only a flag that must be new.
LASTING = "langbestaand"
#: Why words of a signal need not count, in the order in which they are tried after a denial.
REASONS = ("ander", "verleden", LASTING, "algemeen", "figuurlijk")
#: Reasons that do not hold for a signal that began now.
_OLD = frozenset({"verleden", LASTING})
_POINTING_BACK = frozenset({"dat", "dit", "die", "daar", "het", "is"})
_FIRST_PERSON = frozenset({"ik", "mijn", "mezelf"})


@dataclass(frozen=True)
class Ruling:
    """Why a signal does not count: `reason` is a key of context.yml, `words` what decided it."""

    reason: str
    words: str


class ContextRules:
    """The compiled words of context.yml."""

    def __init__(self, raw: Mapping[str, Any], lists: Mapping[str, list[str]]) -> None:
        """Compile the rules; raises PatternError when a line cannot be read."""
        self._before = compile_all(raw["ontkend"]["voor"], lists)
        self._after = compile_all(raw["ontkend"]["na"], lists)
        self._pseudo = compile_all(raw["geen_ontkenning"], lists)
        self._border = compile_all(raw["grens"], lists)
        self._now = compile_all(raw["nieuw"], lists)
        self._complaint = compile_all(raw["rugklacht_en"], lists)
        self._scoped = [
            (reason, scope, compile_all(lines, lists))
            for reason in REASONS
            for scope, lines in raw[reason].items()
        ]

    def read(self, tokens: list[Token]) -> Context:
        """Find every context word of one message, once."""
        return Context(self, tokens)


class Context:
    """The context words of one message, to be asked about each signal found in it."""

    def __init__(self, rules: ContextRules, tokens: list[Token]) -> None:
        """Locate all trigger words as token spans."""
        self._tokens = tokens
        self._text, owner = join(tokens)
        sentences = [tokens[i].sentence for i in owner]

        def spans(patterns: tuple[Pattern, ...]) -> list[tuple[int, int]]:
            found = []
            for pattern in patterns:
                for start, end in pattern.find(self._text, sentences):
                    found.append((owner[start], owner[end - 1] + 1))
            return found

        pseudo = spans(rules._pseudo)
        self._before = [s for s in spans(rules._before) if not _inside(s, pseudo)]
        self._after = [s for s in spans(rules._after) if not _inside(s, pseudo)]
        self._borders = {s[0] for s in spans(rules._border) if not self._once(s[0])}
        self._scoped = [(r, scope, spans(patterns)) for r, scope, patterns in rules._scoped]
        self._now = spans(rules._now)
        self._complaints = spans(rules._complaint)
        self._personal = {t.sentence for t in tokens if t.norm in _FIRST_PERSON}

    def judge(
        self, start: int, end: int, ignore: Collection[str] = (), own_negation: bool = True
    ) -> Ruling | None:
        """Whether the signal in tokens [start, end) is set aside, and by which words.

        `ignore` are reasons that do not count for this flag; `own_negation` says that the pattern
        itself contains a negation, so that one inside the span belongs to the signal.
        """
        if not own_negation:
            for span in self._before:
                if start < span[0] < end:
                    return self._ruling("ontkend", span)
        for span in self._before:
            if span[1] <= start and self._joined(span[1], start):
                return self._ruling("ontkend", span)
        for span in self._after:
            if span[0] >= end and self._joined(end, span[0], after=True):
                return self._ruling("ontkend", span)
        sentence = self._tokens[start].sentence
        for reason, scope, found in self._scoped:
            if reason in ignore or (reason in _OLD and self._begins(start, end)):
                continue
            for span in found:
                if reason == LASTING and self._of_the_back(span[1], start):
                    continue
                same = self._tokens[span[0]].sentence == sentence and self._unbroken(
                    span, (start, end)
                )
                looks_back = scope == "erna" and self._opens(span[0], sentence + 1)
                untold = scope == "bericht" and sentence not in self._personal
                if same or looks_back or untold:
                    return self._ruling(reason, span)
        return None

    def _joined(self, start: int, end: int, after: bool = False) -> bool:
        between = self._tokens[start:end]
        words = [t for t in between if not t.is_mark]
        if len(words) > NEGATION_REACH:
            return False
        if any(t.norm in SENTENCE_END for t in between):
            return after and not words and all(t.norm == "?" for t in between)
        commas = sum(t.norm == "," for t in between)
        if after and commas and words:
            return False
        return not any(start <= b < end for b in self._borders)

    def _unbroken(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """Whether no contrast word or new clause about the writer lies between two spans."""
        first, second = sorted((one, other))
        between = range(first[1], second[0])
        clause = any(
            self._tokens[i].norm == "," and self._tokens[i + 1].norm in _FIRST_PERSON
            for i in between
        )
        return not clause and not any(i in self._borders for i in between)

    def _begins(self, start: int, end: int) -> bool:
        """Whether a signal says of itself that it began now: 'plassen lukt sinds gisteren niet'."""
        behind = range(end, min(end + JUST_BEHIND, len(self._tokens)))
        stop = next((i for i in behind if self._tokens[i].is_mark), behind.stop)
        return any(start <= span[0] < stop for span in self._now)

    def _of_the_back(self, end: int, start: int) -> bool:
        """Whether old words are about the back: 'ik heb al jaren rugpijn en plas in mijn broek'."""
        return any(end <= span[0] and span[1] <= start for span in self._complaints)

    def _opens(self, index: int, sentence: int) -> bool:
        """Whether words say something of the sentence before: 'Dat is altijd hetzelfde'.

        They begin the sentence, or stand early in one that begins by pointing back.
        """
        if self._tokens[index].sentence != sentence:
            return False
        first = next(i for i, token in enumerate(self._tokens) if token.sentence == sentence)
        return index == first or (
            index - first < OPENING and self._tokens[first].norm in _POINTING_BACK
        )

    def _once(self, index: int) -> bool:
        """'Wel eens' says sometimes; only a bare 'wel' is a contrast."""
        return [t.norm for t in self._tokens[index : index + 2]] == ["wel", "eens"]

    def _ruling(self, reason: str, span: tuple[int, int]) -> Ruling:
        return Ruling(reason, " ".join(t.norm for t in self._tokens[span[0] : span[1]]))


def _inside(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(o[0] <= span[0] < o[1] for o in others)
