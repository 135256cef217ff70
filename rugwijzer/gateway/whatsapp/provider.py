"""What the shared core asks of a provider of WhatsApp, and how a send can end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from rugwijzer.http.errors import ApiError
from rugwijzer.store.inbox import Arrival
from rugwijzer.store.patients import Reach

from .formatting import Part
from .limits import Limits


@dataclass(frozen=True)
class StatusUpdate:
    """A provider's word on a message that was sent; `closed` means outside the 24-hour window."""

    state: str
    ref: str | None = None
    provider_id: str | None = field(default=None, repr=False)
    error: str | None = None
    closed: bool = False


@dataclass(frozen=True)
class Inbound:
    """All that one request brought; `ignored` counts what was not for us or not readable."""

    arrivals: tuple[Arrival, ...] = ()
    statuses: tuple[StatusUpdate, ...] = ()
    moved: tuple[tuple[Reach, Reach], ...] = ()
    ignored: int = 0


class SendFailed(Exception):
    """A send that did not succeed; `error` is a short code for the log, never a text of others."""

    def __init__(self, error: str) -> None:
        """Take the code."""
        super().__init__(error)
        self.error = error


class Again(SendFailed):
    """Not accepted: try later, after `after` seconds when the provider said so.

    `everyone` means that the whole account must wait, not only this patient.
    """

    def __init__(self, error: str, after: float | None = None, everyone: bool = False) -> None:
        """Take the code, the wait in seconds, and whom it concerns."""
        super().__init__(error)
        self.after, self.everyone = after, everyone


class InDoubt(SendFailed):
    """Nobody knows whether it was accepted: a timeout, a connection that broke."""


class WindowClosed(SendFailed):
    """The provider says that the 24 hours are over."""


class Refused(SendFailed):
    """It will never be accepted."""


class Provider(Protocol):
    """A thin adapter: reads requests of one provider and sends parts to it."""

    @property
    def name(self) -> str:
        """The channel's name in the store: 'whatsapp' or 'whatsapp_twilio'."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The addresses at which its deliveries arrive."""

    @property
    def limits(self) -> Limits:
        """What fits into a message."""

    async def read(self, request: Request, raw: bytes) -> Inbound:
        """The contents of a delivery; raises ApiError 400 or 403."""

    def thanks(self) -> Response:
        """What the provider wants to hear when a delivery is kept."""

    async def send(self, reach: Reach, part: Part, ref: str) -> str:
        """Send one part and return the provider's id; raises SendFailed.

        Besides the parts of `formatting` there are {"type": "notice", "text": ..., "path": ...} for
        inside the window, and {"type": "template", "name": "question" | "reopen", "path": ...}.
        """

    async def aclose(self) -> None:
        """Close the connections."""


def forbidden() -> ApiError:
    """Not signed by whom it claims to be from."""
    return ApiError(403, "forbidden", "Dit adres is alleen voor WhatsApp.")
