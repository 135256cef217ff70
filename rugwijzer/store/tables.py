"""Every table, so that migrations and erasure see all of them. A new table is named here."""

from __future__ import annotations

from . import consent, inbox, lanes, outbox, patients
from .base import Base

metadata = Base.metadata

__all__ = ["consent", "inbox", "lanes", "metadata", "outbox", "patients"]
