"""The message of the contract, and the words the gateway says by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rugwijzer.knowledge.contract import KINDS, LEVELS

#: A message as a patient's browser gets it; the fields are those of the contract.
Message = dict[str, Any]

FIELDS = ("text", "kind", "topic", "verdict", "sources", "level", "red_flags", "asks")


@dataclass(frozen=True)
class OfferedChoice:
    """A button as the engine offers it; `payload` stays inside, the patient gets an id for it."""

    title: str
    payload: str
    topic: str | None = None


@dataclass(frozen=True)
class Reply:
    """One message of the engine: the public fields without choices, and the choices it offers."""

    message: Message
    choices: tuple[OfferedChoice, ...] = ()


class MalformedReply(ValueError):
    """The engine's reply is not what the contract says; the text never quotes it."""


def parse_replies(body: object) -> list[Reply]:
    """Read `{"messages": [...]}`; raises MalformedReply when it is empty or wrong."""
    messages = body.get("messages") if isinstance(body, dict) else None
    if not isinstance(messages, list) or not messages:
        raise MalformedReply("no messages")
    return [_reply(raw) for raw in messages]


def _reply(raw: object) -> Reply:
    if not isinstance(raw, dict):
        raise MalformedReply("a message is not an object")
    text, kind = raw.get("text"), raw.get("kind", "info")
    if not isinstance(text, str) or not text.strip():
        raise MalformedReply("a message has no text")
    if kind not in KINDS:
        raise MalformedReply("unknown kind")
    if raw.get("level") is not None and raw["level"] not in LEVELS:
        raise MalformedReply("unknown level")
    for name in ("sources", "red_flags", "choices"):
        if raw.get(name) is not None and not isinstance(raw[name], list):
            raise MalformedReply(f"{name} is not a list")
    # Only fields of the contract leave the house, and only those that apply.
    message = {k: raw[k] for k in FIELDS if raw.get(k) not in (None, [], "")} | {"kind": kind}
    return Reply(message, tuple(_choice(c) for c in raw.get("choices") or ()))


def _choice(raw: object) -> OfferedChoice:
    if not isinstance(raw, dict):
        raise MalformedReply("a choice is not an object")
    title, payload, topic = raw.get("title"), raw.get("payload"), raw.get("topic")
    if not isinstance(title, str) or not title or not isinstance(payload, str) or not payload:
        raise MalformedReply("a choice lacks title or payload")
    if topic is not None and not isinstance(topic, str):
        raise MalformedReply("a topic is not text")
    return OfferedChoice(title, payload, topic)
