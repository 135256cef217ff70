"""Splitting a message that may hold two questions into its parts."""

from __future__ import annotations

import re

_SPLIT = re.compile(
    r"(?<=[?!.])\s+|\s+(?:en ook|en verder|en dan nog|daarnaast|trouwens|tweede vraag)\s+",
    re.IGNORECASE,
)
_AND = re.compile(
    r",?\s+en\s+(?=(?:helpt|helpen|is|mag|moet|kan|wat|hoe|waarom|werkt|heeft|zijn)\b)",
    re.IGNORECASE,
)
#: A part with fewer words than this says too little to be a question of its own.
MIN_WORDS = 3


def split_message(text: str) -> list[str]:
    """The parts of a message that could each be a question; one part when it cannot be split."""
    parts = [piece.strip() for part in _SPLIT.split(text) for piece in _AND.split(part)]
    return [p for p in parts if len(p.split()) >= MIN_WORDS]
