"""Ten thousand invented patients whose check-in falls due at the same moment."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timezone
from typing import Any

from sqlalchemy import insert

from rugwijzer.followup import states
from rugwijzer.store import Database, consent
from rugwijzer.store.accounts import Account
from rugwijzer.store.base import new_id
from rugwijzer.store.checkins import CheckIn
from rugwijzer.store.courses import Course
from rugwijzer.store.patients import Address, Patient

#: Wednesday 7 January 2026, ten o'clock on the Dutch clock: day 2 of who began on Monday.
DUE = datetime(2026, 1, 7, 9, 0, tzinfo=timezone.utc)


def enrol_many(database: Database, count: int) -> None:
    """So many active courses with one check-in that is due now."""
    account, now = new_id(), DUE
    rows: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    seal, lookup = database.vault.seal, database.vault.lookup
    alias = seal("Patiënt")
    for number in range(count):
        patient, course, address = new_id(), new_id(), f"p{number}@example.nl"
        rows[Patient].append({"id": patient, "created_at": now, "erasing": False})
        rows[Address].append(
            {
                "patient_id": patient,
                "kind": "email",
                "lookup": lookup("email", address),
                "sealed": seal(address),
            }
        )
        rows[consent.Consent].append(
            {
                "patient_id": patient,
                "scope": consent.FOLLOW_UP,
                "state": consent.GIVEN,
                "channel": "pagina",
                "text_version": "1",
                "at": now,
            }
        )
        rows[Course].append(
            {
                "id": course,
                "patient_id": patient,
                "account_id": account,
                "alias": alias,
                "plan_id": "standaard",
                "channel": "email",
                "state": "active",
                "started_on": date(2026, 1, 5),
                "link_version": 1,
                "created_at": now,
            }
        )
        rows[CheckIn].append(
            {
                "id": new_id(),
                "patient_id": patient,
                "course_id": course,
                "moment": "dag_2",
                "state": states.PLANNED,
                "due_at": DUE,
                "next_at": DUE,
                "declined": False,
            }
        )
    with database.begin() as session:
        session.add(
            Account(
                id=account,
                lookup="-",
                email=seal("f@example.nl"),
                name=seal("F"),
                role="fysio",
                password_hash="-",
                created_at=now,
            )
        )
        session.flush()
        for table in (Patient, Address, consent.Consent, Course, CheckIn):
            session.execute(insert(table), rows[table])
