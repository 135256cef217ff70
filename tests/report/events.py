"""A tracker store as Rasa writes it, filled with invented conversations."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

#: Wednesday 18 November 2026, noon in the Netherlands.
WEDNESDAY = 1795345200.0
#: As Rasa 3.6 makes it.
_TABLE = """CREATE TABLE IF NOT EXISTS events (id INTEGER NOT NULL, sender_id VARCHAR(255) NOT NULL,
type_name VARCHAR(255) NOT NULL, timestamp FLOAT, intent_name VARCHAR(255),
action_name VARCHAR(255), data TEXT, PRIMARY KEY (id))"""


def user(words: str, outcome: str = "none", **entities: str) -> dict[str, Any]:
    found = [{"entity": k, "value": v} for k, v in entities.items()]
    return {
        "event": "user",
        "text": words,
        "parse_data": {"rode_vlaggen": {"uitkomst": outcome}, "entities": found},
    }


def chooses(topic: str) -> dict[str, Any]:
    return user(f'/kies_onderwerp{{"onderwerp": "{topic}"}}', onderwerp=topic)


def bot(kind: str, *topics: str, **fields: Any) -> dict[str, Any]:
    buttons = [{"title": t, "payload": f"/kies_onderwerp{t}", "topic": t} for t in topics]
    data = {"buttons": buttons or None, "custom": {"kind": kind, **fields}}
    return {"event": "bot", "text": "-", "data": data}


def form(name: str | None) -> dict[str, Any]:
    return {"event": "active_loop", "name": name}


def slot(name: str, value: Any) -> dict[str, Any]:
    return {"event": "slot", "name": name, "value": value}


def write(path: Path, sender: str, *events: dict[str, Any], at: float = WEDNESDAY) -> str:
    """Add a conversation; returns the address of the store."""
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA synchronous = OFF")
        file.execute(_TABLE)
        for number, event in enumerate(events):
            stamped = {**event, "timestamp": at + number}
            row = (sender, event["event"], at + number, json.dumps(stamped))
            file.execute(
                "INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (?, ?, ?, ?)",
                row,
            )
    file.close()
    return f"sqlite:///{path}"


def copy(store: Path, url: str) -> None:
    """The same events in another database."""
    with sqlite3.connect(store) as file:
        rows = file.execute(
            "SELECT id, sender_id, type_name, timestamp, data FROM events"
        ).fetchall()
    file.close()
    engine = create_engine(url, future=True)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS events"))
        connection.execute(text(_TABLE))
        insert = text(
            "INSERT INTO events (id, sender_id, type_name, timestamp, data) VALUES (:a, :b, :c, :d, :e)"
        )
        connection.execute(insert, [dict(zip("abcde", row)) for row in rows])
    engine.dispose()
