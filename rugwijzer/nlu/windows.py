"""Cutting a long message into windows, so that a signal told in passing is heard as well."""

from __future__ import annotations

import re
from itertools import pairwise

_SENTENCE_END = re.compile(r"(?<=[.!?;:…])\s+|\n+")
#: A shorter sentence says too little by itself, in words.
_LEAST = 3
#: A longer sentence (dictated, without full stops) is cut into overlapping pieces, in words.
_LONGEST, _PIECE, _STEP = 30, 24, 12
#: Two neighbours of more words than this together are no window.
_WINDOW = 40


def windows(text: str) -> list[str]:
    """Every two neighbouring sentences, and the pieces of a very long one.

    A sentence alone is no window: what denies a signal often stands in the next one. None for a
    short message: the whole text is no window either.
    """
    units: list[str] = []
    found: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        words = sentence.split()
        if len(words) > _LONGEST:
            starts = range(0, len(words) - _STEP, _STEP)
            pieces = [" ".join(words[i : i + _PIECE]) for i in starts]
            units += pieces
            found += pieces
        elif len(words) >= _LEAST:
            units.append(sentence)
    pairs = [f"{one} {two}" for one, two in pairwise(units)]
    found += [pair for pair in pairs if len(pair.split()) <= _WINDOW]
    return [window for window in dict.fromkeys(found) if window != text.strip()]
