"""Which words of a patient may be shown: those that many people use, and nothing else.

`redact` takes out what has the form of a number, an address or a name. What it misses are rare words:
an uncommon name, a village, a job. So a word is shown only when the written content of this project
knows it, in several files, or when enough different conversations of the period used it. A word with
a digit is never shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from . import SMALLEST
from .persons import without_persons

GAP = "…"
#: A word in fewer content files may be a name that one example happens to have.
_FILES = 3
_FOLDERS = ("faq", "praat", "buiten")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TOKEN = re.compile(r"\[[a-z-]+\]|[\w'’-]+|[?!.,]")


def words(text: str) -> set[str]:
    """The words of a text in lower case."""
    return {w.lower() for w in _WORD.findall(text)}


@cache
def written_words(data_dir: Path) -> frozenset[str]:
    """The words of the project's own content that stand in at least three of its files."""
    counted: Counter[str] = Counter()
    for folder in _FOLDERS:
        for path in sorted((data_dir / folder).glob("*.yml")):
            counted.update(words(path.read_text(encoding="utf8")))
    return frozenset(word for word, files in counted.items() if files >= _FILES)


def shared_words(sentences: Iterable[Sequence[str]]) -> frozenset[str]:
    """The words that at least SMALLEST conversations used; one item holds the sentences of one."""
    counted: Counter[str] = Counter()
    for said in sentences:
        counted.update(set().union(*(words(without_persons(s)) for s in said)) if said else set())
    return frozenset(word for word, talks in counted.items() if talks >= SMALLEST)


def mask(text: str, allowed: frozenset[str]) -> tuple[str, float]:
    """The redacted text with a gap for every word that is not allowed, and the share of gaps."""
    shown: list[str] = []
    gaps = total = 0
    for piece in _TOKEN.findall(without_persons(text)):
        if piece in "?!.,":
            shown.append(piece)
            continue
        total += 1
        if piece.startswith("[") or (piece.lower() in allowed and _WORD.fullmatch(piece)):
            shown.append(piece.lower())
            continue
        gaps += 1
        if not shown or shown[-1] != GAP:
            shown.append(GAP)
    line = re.sub(r"\s+([?!.,])", r"\1", " ".join(shown))
    return line, gaps / total if total else 1.0
