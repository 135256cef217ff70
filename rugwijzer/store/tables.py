"""Every table, so that migrations and erasure see all of them. A new table is named here."""

from __future__ import annotations

from . import accounts, checkins, consent, courses, inbox, lanes, mails, outbox, patients
from .base import Base

metadata = Base.metadata

__all__ = [
    "accounts",
    "checkins",
    "consent",
    "courses",
    "inbox",
    "lanes",
    "mails",
    "metadata",
    "outbox",
    "patients",
]
