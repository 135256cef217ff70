"""Splitting a patient's message into normalised tokens, with the way back to the original words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .dialect import dialect

#: Contractions, written out so that a pattern needs one form only; other spellings: streektaal.tsv.
CONTRACTIONS = {
    "me": "mijn",
    "mij": "mijn",
    "zn": "zijn",
    "'t": "het",
    "t": "het",
    "d'r": "er",
    "dr": "er",
    "'k": "ik",
    "k": "ik",
    "'n": "een",
    "n": "een",
    "gn": "geen",
    "niks": "niets",
    "nix": "niets",
    "idd": "inderdaad",
    "sedert": "sinds",
    "vd": "van de",
    "fff": "even",
    "ge": "je",
    "uwen": "uw",
}

_TOKEN = re.compile(r"'[tknsm](?![a-z])|[a-z]+(?:'[a-z]+)*|\d+(?:[.,]\d+)*|[.!?;:,()\n]")
#: Quotes, and the Turkish i with and without a dot.
_TYPED = str.maketrans(
    {"’": "'", "‘": "'", "´": "'", "`": "'", "“": " ", "”": " ", '"': " ", "İ": "i", "ı": "i"}
)
#: Marks that end a sentence.
SENTENCE_END = frozenset(".!?;\n")
_PUNCTUATION = frozenset(".!?;:,()\n")


@dataclass(frozen=True)
class Token:
    """One word or mark: `norm` is the form that patterns see, `start`/`end` point into the original."""

    norm: str
    start: int
    end: int
    sentence: int

    @property
    def is_mark(self) -> bool:
        """Whether this token is punctuation."""
        return self.norm in _PUNCTUATION


def fold(text: str) -> str:
    """Lower-case and strip accents, one character for one character, so that offsets stay valid."""
    typed = text.translate(_TYPED).lower()
    return "".join(unicodedata.normalize("NFD", char)[0] for char in typed)


def reading(typed: str) -> list[str]:
    """What a word counts as: regional forms and contractions in standard Dutch, without accents.

    A form with accents may be another word than the one without.
    """
    words = fold(dialect().get(typed, typed)).split()
    return [w.replace("'", "") for word in words for w in CONTRACTIONS.get(word, word).split()]


def tokenise(text: str) -> list[Token]:
    """Split a message into tokens; sentence numbers rise at . ! ? ; and line breaks."""
    tokens: list[Token] = []
    sentence = 0
    typed = text.translate(_TYPED).lower()
    for match in _TOKEN.finditer(fold(text)):
        raw = match.group()
        for word in reading(typed[match.start() : match.end()]) or [raw]:
            tokens.append(Token(word, match.start(), match.end(), sentence))
        if raw in SENTENCE_END:
            sentence += 1
    return tokens


def join(tokens: list[Token]) -> tuple[str, list[int]]:
    """Join tokens to the string that patterns search.

    Returns the string (every token followed by one space) and, for each character, the number of
    the token it belongs to.
    """
    parts: list[str] = []
    owner: list[int] = []
    for index, token in enumerate(tokens):
        piece = ("." if token.norm == "\n" else token.norm) + " "
        parts.append(piece)
        owner.extend([index] * len(piece))
    return "".join(parts), owner
