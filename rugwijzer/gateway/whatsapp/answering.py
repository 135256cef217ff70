"""Answers one message of WhatsApp: commands, agreement, what is no text, and turns of the engine."""

from __future__ import annotations

import json
from collections.abc import Callable

from rugwijzer.http.errors import ApiError
from rugwijzer.logs import lines as logs
from rugwijzer.store.consent import ASKED, DECLINED, GIVEN, STOPPED
from rugwijzer.store.inbox import Entry
from rugwijzer.store.outbox import SERVICE
from rugwijzer.store.trackers import sender_of

from .. import guard
from ..engine import Engine
from ..failsafe import Failsafe
from ..guard import ChoiceTurn, TextTurn
from ..messages import Message
from ..turns import content_of
from . import control, kinds
from .formatting import chosen_number
from .plan import Known, Plan
from .texts import Texts

SURFACE = "whatsapp"
#: So much of a longer text is looked through for signals; WhatsApp itself sends no more.
_JUDGED = 4096


class Answering:
    """Decides what a message leads to; writes nothing."""

    def __init__(
        self,
        engine: Engine,
        failsafe: Failsafe,
        texts: Texts,
        export_link: Callable[[str], str | None],
    ) -> None:
        """Take the engine, the rules, the texts, and what makes a patient's link to the own data."""
        self._engine, self._failsafe = engine, failsafe
        self._texts, self._export_link = texts, export_link

    async def plan(self, entry: Entry, known: Known) -> Plan:
        """What this message leads to; raises EngineUnavailable when only the engine can answer."""
        content = json.loads(entry.content)
        text = content.get("text", "")
        command = _command(entry, text)
        if command:
            return self._command(command, entry, known)
        pressed = content.get("id") or chosen_number(text, known.memory.numbered)
        if pressed in (control.AGREE, control.REFUSE):
            return self._decided(pressed == control.AGREE, known)
        if not known.agreed:
            return await self._before_agreement(text, known)
        plan = Plan()
        if entry.kind == kinds.MEDIA:
            plan.say(self._info(content["name"]), known.limits)
            if not text.strip():
                return plan
        await self._turn(plan, entry, known, text, pressed)
        return plan

    def is_command(self, entry: Entry) -> bool:
        """Whether a message is one of the words that work at any moment."""
        return _command(entry, json.loads(entry.content).get("text", "")) is not None

    async def alarm(self, entry: Entry, known: Known) -> Plan:
        """What the rules alone say about a message, while the engine gives no answer; often nothing."""
        content = json.loads(entry.content)
        text, pending = content.get("text", ""), known.memory.conversation.pending
        pressed = content.get("id") or chosen_number(text, known.memory.numbered)
        offered = known.memory.conversation.find(pressed or "")
        if offered:
            text, pending = offered.choice.title, offered.flags or pending
        plan = Plan()
        found = await self._judge(text, pending)
        if found:
            plan.say(found, known.limits, SERVICE)
        return plan

    def delay(self, known: Known) -> Plan:
        """The word that the answer comes later, with whom to call."""
        plan = Plan()
        plan.say(self._info("storing", bel=self._failsafe.call()), known.limits)
        return plan

    def failed(self, known: Known) -> Plan:
        """The word that this one message cannot be answered, with whom to call."""
        plan = Plan()
        plan.say(self._info("mislukt", bel=self._failsafe.call()), known.limits)
        return plan

    def _command(self, command: str, entry: Entry, known: Known) -> Plan:
        plan = Plan()
        if command == control.STOP:
            plan.stop = True
            plan.say(self._info("stop"), known.limits, SERVICE)
        elif command == control.ERASE:
            plan.erase = True
            plan.say(self._info("gewist"), known.limits, SERVICE)
        elif command == control.EXPORT:
            link = self._export_link(entry.patient_id)
            ready = self._info("gegevens", koppeling=link) if link else None
            plan.say(ready or self._info("gegevens_zonder_pagina"), known.limits, SERVICE)
        elif known.agreed:
            plan.say(self._info("start_al_aan"), known.limits, SERVICE)
        elif known.resumable:
            plan.resume = True
            plan.say(self._info("start"), known.limits, SERVICE)
        else:
            self._ask(plan, known)
        return plan

    async def _before_agreement(self, text: str, known: Known) -> Plan:
        """Safety first, then the question; nothing of the text is kept."""
        plan = Plan()
        alarm = await self._judge(text, ())
        if alarm:
            plan.say(alarm, known.limits, SERVICE)
        elif known.consent == ASKED:
            answer = control.agreement(text)
            if answer is not None:
                return self._decided(answer, known)
        if known.consent == STOPPED:
            plan.say(self._info("na_stop"), known.limits, SERVICE)
        elif known.consent == DECLINED:
            # A no is not asked again; it says how to begin after all.
            plan.say(self._info("geweigerd"), known.limits, SERVICE)
        else:
            self._ask(plan, known)
        return plan

    def _ask(self, plan: Plan, known: Known) -> None:
        plan.consent = ASKED
        choices = [
            {"id": control.AGREE, "title": self._texts("toestemming_ja")},
            {"id": control.REFUSE, "title": self._texts("toestemming_nee")},
        ]
        question = self._info("toestemming") | {"choices": choices}
        plan.say(question, known.limits, SERVICE)

    def _decided(self, agreed: bool, known: Known) -> Plan:
        plan = Plan(consent=GIVEN if agreed else DECLINED)
        name = "dank_voor_ja" if agreed else "geweigerd"
        plan.say(self._info(name), known.limits, SERVICE)
        return plan

    async def _turn(
        self, plan: Plan, entry: Entry, known: Known, text: str, pressed: str | None
    ) -> None:
        conversation = known.memory.conversation
        try:
            turn = ChoiceTurn(pressed) if pressed else TextTurn(guard.clean_text(text))
            _, content, _ = content_of(conversation, turn)
        except ApiError as error:
            await self._refused(plan, known, text, error)
            return
        replies = await self._engine.send(
            sender_of(entry.patient_id), SURFACE, content | {"message_id": entry.key}
        )
        for message in conversation.offer(replies):
            plan.say(message, known.limits)

    async def _refused(self, plan: Plan, known: Known, text: str, error: ApiError) -> None:
        """Too long, empty, or a button of long ago; a signal in it still comes first."""
        if error.code == "choice_unknown":
            expired = f"{self._texts('knop_verlopen')}\n\n{self._failsafe.call()}"
            plan.say({"text": expired, "kind": "info"}, known.limits)
            return
        alarm = await self._judge(text, known.memory.conversation.pending)
        if alarm:
            plan.say(alarm, known.limits, SERVICE)
        empty = error.code == "text_empty"
        refusal = self._texts("onbekend") if empty else error.message
        plan.say({"text": refusal, "kind": "info"}, known.limits)

    async def _judge(self, text: str, pending: tuple[str, ...]) -> Message | None:
        """The escalation for a text; when the rules themselves fail, the line to call."""
        if not text.strip():
            return None
        try:
            found = await self._failsafe.judge(text[:_JUDGED], SURFACE, pending)
        except Exception as error:
            logs.failure("failsafe", error)
            return {"text": self._failsafe.call(), "kind": "info"}
        return found.message if found else None

    def _info(self, name: str, **values: str) -> Message:
        return {"text": self._texts(name, **values), "kind": "info"}


def _command(entry: Entry, text: str) -> str | None:
    return control.command(text) if entry.kind == kinds.TEXT else None
