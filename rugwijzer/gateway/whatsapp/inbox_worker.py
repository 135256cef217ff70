"""Answers what is in the inbox: each patient's messages in order, each once, whatever dies."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.orm import Session

from rugwijzer.logs import lines as logs
from rugwijzer.store import Database, consent, inbox, lanes, outbox, patients, subject
from rugwijzer.store.base import new_id, utcnow
from rugwijzer.store.inbox import Entry
from rugwijzer.store.trackers import sender_of

from ..engine import Engine, EngineUnavailable
from ..erasing import Erasing
from .answering import Answering
from .breaker import away
from .facts import Facts
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
        erasing: Erasing,
        limits: Mapping[str, Limits],
        text_version: str,
        lease_s: float,
        pool: Executor,
        sent: Callable[[], None],
    ) -> None:
        """Take the parts; `lease_s` is longer than an answer takes, `sent` wakes the outbox."""
        self._database, self._answering, self._engine = database, answering, engine
        self._erasing, self._limits, self._version = erasing, limits, text_version
        self._lease, self._pool, self._sent = timedelta(seconds=lease_s), pool, sent
        self.loop: Loop[Work] = Loop("inbox", self._claim, self._answer, CONCURRENCY)

    async def _claim(self, limit: int) -> list[Work]:
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._take, limit)

    def _take(self, limit: int) -> list[Work]:
        holder, now = new_id(), utcnow()
        with self._database.begin() as session:
            taken = lanes.claim(session, lanes.IN, holder, limit, now, self._lease)
            return self._load(session, taken, holder) if taken else []

    def _load(self, session: Session, patient_ids: Sequence[str], holder: str) -> list[Work]:
        """The work of lanes that are held; those with nothing to do are given back."""
        rows = inbox.waiting(session, patient_ids)
        busy = [patient_id for patient_id in patient_ids if rows[patient_id]]
        facts = Facts.of(session, busy) if busy else None
        found = []
        for patient_id in patient_ids:
            due = None
            try:
                entries = tuple(inbox.opened(session, row) for row in rows[patient_id])
                if entries and facts:
                    channel = entries[0].channel
                    limits = self._limits[channel]
                    known = facts.known(patient_id, channel, self._version, limits)
                    found.append(Work(patient_id, holder, entries, known))
                    continue
            except Exception as error:
                # Sealed with a key that is missing: the others must not wait for it.
                logs.failure("inbox", error)
                due = utcnow() + _UNREADABLE_WAIT
            lanes.release(session, patient_id, lanes.IN, holder, due)
        return found

    async def _answer(self, work: Work) -> None:
        """Answer the lane's messages one after another."""
        loop = asyncio.get_running_loop()
        left: Work | None = work
        while left is not None:
            entry = left.entries[0]
            try:
                plan = await self._answering.plan(entry, left.known)
            except Exception as error:
                if ahead := self._command_first(left):
                    left = ahead
                    continue
                if not await self._hopeless(entry, error):
                    await self._postpone(left, counts=not away(error))
                    return
                logs.failure("inbox", error)
                plan = self._answering.failed(left.known)
            if plan.erase:
                await self._erasing.erase(sender_of(left.patient_id))
            try:
                left = await loop.run_in_executor(self._pool, self._write, left, plan)
            except lanes.LaneLost:
                return
            self._sent()

    def _command_first(self, work: Work) -> Work | None:
        """STOP and the like do not wait behind a message that only the engine can answer."""
        found = next(
            (entry for entry in work.entries[1:] if self._answering.is_command(entry)), None
        )
        if found is None:
            return None
        others = tuple(entry for entry in work.entries if entry is not found)
        return replace(work, entries=(found, *others))

    async def _hopeless(self, entry: Entry, error: Exception) -> bool:
        """Whether it is this message and not the engine that makes the answer fail."""
        ours = not isinstance(error, EngineUnavailable)
        if ours:
            logs.failure("answering", error)
        if entry.attempts < _TRIES or away(error):
            return False
        if ours:
            return True
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
            if work.known.parked:
                outbox.unpark(session, work.patient_id, entry.channel, now)
            self._put(session, entry, plan, "")
            inbox.finish(session, entry.id, now)
            left = self._load(session, [work.patient_id], work.holder)
            if left:
                lanes.extend(session, work.patient_id, lanes.IN, work.holder, now + self._lease)
            return left[0] if left else None

    def _record(self, session: Session, work: Work, plan: Plan) -> None:
        patient_id, channel, now = work.patient_id, work.entries[0].channel, utcnow()
        if work.known.erasing:
            subject.keep_again(session, patient_id)
        if plan.stop:
            consent.stop(session, patient_id, channel, self._version, now)
        if plan.resume:
            consent.resume(session, patient_id, channel, now)
        # A yes to a new text is news, though the last step was a yes to the old one.
        again = plan.consent == consent.GIVEN and not work.known.agreed
        if plan.consent and (again or plan.consent != work.known.consent):
            consent.record(
                session, patient_id, consent.CHAT, plan.consent, channel, self._version, now
            )
        # Before the agreement nothing is remembered but the numbers under the question for it.
        before = work.known.memory if work.known.agreed else Memory()
        memory = replace(before, numbered=plan.numbered)
        if memory.worth_keeping(work.known.offered):
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
