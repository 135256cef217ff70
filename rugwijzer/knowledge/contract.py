"""The words of the contract between the assistant and who shows its messages; nothing else may be said.

The gateway refuses other values of the engine, the description of the API lists them, and figures are
counted by them alone.
"""

from __future__ import annotations

from rugwijzer.triage import LEVELS

from .topics import VERDICTS

__all__ = ["ASKS", "KINDS", "LEVELS", "SURFACES", "VERDICTS", "WEB_SURFACES"]

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
