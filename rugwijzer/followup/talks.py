"""Beginning a check-in as a conversation in the patient's own channel, when its window is open.

Rasa is asked through its own channel, under a message id that belongs to the check-in: asked again
after a crash, it repeats the answer that it gave. The messages go into the outbox under keys that
exist once.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import select

from rugwijzer.store import Database, consent, outbox, patients
from rugwijzer.store.checkins import CheckIn
from rugwijzer.store.courses import Course
from rugwijzer.store.trackers import sender_of

from . import states
from .dispatch import INVITATION, Sender, queue_notice

BATCH = 20
LEASE = timedelta(minutes=5)
#: An assistant that is away this long: then the patient gets the link instead.
PATIENCE = timedelta(hours=1)
_TIMEOUT_S = 20.0
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Assistant:
    """Rasa's check-in address, which only the worker's secret opens.

    Any of the engines can begin a check-in.
    """

    urls: Sequence[str]
    secret: str
    transport: httpx.BaseTransport | None = None

    def begin(self, patient_id: str, checkin_id: str) -> list[dict[str, Any]]:
        """The first messages; empty when it could not begin now. Raises httpx.HTTPError."""
        body = {"sender": sender_of(patient_id), "surface": "whatsapp", "checkin": checkin_id}
        headers = {"Authorization": f"Bearer {self.secret}"}
        urls = list(self.urls)
        with httpx.Client(transport=self.transport, timeout=_TIMEOUT_S, trust_env=False) as client:
            while True:
                try:
                    reply = client.post(
                        f"{urls.pop(0).rstrip('/')}/webhooks/rugwijzer/checkin",
                        json=body,
                        headers=headers,
                    )
                    break
                except httpx.ConnectError:
                    if not urls:
                        raise
            reply.raise_for_status()
            return list(reply.json()["messages"])


def begin(database: Database, assistant: Assistant, sender: Sender, now: datetime) -> int:
    """Begin the conversations that wait; returns how many were tried. No lock is held meanwhile."""
    with database.begin() as session:
        rows = (
            session.execute(
                select(CheckIn)
                .where(CheckIn.talk_at <= now, CheckIn.state.in_((states.SENT, states.DELIVERED)))
                .order_by(CheckIn.talk_at)
                .limit(BATCH)
                .with_for_update(skip_locked=True)
            )
            .scalars()
            .all()
        )
        for row in rows:
            row.talk_at = now + LEASE
        waiting = [(str(r.id), str(r.patient_id)) for r in rows]
    for checkin_id, patient_id in waiting:
        try:
            messages = assistant.begin(patient_id, checkin_id)
        except (httpx.HTTPError, ValueError, KeyError) as error:
            _LOG.warning("the assistant did not begin a check-in", exc_info=error)
            messages = None
        _send(database, sender, checkin_id, messages, now)
    return len(waiting)


def _send(
    database: Database,
    sender: Sender,
    checkin_id: str,
    messages: Sequence[dict[str, Any]] | None,
    now: datetime,
) -> None:
    """Queue what was said; the link when nothing was, or when nobody answers for too long."""
    with database.begin() as session:
        row = session.get(CheckIn, checkin_id, with_for_update=True)
        if row is None or row.state not in states.ANSWERABLE:
            return
        if messages is None and now - row.sent_at < PATIENCE:
            return
        row.talk_at = None
        if not consent.may_send(session, row.patient_id):
            return
        course = session.get(Course, row.course_id)
        if not messages and course is not None:
            queue_notice(session, row, course, sender, now, INVITATION)
        if messages:
            patients.end_numbers(session, row.patient_id, sender.whatsapp)
        for number, message in enumerate(messages or ()):
            outbox.put(
                session,
                row.patient_id,
                sender.whatsapp,
                f"checkin:{row.id}:gesprek:{number}",
                _part(message),
                now,
                scope=consent.FOLLOW_UP,
            )


def _part(message: dict[str, Any]) -> str:
    """One message as the outbox keeps it; the choices stand behind the text, any words will do."""
    titles = [str(choice["title"]) for choice in message.get("choices") or []]
    text = str(message["text"])
    if 0 < len(titles) <= 4:
        text += f"\n\nU kunt antwoorden: {', '.join(titles)}."
    return json.dumps({"type": "text", "text": text}, ensure_ascii=False)
