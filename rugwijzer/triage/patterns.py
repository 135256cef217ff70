"""The small pattern language of the red-flag lexicon, turned into regular expressions.

A pattern is a line of words a clinician can read:

    kan|kon|lukt ... niet ... plass*      alternatives, a gap, a word stem
    doof {onder}                          a named word list from woorden.yml
    (heel) moeilijk plassen               a word, or phrases, that may be absent

`...` is a gap of at most five words within one sentence, `..` of at most two. A word matches whole;
`*` at either side leaves the beginning or end open, alone it is any one word. `|` stands between
words, not between phrases. The lines of a list must all occur in one sentence, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from .text import reading

_WORD_GAP = r"(?:(?![.!?;] )\S+ ){0,%d}?"
#: The end of a sentence in any marks: '.', '!', '...', or a full stop and a line break.
_ENDS = r"[.!?;](?: [.!?;])*"
_LIST = re.compile(r"\{([a-z0-9_]+)\}")
_GROUP = re.compile(r"\(([^)]*)\)")
_PIECE = re.compile(r"(\*?)(\.|[a-z0-9][a-z0-9. ]*)(\*?)")
_ALLOWED = re.compile(r"[a-z0-9*|(){}_.' ]+")


class PatternError(ValueError):
    """A line of the lexicon that cannot be understood."""


def _parts(piece: str) -> tuple[bool, str, bool]:
    """A word as the tokens of a message have it, between whether its beginning and end are open."""
    parts = _PIECE.fullmatch(" ".join(reading(piece)))
    if not parts:
        raise PatternError(f"{piece!r} is geen woord")
    begin, word, end = parts.groups()
    return bool(begin), word, bool(end)


def _word(piece: str) -> str:
    if piece == "*":
        return r"\w+"
    if piece == ".":
        return _ENDS
    open_left, word, open_right = _parts(piece)
    left = r"\w*" if open_left else ""
    right = r"\w*" if open_right else ""
    return left + re.escape(word) + right


def _alternatives(element: str, lists: Mapping[str, list[str]]) -> str:
    options: list[str] = []
    for piece in element.split("|"):
        name = _LIST.fullmatch(piece)
        if name:
            if name.group(1) not in lists:
                raise PatternError(f"de woordenlijst '{name.group(1)}' bestaat niet")
            options.extend(_sequence(line, lists) for line in lists[name.group(1)])
        else:
            options.append(_word(piece) + " ")
    return "(?:" + "|".join(options) + ")"


def _elements(line: str) -> list[str]:
    return re.findall(r"\([^)]*\)|\S+", line)


def _optional(inner: str, lists: Mapping[str, list[str]]) -> str:
    return "(?:" + "|".join(_sequence(phrase, lists) for phrase in inner.split("|")) + ")?"


def _refuse_two_words_as_one(elements: list[str]) -> None:
    """Refuse 'vandaag|van daag': '|' joins words, so that line asks for 'vandaag daag'."""
    for pair in pairwise(elements):
        before, after = ([piece.strip("*") for piece in element.split("|")] for element in pair)
        left, right = before[-1], after[0]
        if left and right and left + right in before + after:
            raise PatternError(
                f"'{left + right}' en '{left} {right}' staan in een regel,"
                " maar een streepje geldt voor een woord: maak er twee regels van"
            )


def _sequence(line: str, lists: Mapping[str, list[str]]) -> str:
    out = []
    elements = _elements(line)
    _refuse_two_words_as_one(elements)
    for element in elements:
        if element == "...":
            out.append(_WORD_GAP % 5)
        elif element == "..":
            out.append(_WORD_GAP % 2)
        elif group := _GROUP.fullmatch(element):
            out.append(_optional(group[1], lists))
        else:
            out.append(_alternatives(element, lists))
    return "".join(out)


_NEGATIONS = ("niet", "geen", "nooit", "zonder", "nergens", "amper", "nauwelijks")

#: A word that must occur for a pattern to match, and whether it is only the beginning of one.
Key = tuple[str, bool]


def _size(keys: set[Key]) -> int:
    return len(keys)


def _word_keys(piece: str) -> set[Key] | None:
    """The beginning of a word; None for an open one, a gap, and '.', which a line break can be."""
    if piece.startswith(("*", ".")):
        return None
    _, word, is_begin = _parts(piece)
    return {(word.partition(" ")[0], is_begin)}


def _element_keys(element: str, lists: Mapping[str, list[str]]) -> set[Key] | None:
    keys: set[Key] = set()
    for piece in element.split("|"):
        name = _LIST.fullmatch(piece)
        options = (
            [_line_keys(x, lists) for x in lists[name.group(1)]] if name else [_word_keys(piece)]
        )
        for option in options:
            if option is None:
                return None
            keys |= option
    return keys


def _line_keys(line: str, lists: Mapping[str, list[str]]) -> set[Key] | None:
    """The smallest set of words of which one must be in the text; None when any word will do."""
    required = [e for e in _elements(line) if not e.startswith("(")]
    found = [k for k in (_element_keys(e, lists) for e in required) if k is not None]
    return min(found, key=_size) if found else None


@dataclass(frozen=True)
class Pattern:
    """One line, ready to match; `source` is the line as written, for the explanation.

    `expressions` are compiled at first use: a message needs few of the more than thousand lines.
    """

    source: str
    expressions: tuple[str, ...]
    keys: frozenset[Key] | None = None

    @property
    def negates(self) -> bool:
        """Whether the line itself contains a negation ('kan niet plassen')."""
        return any(word in e for e in self.expressions for word in _NEGATIONS)

    @cached_property
    def regexes(self) -> tuple[re.Pattern[str], ...]:
        """The compiled expressions."""
        return tuple(re.compile(e) for e in self.expressions)

    def find(self, haystack: str, sentence_of: list[int]) -> Iterator[tuple[int, int]]:
        """Yield (start, end) character spans in the joined text.

        For a `samen` pattern all parts must lie in one sentence; the span runs over all of them.
        """
        if len(self.regexes) == 1:
            for match in self.regexes[0].finditer(haystack):
                yield match.span()
            return
        hits = [[m.span() for m in regex.finditer(haystack)] for regex in self.regexes]
        for first in hits[0]:
            sentence = sentence_of[first[0]]
            chosen = [first]
            for others in hits[1:]:
                near = [s for s in others if sentence_of[s[0]] == sentence]
                if not near:
                    break
                chosen.append(min(near, key=lambda s: abs(s[0] - first[0])))
            else:
                yield min(s[0] for s in chosen), max(s[1] for s in chosen)


def compile_pattern(line: str | list[str], lists: Mapping[str, list[str]]) -> Pattern:
    """Prepare one line (or a `samen` list of lines).

    Raises PatternError with a Dutch text when it uses unknown signs or lists.
    """
    parts = [line] if isinstance(line, str) else list(line)
    expressions = []
    for part in parts:
        if not isinstance(part, str) or not _ALLOWED.fullmatch(part):
            raise PatternError(f"onbekend teken in {part!r}")
        expressions.append(r"(?<!\S)" + _sequence(part, lists))
    options = [k for k in (_line_keys(part, lists) for part in parts) if k is not None]
    keys = frozenset(sorted(options, key=_size)[0]) if options else None
    return Pattern(" + ".join(parts), tuple(expressions), keys)


def compile_all(
    lines: Iterable[str | list[str]], lists: Mapping[str, list[str]]
) -> tuple[Pattern, ...]:
    """Compile many lines; see compile_pattern."""
    return tuple(compile_pattern(line, lists) for line in lines)


class PatternIndex:
    """Which patterns can match a text at all, so that only a few regular expressions run."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        """Index the patterns by the words they need."""
        self._whole: dict[str, list[Pattern]] = {}
        self._begin: dict[str, list[Pattern]] = {}
        self._always: list[Pattern] = []
        for pattern in patterns:
            if pattern.keys is None:
                self._always.append(pattern)
            for word, is_begin in pattern.keys or ():
                (self._begin if is_begin else self._whole).setdefault(word, []).append(pattern)

    def candidates(self, words: Iterable[str]) -> set[int]:
        """The ids (id()) of the patterns whose needed words are among these."""
        found = {id(p) for p in self._always}
        for word in set(words):
            found.update(id(p) for p in self._whole.get(word, ()))
            for begin in accumulate(word):
                found.update(id(p) for p in self._begin.get(begin, ()))
        return found
