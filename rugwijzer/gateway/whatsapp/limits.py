"""Pure rules for what fits into a message: splitting on sentences, cutting on words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

_PARAGRAPH = regex.compile(r"\n\s*\n")
_SENTENCE = regex.compile(r"(?<=[.!?…:])\s+")
_SPACE = regex.compile(r"\s+")
_ELLIPSIS = "…"


@dataclass(frozen=True)
class Limits:
    """The limits of one provider, in UTF-16 units, the strictest way of counting characters.

    `buttons` or `rows` of 0 means that the provider has none.
    """

    text: int
    body: int = 0
    buttons: int = 0
    button: int = 0
    rows: int = 0
    row: int = 0
    description: int = 0


#: Meta: text 4,096; body of buttons and lists 1,024; 3 buttons of 20; 10 rows of 24 and 72.
CLOUD = Limits(text=4096, body=1024, buttons=3, button=20, rows=10, row=24, description=72)
#: Twilio: 1,600, and buttons only through templates, so choices go as numbers.
TWILIO = Limits(text=1600)


def length(text: str) -> int:
    """UTF-16 units: an emoji counts as two or more."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """The text within a limit: whole words and an ellipsis; only a longer word is broken."""
    plain = " ".join(text.split())
    if length(plain) <= limit:
        return plain
    room = limit - length(_ELLIPSIS)
    if room <= 0:
        return _head(plain, limit)
    kept = ""
    for word in plain.split(" "):
        longer = f"{kept} {word}".strip()
        if length(longer) > room:
            break
        kept = longer
    return (kept or _head(plain, room)).rstrip(" ,;:-") + _ELLIPSIS


def unique_titles(titles: Sequence[str], limit: int) -> list[str]:
    """The titles cut to a limit, none twice (providers refuse that) and none empty."""
    found: list[str] = []
    for title in titles:
        candidate, number = cut(title, limit) or "?", 2
        while candidate in found:
            mark = f" {number}"
            candidate = cut(title, limit - length(mark)) + mark
            number += 1
        found.append(candidate)
    return found


def split(text: str, limit: int) -> list[str]:
    """The text in parts within a limit: whole paragraphs, else sentences, else words.

    Nothing but blanks between the parts is lost. Blank text has no parts.
    """
    parts: list[str] = []
    current = ""
    for joint, piece in _pieces(text.strip(), limit):
        longer = f"{current}{joint}{piece}" if current else piece
        if length(longer) <= limit:
            current = longer
            continue
        parts.append(current)
        current = piece
    return [*parts, current] if current else parts


def _pieces(text: str, limit: int) -> Iterator[tuple[str, str]]:
    """Pieces that fit, each with what joins it to the one before."""
    for paragraph in filter(None, (p.strip() for p in _PARAGRAPH.split(text))):
        if length(paragraph) <= limit:
            yield "\n\n", paragraph
            continue
        joint = "\n\n"
        for sentence in filter(None, _SENTENCE.split(paragraph)):
            for piece in _fitting(sentence, limit):
                yield joint, piece
                joint = " "


def _fitting(sentence: str, limit: int) -> Iterator[str]:
    if length(sentence) <= limit:
        yield sentence
        return
    for word in filter(None, _SPACE.split(sentence)):
        rest = word
        while length(rest) > limit:
            head = _head(rest, limit)
            yield head
            rest = rest[len(head) :]
        yield rest


def _head(text: str, limit: int) -> str:
    """The longest beginning of whole characters; a family of emoji is one of them."""
    kept = ""
    for cluster in regex.findall(r"\X", text):
        if length(kept + cluster) > limit:
            break
        kept += cluster
    if kept:
        return kept
    # One cluster larger than the limit: there is no better place left.
    return next((text[:n] for n in range(len(text), 0, -1) if length(text[:n]) <= limit), text[:1])
