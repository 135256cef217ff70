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
_ANSWERS = "U kunt antwoorden:"
_OR = "U kunt ook antwoorden:"
#: A number is the answer itself to these, and to a scale, so the choices get none.
_ASKS_NUMBER = frozenset({"age", "duration_days", "pain_score", "temperature"})
_NUMBER = re.compile(r"\s*(?:nummer\s+|nr\.?\s*)?(\d{1,3})\s*[.)]?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Rendered:
    """The parts of a message, and the ids of its choices when they went as numbers, in order.

    `asks_number` says that a number is the answer itself: no number offered before it counts.
    """

    parts: tuple[Part, ...]
    numbered: tuple[str, ...] = ()
    asks_number: bool = False


def render(message: Message, limits: Limits) -> Rendered:
    """The parts to send, each within the limits; the choices are on the last one."""
    text, choices = str(message["text"]), message.get("choices") or []
    scale = any(str(choice["title"]).strip().isdecimal() for choice in choices)
    asks_number = scale or message.get("asks") in _ASKS_NUMBER
    if not choices:
        return Rendered(tuple(_texts(text, limits)), asks_number=asks_number)
    if len(choices) <= max(limits.buttons, limits.rows):
        part = _interactive(text, choices, limits)
        return Rendered((*_before(text, limits), part), asks_number=asks_number)
    if asks_number:
        answers = ", ".join(str(choice["title"]) for choice in choices)
        said = f"{text}\n\n{_ANSWERS if scale else _OR} {answers}"
        return Rendered(tuple(_texts(said, limits)), asks_number=True)
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


def _interactive(text: str, choices: list[dict[str, str]], limits: Limits) -> Part:
    few = len(choices) <= limits.buttons
    kind, longest = ("buttons", limits.button) if few else ("list", limits.row)
    titles = unique_titles([choice["title"] for choice in choices], longest)
    options = []
    for choice, title in zip(choices, titles):
        option = {"id": choice["id"], "title": title}
        if kind == "list" and title != choice["title"]:
            # What the title lost stands beneath it.
            option["description"] = cut(choice["title"], limits.description)
        options.append(option)
    return {"type": kind, "text": split(text, limits.body)[-1], "options": options}
