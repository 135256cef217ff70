"""Mistakes of people on a keyboard or a phone, one a message, with a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Callable

#: The keys around each letter on a QWERTY keyboard.
NEIGHBOURS = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok",
    "o": "ipl", "p": "ol", "a": "qsz", "s": "adwx", "d": "sfec", "f": "dgrv", "g": "fhtb",
    "h": "gjyn", "j": "hkum", "k": "jlim", "l": "kop", "z": "asx", "x": "zcsd", "c": "xvdf",
    "v": "cbfg", "b": "vngh", "n": "bmhj", "m": "njk",
}  # fmt: skip
EMOJI = ("😩", "🙏", "😭", "🤔", "👍", "😬")


def _letter(text: str, chance: random.Random) -> int:
    return chance.choice([i for i, c in enumerate(text) if c.lower() in NEIGHBOURS])


def neighbour_key(text: str, chance: random.Random) -> str:
    """One letter becomes the one beside it."""
    i = _letter(text, chance)
    return text[:i] + chance.choice(NEIGHBOURS[text[i].lower()]) + text[i + 1 :]


def doubled_letter(text: str, chance: random.Random) -> str:
    """One letter is typed twice."""
    i = _letter(text, chance)
    return text[: i + 1] + text[i] + text[i + 1 :]


def dropped_letter(text: str, chance: random.Random) -> str:
    """One letter is missing."""
    i = _letter(text, chance)
    return text[:i] + text[i + 1 :]


def bare(text: str, chance: random.Random) -> str:
    """No capitals and no punctuation, as when dictated."""
    return "".join(c for c in text.lower() if c.isalnum() or c == " ")


def capitals(text: str, chance: random.Random) -> str:
    """Caps lock."""
    return text.upper()


def emoji(text: str, chance: random.Random) -> str:
    """An emoji in the middle and one at the end."""
    words = text.split()
    words.insert(len(words) // 2, chance.choice(EMOJI))
    return " ".join([*words, chance.choice(EMOJI)])


NOISES: tuple[Callable[[str, random.Random], str], ...] = (
    neighbour_key,
    doubled_letter,
    dropped_letter,
    bare,
    capitals,
    emoji,
)
