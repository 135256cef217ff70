"""The life of a check-in: which state may follow which, and what the clock asks for next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

PLANNED, DUE, SENT, DELIVERED = "planned", "due", "sent", "delivered"
ANSWERED, MISSED, CANCELLED = "answered", "missed", "cancelled"
STATES = (PLANNED, DUE, SENT, DELIVERED, ANSWERED, MISSED, CANCELLED)

#: A late answer still counts (missed to answered): what a patient tells must never be refused.
FOLLOWING: dict[str, frozenset[str]] = {
    PLANNED: frozenset({DUE, CANCELLED}),
    DUE: frozenset({SENT, MISSED, CANCELLED}),
    SENT: frozenset({DELIVERED, ANSWERED, MISSED, CANCELLED}),
    DELIVERED: frozenset({ANSWERED, MISSED, CANCELLED}),
    MISSED: frozenset({ANSWERED}),
    ANSWERED: frozenset(),
    CANCELLED: frozenset(),
}
#: States in which a message may still have to go out or come back.
OPEN = frozenset({PLANNED, DUE, SENT, DELIVERED})
#: States in which the patient may answer.
ANSWERABLE = frozenset({SENT, DELIVERED, MISSED})

NAMES = {
    PLANNED: "gepland",
    DUE: "aan de beurt",
    SENT: "verstuurd",
    DELIVERED: "aangekomen",
    ANSWERED: "beantwoord",
    MISSED: "gemist",
    CANCELLED: "vervallen",
}


class WrongStep(ValueError):
    """A change of state that is not possible, or not any more."""


@dataclass(frozen=True)
class Facts:
    """What the clock needs to know of one check-in. Moments have a time zone."""

    state: str
    due_at: datetime
    sent_at: datetime | None = None
    reminded_at: datetime | None = None


def predecessors(to: str) -> tuple[str, ...]:
    """The states from which `to` may be reached: the condition of an update in the database."""
    return tuple(state for state in STATES if to in FOLLOWING[state])


def wanted(
    facts: Facts, now: datetime, reminder_after: timedelta, missed_after: timedelta
) -> str | None:
    """What should happen now: 'send', 'remind', 'miss' or None.

    A check-in that could not be sent (a worker that was down, a patient on pause) is not sent any
    more once it would have been missed: a question about last week confuses.
    """
    if facts.state in (PLANNED, DUE):
        if now < facts.due_at:
            return None
        return "miss" if now - facts.due_at >= missed_after else "send"
    if facts.state in (SENT, DELIVERED) and facts.sent_at is not None:
        waited = now - facts.sent_at
        if waited >= missed_after:
            return "miss"
        if waited >= reminder_after and facts.reminded_at is None:
            return "remind"
    return None
