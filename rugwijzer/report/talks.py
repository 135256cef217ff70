"""Conversations of the tracker store as turns, with only what the report needs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import and_, column, create_engine, inspect, or_, select, table
from sqlalchemy.engine import make_url

from rugwijzer.knowledge.contract import WEB_SURFACES, fields_of

_EVENTS = table(
    "events",
    *(column(c) for c in ("id", "sender_id", "type_name", "timestamp", "data")),
)
#: What an advice or a questionnaire opens and closes with.
_OPENS = ("active_loop", "slot")
_TYPES = ("user", "bot", *_OPENS)
FORM = "triage_form"


@dataclass(frozen=True)
class Said:
    """A message of the assistant: its kind, the topics on its buttons, and what it asks."""

    kind: str
    topics: tuple[str, ...] = ()
    asks: str = ""
    flags: tuple[str, ...] = ()


@dataclass
class Turn:
    """A message of the patient and what followed.

    `chosen` is the topic of a button. `private` says that the words are about the patient: an alarm
    signal, an open advice or the questionnaire; they are never read by the report.
    """

    at: float
    text: str
    chosen: str = ""
    private: bool = False
    said: list[Said] = field(default_factory=list)
    began: bool = False
    ended: bool = False

    @property
    def unanswered(self) -> bool:
        """Whether the assistant said that it does not know."""
        return any(s.kind == "fallback" for s in self.said)


@dataclass
class Talk:
    """One conversation, or the part of it in the period."""

    turns: list[Turn] = field(default_factory=list)
    in_form: bool = False

    @property
    def last(self) -> float:
        """When the patient spoke last (Unix time)."""
        return self.turns[-1].at if self.turns else 0.0


def talks(url: str, since: float, until: float) -> Iterator[Talk]:
    """The conversations with a message in the period (Unix times), one at a time.

    What was opened before the period and is still open counts in it.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").exists():
        return
    engine = create_engine(url, future=True)
    try:
        if not inspect(engine).has_table("events"):
            return
        # Only conversations that belong to nobody. Those of WhatsApp and of the follow-up are a known
        # person's, who agreed to an answer and to nothing else.
        mine = or_(*(_EVENTS.c.sender_id.startswith(f"{s}-") for s in WEB_SURFACES))
        within = and_(_EVENTS.c.timestamp >= since, _EVENTS.c.timestamp < until)
        spoke = select(_EVENTS.c.sender_id).where(mine, within, _EVENTS.c.type_name == "user")
        before = and_(_EVENTS.c.timestamp < since, _EVENTS.c.type_name.in_(_OPENS))
        query = (
            select(_EVENTS.c.sender_id, _EVENTS.c.data)
            .where(_EVENTS.c.sender_id.in_(spoke), _EVENTS.c.type_name.in_(_TYPES))
            .where(or_(within, before))
            .order_by(_EVENTS.c.sender_id, _EVENTS.c.id)
        )
        with engine.connect().execution_options(stream_results=True) as connection:
            rows = connection.execute(query)
            for _, mine_rows in groupby(rows, key=lambda row: row[0]):
                yield read(json.loads(data) for _, data in mine_rows)
    finally:
        engine.dispose()


def read(events: Iterable[dict[str, Any]]) -> Talk:
    """One conversation from Rasa's events, oldest first."""
    talk, advice = Talk(), False
    for event in events:
        kind = event.get("event")
        if kind == "slot" and event.get("name") == "advies_open":
            advice = bool(event.get("value"))
        elif kind == "user":
            talk.turns.append(_turn(event, talk.in_form or advice))
        elif kind == "active_loop":
            now = event.get("name") == FORM
            if talk.turns:
                talk.turns[-1].began |= now and not talk.in_form
                talk.turns[-1].ended |= talk.in_form and not now
            talk.in_form = now
        elif kind == "bot" and talk.turns:
            talk.turns[-1].said.append(_said(event))
    return talk


def _turn(event: dict[str, Any], private: bool) -> Turn:
    parsed = event.get("parse_data") or {}
    text = str(event.get("text") or "")
    flagged = (parsed.get("rode_vlaggen") or {}).get("uitkomst", "none") != "none"
    chosen = ""
    if text.startswith("/"):
        if text.startswith("/kies_onderwerp"):
            named = {e.get("entity"): e.get("value") for e in parsed.get("entities") or ()}
            chosen = str(named.get("onderwerp") or "")
        text = ""
    return Turn(float(event.get("timestamp") or 0), text, chosen, private or flagged)


def _said(event: dict[str, Any]) -> Said:
    data = event.get("data") or {}
    fields = fields_of(event)
    topics = tuple(b["topic"] for b in data.get("buttons") or () if b.get("topic"))
    return Said(
        kind=str(fields.get("kind") or "info"),
        topics=topics,
        asks=str(fields.get("asks") or ""),
        flags=tuple(fields.get("red_flags") or ()),
    )
