"""The desk: alarm signals of the waiting room's tablets, until somebody says that they were seen."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from .broker import Broker
from .messages import Message

#: The stream of all desk pages; session ids begin with their surface, so none can be this.
STREAM = "balie"
#: More desk pages than a practice has.
PAGES = 20
#: An alert nobody answered is of no use the next day.
KEPT_S = 12 * 3600
MOST = 200
URGENT = ("spoed", "bel_112")
SEEN_TEXT = (
    "De balie heeft uw melding gezien. Blijf bij de balie. Wordt het erger, zeg dat dan meteen."
)


@dataclass(frozen=True)
class Alert:
    """What the desk gets to know: which tablet, when (seconds since 1970), how urgent, about what."""

    id: str
    tablet: str
    at: float
    level: str
    flags: tuple[str, ...]
    sender: str = field(repr=False)

    def public(self) -> dict[str, Any]:
        """The alert without the conversation it belongs to."""
        return {
            "id": self.id,
            "tablet": self.tablet,
            "at": round(self.at),
            "level": self.level,
            "flags": list(self.flags),
        }


class Desk:
    """Open alerts in memory, newest last, and the pages that listen."""

    def __init__(
        self,
        broker: Broker,
        name_of: Callable[[str], str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take the broker, what gives a flag its Dutch name, and a clock in seconds since 1970."""
        self._broker, self._name_of, self._clock = broker, name_of, clock
        self._open: dict[str, Alert] = {}
        self._told: dict[str, set[tuple[str, str]]] = {}

    def report(self, sender: str, tablet: str, messages: Iterable[Message]) -> None:
        """Tell the desk about urgent advices that it was not told about in this conversation."""
        for message in messages:
            level, flags = message.get("level"), message.get("red_flags", ())
            if message["kind"] not in ("escalation", "outcome") or level not in URGENT:
                continue
            told = self._told.setdefault(sender, set())
            news = {(level, flag) for flag in flags or ("",)} - told
            if news:
                told |= news
                names = tuple(self._name_of(flag) for flag in flags)
                ident = secrets.token_urlsafe(9)
                self._add(Alert(ident, tablet, self._clock(), level, names, sender))

    def open(self) -> list[dict[str, Any]]:
        """The alerts nobody has seen yet."""
        self._purge()
        return [alert.public() for alert in self._open.values()]

    def acknowledge(self, ident: str) -> bool:
        """Somebody at the desk saw it: every desk page and the patient hear that; False if unknown."""
        alert = self._open.pop(ident, None)
        if alert is None:
            return False
        self._broker.publish(STREAM, {"seen": ident, "at": round(self._clock())})
        self._broker.publish(alert.sender, {"text": SEEN_TEXT, "kind": "info"})
        return True

    def forget(self, sender: str) -> None:
        """The conversation is over; its alerts stay until they are seen."""
        self._told.pop(sender, None)

    def _add(self, alert: Alert) -> None:
        self._purge()
        while len(self._open) >= MOST:
            del self._open[next(iter(self._open))]
        self._open[alert.id] = alert
        self._broker.publish(STREAM, {"alert": alert.public()})

    def _purge(self) -> None:
        old = self._clock() - KEPT_S
        for ident in [i for i, alert in self._open.items() if alert.at < old]:
            del self._open[ident]
