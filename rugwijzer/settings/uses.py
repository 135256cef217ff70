"""Which secrets each process uses: it is handed these and no others, and is asked for these alone."""

from __future__ import annotations

from collections.abc import Mapping

#: Everything that opens the database of patients and messages.
_DATABASE = ("database_url", "store_keys", "lookup_key")

#: By the name that `python -m rugwijzer.run` takes: the processes, and two commands of people.
SECRETS_OF: Mapping[str, tuple[str, ...]] = {
    "gateway": (
        "secret",
        "engine_secret",
        *_DATABASE,
        "tracker_url",
        "redis_url",
        "desk_secret",
        "metrics_token",
        "whatsapp_token",
        "whatsapp_app_secret",
        "whatsapp_verify_token",
        "twilio_auth_token",
    ),
    "portal": ("secret", *_DATABASE, "tracker_url", "metrics_token"),
    "actions": _DATABASE,
    # Rasa's own parts read them from the environment.
    "engine": ("engine_secret", "worker_secret", "tracker_url", "redis_url"),
    "worker": (
        "secret",
        "worker_secret",
        *_DATABASE,
        "tracker_url",
        "redis_url",
        "smtp_url",
        "metrics_token",
    ),
    "store": _DATABASE,
    "report": ("tracker_url",),
}


def not_of(process: str) -> frozenset[str]:
    """The secrets that a process does not get; none when it has no name, as one that has all."""
    every = {name for names in SECRETS_OF.values() for name in names}
    return frozenset(every.difference(SECRETS_OF[process] if process else every))
