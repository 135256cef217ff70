"""What may come in: pure checks of a request body, before anything else sees it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import AsyncIterable
from dataclasses import dataclass

from rugwijzer.http.errors import CALL_LINE, ApiError, standard
from rugwijzer.knowledge.contract import WEB_SURFACES

#: The contract's limits.
MAX_BODY = 16 * 1024
MAX_TEXT = 1000
_MAX_CHOICE_ID = 64
# Control and format characters and lone surrogates. Joiners inside emoji go too: they mean nothing to
# the assistant and could hide a slash.
_DROPPED = frozenset({"Cc", "Cf", "Cs"})
#: What an Idempotency-Key looks like.
KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
_LEADING = re.compile(r"^[\s/]+")


@dataclass(frozen=True)
class TextTurn:
    """Typed text, cleaned: it never begins with a slash, so Rasa never reads it as a payload."""

    text: str


@dataclass(frozen=True)
class ChoiceTurn:
    """The id of a button; whether it was offered is checked against the conversation."""

    id: str


async def read_limited(
    chunks: AsyncIterable[bytes], declared: str | None, limit: int = MAX_BODY
) -> bytes:
    """Read a body of at most `limit` bytes and stop reading beyond it; raises ApiError 413."""
    if declared is not None and declared.isdecimal() and int(declared[:9]) > limit:
        raise standard(413)
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise standard(413)
    return bytes(body)


def parse_object(raw: bytes) -> dict[str, object]:
    """Read a JSON object in UTF-8; raises ApiError 400."""
    try:
        body = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise standard(400) from None
    if not isinstance(body, dict):
        raise standard(400)
    return body


def read_surface(body: dict[str, object]) -> str:
    """The surface of a new session; raises ApiError 400."""
    surface = body.get("surface")
    if not isinstance(surface, str) or surface not in WEB_SURFACES:
        raise standard(400)
    return surface


def read_turn(body: dict[str, object]) -> TextTurn | ChoiceTurn:
    """The one thing a message may be: a text or a choice; raises ApiError 400 or 422."""
    if ("text" in body) == ("choice" in body):
        raise standard(400)
    value = body["text"] if "text" in body else body["choice"]
    if not isinstance(value, str):
        raise standard(400)
    if "text" in body:
        return TextTurn(clean_text(value))
    if not 0 < len(value) <= _MAX_CHOICE_ID:
        raise unknown_choice()
    return ChoiceTurn(value)


def read_key(key: str | None, sender: str) -> str:
    """The id of a message from its Idempotency-Key, "" when there is none; raises ApiError 400.

    A client that got no answer sends the message again with the same key, and it counts once.
    """
    if key is None:
        return ""
    if not KEY.fullmatch(key):
        raise standard(400)
    return f"{sender}-{key}"


def clean_text(text: str) -> str:
    """Patient text as plain text: no control characters, no leading slash, 1 to 1,000 characters.

    Line ends stay, because they separate thoughts; a letter and its accent become one character.
    Raises ApiError 422.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    composed = unicodedata.normalize("NFC", lines)
    kept = "".join(c for c in composed if c == "\n" or unicodedata.category(c) not in _DROPPED)
    stripped = kept.strip()
    if len(stripped) > MAX_TEXT:
        raise ApiError(
            422, "text_too_long", f"Uw bericht is te lang: maximaal 1.000 tekens. {CALL_LINE}"
        )
    plain = _LEADING.sub("", stripped)
    if not plain:
        raise ApiError(422, "text_empty", "Uw bericht is leeg. Typ uw vraag.")
    return plain


def unknown_choice() -> ApiError:
    """A button that was not offered in this conversation, or too long ago."""
    text = (
        "Deze knop hoort niet meer bij uw gesprek. Typ uw antwoord of kies een andere knop. "
        f"{CALL_LINE}"
    )
    return ApiError(422, "choice_unknown", text)
