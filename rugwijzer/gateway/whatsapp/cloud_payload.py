"""Pure: reads a delivery of Meta's Cloud API, every entry, change, message and status of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from rugwijzer.store.inbox import Arrival
from rugwijzer.store.outbox import DELIVERED, FAILED, READ, SENT
from rugwijzer.store.patients import PHONE, USER_ID, Reach

from . import kinds
from .provider import Inbound, StatusUpdate

CHANNEL = "whatsapp"
#: Meta's code for 'more than 24 hours since the patient wrote'.
CLOSED = 131047
_STATES = {"sent": SENT, "delivered": DELIVERED, "read": READ, "failed": FAILED}
_PHONE = re.compile(r"\d{6,18}")
_USER_ID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
_MAX_ID = 512


class Unreadable(ValueError):
    """An item that is not what Meta describes."""


@dataclass
class _Found:
    arrivals: list[Arrival] = field(default_factory=list)
    statuses: list[StatusUpdate] = field(default_factory=list)
    moved: list[tuple[Reach, Reach]] = field(default_factory=list)
    ignored: int = 0


def read(body: object, phone_number_id: str) -> Inbound:
    """All items for our number; an item that cannot be read is counted and never stops the others."""
    found = _Found()
    for value in _values(body):
        metadata = value.get("metadata")
        ours = isinstance(metadata, dict) and metadata.get("phone_number_id") == phone_number_id
        messages, statuses = _list(value, "messages"), _list(value, "statuses")
        if not ours:
            found.ignored += len(messages) + len(statuses)
            continue
        contacts = _contacts(value)
        for raw in messages:
            try:
                _message(raw, contacts, found)
            except (Unreadable, KeyError, TypeError, AttributeError):
                found.ignored += 1
        for raw in statuses:
            try:
                found.statuses.append(_status(raw))
            except (Unreadable, KeyError, TypeError, AttributeError):
                found.ignored += 1
    return Inbound(tuple(found.arrivals), tuple(found.statuses), tuple(found.moved), found.ignored)


def _values(body: object) -> Iterator[dict[str, Any]]:
    for entry in _list(body, "entry"):
        for change in _list(entry, "changes"):
            if not isinstance(change, dict) or change.get("field") != "messages":
                continue
            value = change.get("value")
            if isinstance(value, dict):
                yield value


def _message(raw: Any, contacts: dict[str, str], found: _Found) -> None:
    kind = raw.get("type")
    number, user_id = _phone(raw.get("from")), _user_id(raw.get("from_user_id"))
    if number and not user_id:
        user_id = contacts.get(number)
    if not number and not user_id and len(contacts) == 1:
        user_id = next(iter(contacts.values()))
    if kind == "system":
        _system(raw, number, found)
        return
    reaches = ((Reach(PHONE, number),) if number else ()) + (
        (Reach(USER_ID, user_id),) if user_id else ()
    )
    if not reaches:
        raise Unreadable("nobody sent it")
    try:
        known = _content(kind, raw)
    except (Unreadable, KeyError, TypeError, AttributeError, RecursionError):
        # Somebody sent something: an unknown shape still gets a polite answer.
        known = kinds.MEDIA, {"name": kinds.UNKNOWN}
    if known is None:
        return
    own_kind, content = known
    found.arrivals.append(
        Arrival(
            reaches=reaches,
            channel=CHANNEL,
            message_id=_ident(raw.get("id")),
            kind=own_kind,
            content=json.dumps(content, ensure_ascii=False),
            sent_at=_moment(raw.get("timestamp")),
        )
    )


def _content(kind: Any, raw: dict[str, Any]) -> tuple[str, dict[str, str]] | None:
    if kind == "text":
        return kinds.TEXT, {"text": _string(raw["text"].get("body"))}
    if kind == "button":
        # The button of a template: its text says what the patient means.
        return kinds.TEXT, {"text": _string(raw["button"].get("text"))}
    if kind == "interactive":
        interactive = raw["interactive"]
        reply = interactive.get("button_reply") or interactive.get("list_reply")
        return kinds.CHOICE, {
            "id": _string(reply.get("id")),
            "text": _string(reply.get("title")),
        }
    if kind == "edit":
        edited = raw["edit"].get("message")
        return _content(edited.get("type"), edited)
    if kind == "reaction" and not raw["reaction"].get("emoji"):
        # A reaction that was taken back.
        return None
    name = kinds.META.get(kind, kinds.UNKNOWN) if isinstance(kind, str) else kinds.UNKNOWN
    part = raw.get(kind) if isinstance(kind, str) else None
    caption = part.get("caption") if isinstance(part, dict) else None
    return kinds.MEDIA, {"name": name} | ({"text": caption} if isinstance(caption, str) else {})


def _system(raw: dict[str, Any], number: str | None, found: _Found) -> None:
    system = raw["system"]
    new = _phone(system.get("wa_id") or system.get("new_wa_id"))
    if system.get("type") != "user_changed_number" or not number or not new:
        raise Unreadable("another system message")
    found.moved.append((Reach(PHONE, number), Reach(PHONE, new)))


def _status(raw: Any) -> StatusUpdate:
    state = _STATES.get(raw.get("status"))
    if state is None:
        raise Unreadable("another status")
    errors = _list(raw, "errors")
    code = errors[0].get("code") if errors and isinstance(errors[0], dict) else None
    ref = raw.get("biz_opaque_callback_data")
    return StatusUpdate(
        state=state,
        ref=ref if isinstance(ref, str) and re.fullmatch(r"[0-9a-f]{32}", ref) else None,
        provider_id=_ident(raw.get("id")),
        error=f"meta {code}" if isinstance(code, int) else None,
        closed=code == CLOSED,
    )


def _contacts(value: dict[str, Any]) -> dict[str, str]:
    """Business-scoped user ids by phone number; '' for one whose number is not shown."""
    found = {}
    for raw in _list(value, "contacts"):
        if isinstance(raw, dict) and (user_id := _user_id(raw.get("user_id"))):
            found[_phone(raw.get("wa_id")) or ""] = user_id
    return found


def _list(value: object, name: str) -> list[Any]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def _phone(value: object) -> str | None:
    return value if isinstance(value, str) and _PHONE.fullmatch(value) else None


def _user_id(value: object) -> str | None:
    return value if isinstance(value, str) and _USER_ID.fullmatch(value) else None


def _ident(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_ID:
        raise Unreadable("no id")
    return value


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise Unreadable("no text")
    return value


def _moment(value: object) -> datetime:
    try:
        return datetime.fromtimestamp(int(str(value)), timezone.utc)
    except (ValueError, OverflowError, OSError):
        raise Unreadable("no time") from None
