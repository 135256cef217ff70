"""Reads what is known of the patients whose messages are handled, of all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from rugwijzer.store import consent, outbox, patients
from rugwijzer.store.database import vault_of

from .limits import Limits
from .memory import Memory
from .plan import Known


@dataclass(frozen=True)
class Facts:
    """Rows of some patients, with what opens them."""

    session: Session
    steps: dict[str, consent.Steps]
    contacts: dict[tuple[str, str], Any]
    erasing: set[str]
    parked: set[str]

    @classmethod
    def of(cls, session: Session, patient_ids: Sequence[str]) -> Facts:
        """Read the rows of these patients."""
        return cls(
            session,
            consent.steps_of(session, patient_ids),
            patients.contacts_of(session, patient_ids),
            patients.erasing_of(session, patient_ids),
            outbox.parked_of(session, patient_ids),
        )

    def known(self, patient_id: str, channel: str, text_version: str, limits: Limits) -> Known:
        """What is known of one of them on a channel; raises Unreadable."""
        steps = self.steps[patient_id]
        contact = self.contacts.get((patient_id, channel))
        sealed = contact.offered if contact is not None else None
        offered = vault_of(self.session).open(sealed) if sealed is not None else None
        agreed = steps.agreed(consent.CHAT, text_version)
        return Known(
            agreed=agreed,
            consent=steps.state(),
            resumable=steps.resumable(text_version),
            erasing=patient_id in self.erasing,
            parked=patient_id in self.parked,
            offered=offered,
            memory=Memory.load(offered),
            limits=limits,
        )
