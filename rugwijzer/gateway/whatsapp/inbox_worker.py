"""Answers what is in the inbox: each patient's messages in order, each once, whatever dies."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rugwijzer.store import Database, consent, inbox, lanes, outbox, patients, subject
from rugwijzer.store.base import new_id, utcnow
from rugwijzer.store.inbox import Entry
from rugwijzer.store.patients import Patient
from rugwijzer.store.trackers import Trackers

from .. import logs
from ..engine import Engine, EngineUnavailable
from .answering import Answering, sender
from .breaker import away
from .limits import Limits
from .loop import Loop
from .memory import Memory
from .plan import Known, Plan

CONCURRENCY = 16
#: The patient hears that the answer comes later when it takes longer than this many seconds.
_DELAY = timedelta(seconds=20)
_SHORTEST, _LONGEST = timedelta(seconds=1), timedelta(seconds=15)
#: After so many tries a message that the healthy engine cannot answer makes way for the next ones.
_TRIES = 5
_UNREADABLE_WAIT = timedelta(minutes=5)


@dataclass(frozen=True)
class Work:
    """A patient's lane with what waits in it."""

    patient_id: str
    holder: str
    entries: tuple[Entry, ...]
    known: Known


class InboxWorker:
    """From the inbox, by way of Answering, to the outbox."""

    def __init__(
        self,
        database: Database,
        answering: Answering,
        engine: Engine,
        trackers: Trackers,
        limits: Mapping[str, Limits],
        text_version: str,
        lease_s: float,
        pool: Executor,
        sent: Callable[[], None],
    ) -> None:
        """Take the parts; `lease_s` is longer than an answer takes, `sent` wakes the outbox."""
        self._database, self._answering, self._engine = database, answering, engine
        self._trackers, self._limits, self._version = trackers, limits, text_version
        self._lease, self._pool, self._sent = timedelta(seconds=lease_s), pool, sent
        self.loop: Loop[Work] = Loop("inbox", self._claim, self._answer, CONCURRENCY)

    async def _claim(self, limit: int) -> list[Work]:
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._take, limit)

    def _take(self, limit: int) -> list[Work]:
        holder, now = new_id(), utcnow()
        with self._database.begin() as session:
            taken = lanes.claim(session, lanes.IN, holder, limit, now, self._lease)
            return [work for p in taken if (work := self._load(session, p, holder))]

    def _load(self, session: Session, patient_id: str, holder: str) -> Work | None:
        """The work of a lane, or None after giving the lane back."""
        due = None
        try:
            entries = inbox.pending(session, patient_id)
            if entries:
                known = self._known(session, patient_id, entries[0].channel)
                return Work(patient_id, holder, tuple(entries), known)
        except Exception as error:
            # Sealed with a key that is missing: the others must not wait for it.
            logs.failure("inbox", error)
            due = utcnow() + _UNREADABLE_WAIT
        lanes.release(session, patient_id, lanes.IN, holder, due)
        return None

    def _known(self, session: Session, patient_id: str, channel: str) -> Known:
        erasing = session.execute(select(Patient.erasing).where(Patient.id == patient_id)).scalar()
        agreed = consent.agreed(session, patient_id, consent.CHAT, self._version)
        return Known(
            agreed=agreed,
            consent=consent.GIVEN if agreed else consent.state(session, patient_id),
            resumable=not agreed and consent.resumable(session, patient_id, self._version),
            erasing=bool(erasing),
            memory=Memory.load(patients.offered(session, patient_id, channel)),
            limits=self._limits[channel],
        )

    async def _answer(self, work: Work) -> None:
        """Answer the lane's messages one after another."""
        loop = asyncio.get_running_loop()
        left: Work | None = work
        while left is not None:
            entry = left.entries[0]
            try:
                plan = await self._answering.plan(entry, left.known)
            except Exception as error:
                if not await self._hopeless(entry, error):
                    await self._postpone(left, counts=not away(error))
                    return
                logs.failure("inbox", error)
                plan = self._answering.failed(left.known)
            if plan.erase:
                await loop.run_in_executor(
                    self._pool, self._trackers.erase, sender(left.patient_id)
                )
            try:
                left = await loop.run_in_executor(self._pool, self._write, left, plan)
            except lanes.LaneLost:
                return
            self._sent()

    async def _hopeless(self, entry: Entry, error: Exception) -> bool:
        """Whether it is this message and not the engine that makes the answer fail."""
        if not isinstance(error, EngineUnavailable):
            logs.failure("answering", error)
        if entry.attempts < _TRIES or away(error):
            return False
        parts = await self._engine.health()
        return all(state == "ok" for state in parts.values())

    def _write(self, work: Work, plan: Plan) -> Work | None:
        """One transaction: the answer into the outbox, the message out of the inbox."""
        entry, now = work.entries[0], utcnow()
        with self._database.begin() as session:
            lanes.keep(session, work.patient_id, lanes.IN, work.holder)
            if plan.erase:
                subject.erase(session, work.patient_id, keep_pending_after=entry.id)
            else:
                self._record(session, work, plan)
            outbox.unpark(session, work.patient_id, entry.channel, now)
            self._put(session, entry, plan, "")
            inbox.finish(session, entry.id, now)
            lanes.extend(session, work.patient_id, lanes.IN, work.holder, now + self._lease)
            return self._load(session, work.patient_id, work.holder)

    def _record(self, session: Session, work: Work, plan: Plan) -> None:
        patient_id, channel, now = work.patient_id, work.entries[0].channel, utcnow()
        if work.known.erasing:
            subject.keep_again(session, patient_id)
        if plan.stop:
            consent.stop(session, patient_id, channel, self._version, now)
        if plan.resume:
            consent.resume(session, patient_id, channel, now)
        if plan.consent and plan.consent != work.known.consent:
            consent.record(
                session, patient_id, consent.CHAT, plan.consent, channel, self._version, now
            )
        if work.known.agreed:
            memory = replace(work.known.memory, numbered=plan.numbered)
            patients.set_offered(session, patient_id, channel, memory.dump())
        elif plan.numbered:
            # The question for agreement on a channel without buttons.
            memory = Memory(numbered=plan.numbered)
            patients.set_offered(session, patient_id, channel, memory.dump())

    def _put(self, session: Session, entry: Entry, plan: Plan, mark: str) -> None:
        for number, send in enumerate(plan.sends):
            outbox.put(
                session,
                entry.patient_id,
                entry.channel,
                f"{entry.key}:{mark}{number}",
                json.dumps(send.part, ensure_ascii=False),
                utcnow(),
                scope=send.scope,
                urgent=send.urgent,
            )

    async def _postpone(self, work: Work, counts: bool) -> None:
        """No answer now: alarms are answered by the rules at once, the rest keeps its turn.

        `counts` says whether this was a try of the message, and not only an engine that is away.
        """
        alarms = [
            (entry, await self._answering.alarm(entry, work.known))
            for entry in work.entries
            if not entry.screened
        ]
        late = utcnow() - work.entries[0].received_at > _DELAY
        delay = self._answering.delay(work.known) if late and work.known.agreed else Plan()
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._pool, self._keep_waiting, work, alarms, delay, counts)
        except lanes.LaneLost:
            return
        self._sent()

    def _keep_waiting(
        self, work: Work, alarms: list[tuple[Entry, Plan]], delay: Plan, counts: bool
    ) -> None:
        head, now = work.entries[0], utcnow()
        with self._database.begin() as session:
            lanes.keep(session, work.patient_id, lanes.IN, work.holder)
            for entry, plan in alarms:
                self._put(session, entry, plan, "alarm-")
                inbox.screened(session, entry.id)
            self._put(session, head, delay, "storing-")
            if counts:
                inbox.failed(session, head.id)
            # What came in meanwhile is looked at without waiting.
            seen = {entry.id for entry in work.entries}
            fresh = any(e.id not in seen for e in inbox.pending(session, work.patient_id))
            # Who waits long already is tried less often.
            wait = min(max((now - head.received_at) / 2, _SHORTEST), _LONGEST)
            due = now if fresh else now + wait
            lanes.release(session, work.patient_id, lanes.IN, work.holder, due)
