"""What one message leads to: decided without the database, then written in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field

from rugwijzer.store.consent import CHAT
from rugwijzer.store.outbox import SERVICE
from rugwijzer.triage import URGENT

from ..messages import Message
from .formatting import Part, render
from .limits import Limits
from .memory import Memory


@dataclass(frozen=True)
class Known:
    """What is known of a patient when a message is handled.

    `parked` says that an answer waits until the patient writes; `offered` is the memory as it was.
    """

    agreed: bool
    consent: str | None
    resumable: bool
    erasing: bool
    parked: bool
    offered: str | None
    memory: Memory
    limits: Limits


@dataclass(frozen=True)
class Send:
    """One part to send."""

    part: Part
    scope: str
    urgent: bool


@dataclass
class Plan:
    """What to send and what to record."""

    sends: list[Send] = field(default_factory=list)
    numbered: tuple[str, ...] = ()
    consent: str | None = None
    stop: bool = False
    resume: bool = False
    erase: bool = False

    def say(self, message: Message, limits: Limits, scope: str = CHAT) -> None:
        """Add a message in the parts that the channel needs; a STOP holds back no urgent advice."""
        rendered = render(message, limits)
        urgent = message.get("level") in URGENT
        scope = SERVICE if urgent else scope
        self.sends += [Send(part, scope, urgent) for part in rendered.parts]
        if rendered.numbered or rendered.asks_number:
            self.numbered = rendered.numbered
