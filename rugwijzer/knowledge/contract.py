"""The words of the contract between the assistant and who shows its messages; nothing else may be said.

The gateway refuses other values of the engine, the description of the API lists them, and figures are
counted by them alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rugwijzer.triage import LEVELS

from .topics import VERDICTS

__all__ = ["ASKS", "KINDS", "LEVELS", "SURFACES", "VERDICTS", "WEB_SURFACES", "fields_of"]

#: What a message is.
KINDS = (
    *("answer", "question", "escalation", "outcome"),
    *("fallback", "smalltalk", "checkin", "info"),
)
#: What a question asks.
ASKS = ("red_flags", "age", "duration_days", "pain_score", "temperature", "confirm")
#: Where a patient talks: a session of the web API is begun for the first two.
WEB_SURFACES = ("website", "tablet")
SURFACES = (*WEB_SURFACES, "whatsapp", "followup")


def fields_of(event: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a message (`kind` and others) in Rasa's event; empty when it has none.

    What an action says has them in its data; Rasa keeps those of a response of the domain in the
    metadata within the metadata of the event.
    """
    spoken = (event.get("data") or {}).get("custom")
    return spoken or (event.get("metadata") or {}).get("metadata") or {}
