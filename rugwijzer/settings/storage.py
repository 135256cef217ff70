"""Settings of what is kept, where, under which keys and for how long."""

from __future__ import annotations

from dataclasses import dataclass

from .reading import Topic, hidden, setting


@dataclass(frozen=True)
class Storage(Topic):
    """The databases, their keys, and what processes on several machines share."""

    database_url: str = hidden(
        "database van patiënten en berichten (SQLAlchemy)", "sqlite:///var/rugwijzer.sqlite"
    )
    tracker_url: str = hidden(
        "de tracker store van endpoints.yml, om te wissen", "sqlite:///var/gesprekken.sqlite"
    )
    store_keys: tuple[str, ...] = hidden("Fernet-sleutels, de nieuwste voorop", ())
    lookup_key: str = hidden("sleutel om adressen terug te vinden; wisselt nooit", "")
    redis_url: str = hidden(
        "wat gateways, Rasa en werkers delen, redis://; leeg is één machine, zonder Redis"
    )
    conversation_keep_days: int = setting(
        30, "dagen stilte waarna een gesprek gewist wordt; ten minste 1, langer dan een sessie"
    )
