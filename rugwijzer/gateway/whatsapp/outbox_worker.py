"""Sends what is in the outbox: in order for each patient, each at most once, retried when refused."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta

from rugwijzer.logs import lines as logs
from rugwijzer.store import Database, consent, dispatch, outbox, patients, subject
from rugwijzer.store.base import new_id, utcnow
from rugwijzer.store.consent import CHAT, FOLLOW_UP, STOPPED
from rugwijzer.store.dispatch import Outgoing
from rugwijzer.store.patients import Reach

from . import sending
from .formatting import Part
from .loop import Loop
from .provider import Again, InDoubt, Provider, Refused, SendFailed, WindowClosed
from .texts import Texts

CONCURRENCY = 16
_LONGEST_S = 300.0
#: How much longer a lane is held than a send may take; later than this after the claim none begins.
_MARGIN_S = 4.0
#: What could not be sent within this time is a dead letter.
_TOO_OLD = timedelta(hours=24)


@dataclass(frozen=True)
class Claimed:
    """A message with what decides how it may be sent."""

    message: Outgoing
    holder: str
    reach: Reach | None
    window: bool
    allowed: bool
    begin_before: float


class OutboxWorker:
    """From the outbox to the providers."""

    def __init__(
        self,
        database: Database,
        providers: Mapping[str, Provider],
        texts: Texts,
        public_url: str,
        keep_off: bool,
        in_doubt_s: float,
        pool: Executor,
    ) -> None:
        """Take the parts; `keep_off` keeps questions of the follow-up off WhatsApp."""
        self._database, self._providers, self._texts = database, providers, texts
        self._public_url, self._keep_off, self._pool = public_url.rstrip("/"), keep_off, pool
        self._doubt = timedelta(seconds=in_doubt_s)
        self._lease = timedelta(seconds=sending.TIMEOUT_S + _MARGIN_S)
        self._paused_until = dict.fromkeys(self._providers, 0.0)
        self.loop: Loop[Claimed] = Loop("outbox", self._claim, self._deliver, CONCURRENCY)

    async def _claim(self, limit: int) -> list[Claimed]:
        if all(time.monotonic() < until for until in self._paused_until.values()):
            return []
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._take, limit)

    def _take(self, limit: int) -> list[Claimed]:
        holder, now, begin_before = new_id(), utcnow(), time.monotonic() + _MARGIN_S
        with self._database.begin() as session:
            taken = dispatch.claim(session, holder, limit, now, self._lease, self._doubt)
            if not taken:
                return []
            asked = [message.patient_id for message in taken]
            addresses = patients.reaches_of(session, asked)
            contacts = patients.contacts_of(session, asked)
            steps = consent.steps_of(session, asked)
            return [
                Claimed(
                    message=message,
                    holder=holder,
                    reach=next(iter(addresses[message.patient_id]), None),
                    window=patients.in_window(
                        contacts.get((message.patient_id, message.channel)), now
                    ),
                    allowed=_allowed(steps[message.patient_id], message),
                    begin_before=begin_before,
                )
                for message in taken
            ]

    async def _deliver(self, claimed: Claimed) -> None:
        message = claimed.message
        state, due, provider_id, error = outbox.SENT, None, None, None
        try:
            provider_id = await self._send(claimed)
        except Cancelled:
            state = outbox.CANCELLED
        except WindowClosed as failure:
            state, error = outbox.PARKED, failure.error
        except InDoubt as failure:
            state, error = outbox.SENDING, failure.error
        except Again as failure:
            state, error = outbox.QUEUED, failure.error
            due = self._again_at(message, failure)
        except SendFailed as failure:
            state, error = outbox.FAILED, failure.error
        if error:
            logs.info(
                "send", channel=message.channel, code=error, status=state, attempts=message.attempts
            )
        await asyncio.get_running_loop().run_in_executor(
            self._pool, self._settle, claimed, state, due, provider_id, error
        )

    async def _send(self, claimed: Claimed) -> str:
        provider = self._providers.get(claimed.message.channel)
        if not claimed.allowed:
            raise Cancelled("consent")
        if provider is None or claimed.reach is None:
            raise Refused("no address")
        part = self._part(json.loads(claimed.message.content), claimed.window)
        paused = self._paused_until[provider.name] - time.monotonic()
        if paused > 0:
            raise Again("paused", paused * _spread())
        if time.monotonic() > claimed.begin_before:
            # This process stood still; a send from now on could outlast the lane.
            raise Again("late", 0.0)
        return await provider.send(claimed.reach, part, claimed.message.ref)

    def _part(self, content: Part, window: bool) -> Part:
        """What may be sent now: free text inside the window, only templates outside it."""
        if content["type"] == "template":
            return content
        if content["type"] != "notice":
            if not window:
                raise WindowClosed("window")
            return content
        if not window:
            return {"type": "template", "name": "question", "path": content["path"]}
        asked = content.get("text") if not self._keep_off else ""
        text = asked or self._texts("opvolging")
        return {"type": "text", "text": f"{text}\n\n{self._public_url}/{content['path']}"}

    def _again_at(self, message: Outgoing, failure: Again) -> datetime:
        wait = failure.after
        if wait is None:
            wait = min(_LONGEST_S, 2.0 ** min(message.attempts - 1, 10)) * _spread()
        if failure.everyone:
            until = max(self._paused_until[message.channel], time.monotonic() + wait)
            self._paused_until[message.channel] = until
        return utcnow() + timedelta(seconds=wait)

    def _settle(
        self,
        claimed: Claimed,
        state: str,
        due: datetime | None,
        provider_id: str | None,
        error: str | None,
    ) -> None:
        message, now = claimed.message, utcnow()
        with self._database.begin() as session:
            unsent = state in (outbox.QUEUED, outbox.SENDING)
            if unsent and now - message.created_at > _TOO_OLD:
                state = outbox.FAILED
            if state == outbox.PARKED:
                outbox.ask_to_write(session, message.patient_id, message.channel, now)
            dispatch.settle(
                session,
                message,
                claimed.holder,
                state,
                now,
                self._doubt,
                due_at=due,
                provider_id=provider_id,
                error=error,
            )
            if message.scope == outbox.SERVICE:
                subject.finish_erasure(session, message.patient_id)


class Cancelled(SendFailed):
    """The patient withdrew the consent before it was sent."""


def _spread() -> float:
    """So that not all come back at the same moment."""
    return random.uniform(1.0, 1.5)  # noqa: S311 (no secret)


def _allowed(steps: consent.Steps, message: Outgoing) -> bool:
    if message.scope == FOLLOW_UP:
        return steps.may_send()
    return message.scope != CHAT or steps.state() != STOPPED
