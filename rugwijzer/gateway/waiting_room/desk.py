"""The desk: alarm signals of the waiting room's tablets, until somebody says that they were seen."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from rugwijzer.logs import lines as logs
from rugwijzer.shared import Shared, SharedAway
from rugwijzer.triage import URGENT

from ..broker import Broker
from ..messages import Message

#: The stream of all desk pages; session ids begin with their surface, so none can be this.
STREAM = "balie"
#: More desk pages than a practice has.
PAGES = 20
#: An alert nobody answered is of no use the next day.
KEPT_S = 12 * 3600
MOST = 200
_INDEX = "alerts"
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
    """Open alerts, newest last, for the pages that listen at any gateway.

    An alert that cannot be shared, because Redis is away, stays with this gateway until it can.
    """

    def __init__(
        self,
        shared: Shared,
        broker: Broker,
        name_of: Callable[[str], str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take what the gateways share, the broker, what gives a flag its short Dutch name, a clock."""
        self._shared, self._broker = shared, broker
        self._name_of, self._clock = name_of, clock
        self._unshared: dict[str, Alert] = {}

    async def report(self, sender: str, tablet: str, messages: Iterable[Message]) -> None:
        """Tell the desk about urgent advices that it was not told about in this conversation."""
        for message in messages:
            level, flags = message.get("level"), message.get("red_flags", ())
            if message["kind"] not in ("escalation", "outcome") or level not in URGENT:
                continue
            if await self._is_news(sender, [f"{level}/{flag}" for flag in flags or ("",)]):
                names = tuple(self._name_of(flag) for flag in flags)
                ident = secrets.token_urlsafe(9)
                await self._add(Alert(ident, tablet, self._clock(), level, names, sender))

    async def open(self) -> list[dict[str, Any]]:
        """The alerts nobody has seen yet."""
        found = dict(self._unshared)
        try:
            for ident in await self._shared.marked(_INDEX):
                kept = await self._shared.get(f"alert:{ident}")
                if kept:
                    found[ident] = _alert(kept)
        except SharedAway as error:
            logs.failure("desk", error)
        old = self._clock() - KEPT_S
        alerts = sorted(found.values(), key=lambda alert: alert.at)
        return [alert.public() for alert in alerts if alert.at >= old]

    async def acknowledge(self, ident: str) -> bool:
        """Somebody at the desk saw it: every desk page and the patient hear that; False if unknown.

        Raises SharedAway.
        """
        alert = self._unshared.pop(ident, None)
        if alert is None:
            await self._shared.unmark(_INDEX, ident)
            kept = await self._shared.pop(f"alert:{ident}")
            if kept is None:
                return False
            alert = _alert(kept)
        self._broker.publish(STREAM, {"seen": ident, "at": round(self._clock())})
        self._broker.publish(alert.sender, {"text": SEEN_TEXT, "kind": "info"})
        return True

    async def forget(self, sender: str) -> None:
        """The conversation is over; its alerts stay until they are seen."""
        try:
            await self._shared.pop(f"told:{sender}")
        except SharedAway as error:
            logs.failure("desk", error)

    async def again(self) -> None:
        """Share what could not be shared before; call it now and then."""
        for ident, alert in tuple(self._unshared.items()):
            if not await self._share(alert):
                return
            self._unshared.pop(ident, None)

    async def _is_news(self, sender: str, said: list[str]) -> bool:
        """Whether anything of this was not told before; when that cannot be known, it is."""
        try:
            kept = await self._shared.get(f"told:{sender}")
            told = set(json.loads(kept)) if kept else set()
            if not set(said) - told:
                return False
            await self._shared.put(f"told:{sender}", json.dumps(sorted(told | set(said))), KEPT_S)
        except SharedAway as error:
            logs.failure("desk", error)
        return True

    async def _add(self, alert: Alert) -> None:
        if not await self._share(alert):
            while len(self._unshared) >= MOST:
                del self._unshared[next(iter(self._unshared))]
            self._unshared[alert.id] = alert
        self._broker.publish(STREAM, {"alert": alert.public()})

    async def _share(self, alert: Alert) -> bool:
        try:
            await self._shared.put(f"alert:{alert.id}", json.dumps(asdict(alert)), KEPT_S)
            for ident in await self._shared.mark(_INDEX, alert.id, alert.at, MOST):
                await self._shared.pop(f"alert:{ident}")
        except SharedAway as error:
            logs.failure("desk", error)
            return False
        return True


def _alert(kept: str) -> Alert:
    raw = json.loads(kept)
    return Alert(**(raw | {"flags": tuple(raw["flags"])}))
