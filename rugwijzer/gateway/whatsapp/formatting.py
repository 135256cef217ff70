"""A message of the contract as WhatsApp shows it: pure, and the same for every provider."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ..messages import Message
from .limits import Limits, cut, split, unique_titles

#: One send: {"type": "text" | "buttons" | "list", "text": ..., "options": [...]}, as JSON.
Part = dict[str, Any]

LIST_BUTTON = "Maak een keuze"
_NUMBERED = "Antwoord met een nummer:"
_OR = "U kunt ook antwoorden:"
#: A number is the answer itself here, so the choices get none.
_ASKS_NUMBER = frozenset({"age", "duration_days", "pain_score", "temperature"})
_NUMBER = re.compile(r"\s*(?:nummer\s+|nr\.?\s*)?(\d{1,3})\s*[.)]?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Rendered:
    """The parts of a message, and the ids of its choices when they went as numbers, in order."""

    parts: tuple[Part, ...]
    numbered: tuple[str, ...] = ()


def render(message: Message, limits: Limits) -> Rendered:
    """The parts to send, each within the limits; the choices are on the last one."""
    text, choices = str(message["text"]), message.get("choices") or []
    if not choices:
        return Rendered(tuple(_texts(text, limits)))
    if message.get("asks") in _ASKS_NUMBER and not limits.buttons:
        answers = ", ".join(str(choice["title"]) for choice in choices)
        return Rendered(tuple(_texts(f"{text}\n\n{_OR} {answers}", limits)))
    if len(choices) <= limits.buttons:
        titles = unique_titles([c["title"] for c in choices], limits.button)
        return Rendered(
            (*_before(text, limits), _interactive("buttons", text, choices, titles, limits))
        )
    if len(choices) <= limits.rows:
        titles = unique_titles([c["title"] for c in choices], limits.row)
        return Rendered(
            (*_before(text, limits), _interactive("list", text, choices, titles, limits))
        )
    lines = [f"{n}. {choice['title']}" for n, choice in enumerate(choices, 1)]
    numbered = "\n".join([_NUMBERED, *lines])
    ids = tuple(str(choice["id"]) for choice in choices)
    return Rendered(tuple(_texts(f"{text}\n\n{numbered}", limits)), ids)


def chosen_number(text: str, numbered: tuple[str, ...]) -> str | None:
    """The id of the choice whose number a patient typed ('2', '2.', 'nummer 2'), or None."""
    match = _NUMBER.fullmatch(text)
    index = int(match.group(1)) if match else 0
    return numbered[index - 1] if 0 < index <= len(numbered) else None


def _texts(text: str, limits: Limits) -> list[Part]:
    return [{"type": "text", "text": part} for part in split(text, limits.text)]


def _before(text: str, limits: Limits) -> list[Part]:
    """What does not fit above the choices goes before them as plain text."""
    whole, pieces = text.strip(), split(text, limits.body)
    tail = pieces[-1]
    # Splitting inside a long sentence changes blanks; then the pieces themselves are all there is.
    head = whole.removesuffix(tail) if whole.endswith(tail) else "\n\n".join(pieces[:-1])
    return _texts(head, limits)


def _interactive(
    kind: str, text: str, choices: list[dict[str, str]], titles: list[str], limits: Limits
) -> Part:
    options = []
    for choice, title in zip(choices, titles):
        option = {"id": choice["id"], "title": title}
        if kind == "list" and title != choice["title"]:
            # What the title lost stands beneath it.
            option["description"] = cut(choice["title"], limits.description)
        options.append(option)
    return {"type": kind, "text": split(text, limits.body)[-1], "options": options}
