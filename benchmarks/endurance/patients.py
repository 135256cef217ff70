"""What patients do, for as long as the run lasts; what they must get is checked at every turn."""

from __future__ import annotations

import asyncio
import itertools
import random
import re
import time
from typing import Any

import aiohttp

from tests import fake_whatsapp as meta

from .log import Log
from .world import World

QUESTIONS = (
    *("helpt een dure matras?", "mag ik sporten met rugpijn", "moet er een foto gemaakt worden"),
    *("hoe lang duurt lage rugpijn", "is ibuprofen goed tegen rugpijn", "wat is een hernia"),
    *("helpt een korset", "moet ik in bed blijven", "werkt acupunctuur tegen rugpijn"),
    *("wat kan ik zelf doen", "mag ik tillen op mijn werk", "en warmte, helpt dat?"),
    *("waarom?", "bedankt", "wat is de hoofdstad van Peru", "gaat het over als ik zwanger ben"),
)
ALARMS = (
    "sinds gisteren kan ik niet meer plassen",
    "ik heb een doof gevoel tussen mijn benen en kan mijn plas niet ophouden",
    "mijn been is verlamd en ik val steeds",
)
_REPLIES = {"age": "45", "duration_days": "10 dagen", "pain_score": "4", "temperature": "37"}
#: A questionnaire that is not over after so many turns goes round in circles.
_LONGEST = 25
_FIELD = re.compile(r'name="(csrf|checkin)" value="([^"]+)"')
_IDENTS = itertools.count()


class Patient:
    """One person after another on one surface, with time to think between turns."""

    def __init__(self, world: World, log: Log, http: aiohttp.ClientSession, think_s: float) -> None:
        """Take the world, where to write, a client, and the mean of the time to think."""
        self.world, self.log, self.http, self.think_s = world, log, http, think_s

    async def talk(self, surface: str) -> None:
        """A conversation: questions, or a questionnaire, or an alarm signal."""
        headers = await self._session(surface)
        what = random.choices((self._ask, self._questionnaire, self._alarm), (6, 3, 1))[0]
        await what(headers)
        if surface == "tablet":
            await self._wipe(headers)

    async def _session(self, surface: str) -> dict[str, str]:
        async with self.http.post("/api/v1/sessions", json={"surface": surface}) as reply:
            body = await reply.json()
            if reply.status != 201:
                raise RuntimeError(f"sessie: {reply.status}")
        return {"Authorization": f"Bearer {body['session']}"}

    async def _send(
        self, headers: dict[str, str], body: dict[str, str], kind: str = "beurt"
    ) -> list[dict[str, Any]]:
        await asyncio.sleep(random.expovariate(1 / self.think_s))
        began = time.perf_counter()
        async with self.http.post("/api/v1/messages", json=body, headers=headers) as reply:
            answer = await reply.json()
            if reply.status != 200:
                raise RuntimeError(f"bericht: {reply.status}")
        self.log.turn(kind, time.perf_counter() - began)
        messages: list[dict[str, Any]] = answer["messages"]
        if any("even niet bereikbaar" in m["text"] for m in messages):
            self.log.mistake("het vangnet antwoordde")
        return messages

    async def _ask(self, headers: dict[str, str]) -> None:
        for text in random.sample(QUESTIONS, random.randint(2, 6)):
            await self._send(headers, {"text": text})
        self.log.done["vragen"] += 1

    async def _alarm(self, headers: dict[str, str]) -> None:
        messages = await self._send(headers, {"text": random.choice(ALARMS)}, "alarm")
        if messages[0]["kind"] != "escalation":
            self.log.mistake(f"geen advies na een alarmsignaal, maar {messages[0]['kind']}")
        await self._send(headers, {"text": "ik bel nu"})
        self.log.done["alarmen"] += 1

    async def _questionnaire(self, headers: dict[str, str]) -> None:
        messages = await self._send(headers, {"text": "controleer mijn klachten"})
        for _ in range(_LONGEST):
            last = messages[-1]
            if last["kind"] != "question":
                break
            # One in twelve leaves in the middle, as people do.
            if random.random() < 1 / 12:
                self.log.done["vragenlijsten verlaten"] += 1
                return
            messages = await self._send(headers, _reply(last))
        if not any(m["kind"] == "outcome" for m in messages):
            self.log.mistake(f"een vragenlijst eindigde met {messages[-1]['kind']}")
        self.log.done["vragenlijsten"] += 1

    async def _wipe(self, headers: dict[str, str]) -> None:
        async with self.http.delete("/api/v1/sessions", headers=headers) as reply:
            if reply.status not in (200, 204):
                self.log.mistake(f"wissen: {reply.status}")
        self.log.done["tablet gewist"] += 1

    async def chat(self, number: str) -> None:
        """One message on WhatsApp, until Meta has the answer and has reported it as read."""
        await asyncio.sleep(random.expovariate(1 / self.think_s))
        graph, text = self.world.graph, random.choice(QUESTIONS[:12])
        before = sum(s.to == number for s in graph.sent)
        ident = f"duur-{next(_IDENTS)}"
        began = time.perf_counter()
        body = meta.delivery(meta.text_message(number, text, ident))
        reply = await asyncio.to_thread(meta.deliver, self.world.url, body)
        if reply.status_code != 200:
            raise RuntimeError(f"webhook: {reply.status_code}")
        sent = await asyncio.to_thread(graph.wait, before + 1, number, 30)
        self.log.turn("whatsapp", time.perf_counter() - began)
        for state in ("delivered", "read"):
            news = meta.delivery(statuses=[meta.status(s, state) for s in sent[before:]])
            await asyncio.to_thread(meta.deliver, self.world.url, news)
        self.log.done["whatsapp"] += 1

    async def check_in(self, path: str) -> bool:
        """Open the personal link; answer when there are questions. Whether there were."""
        # By default aiohttp keeps no cookies of an address that is a number.
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(self.world.url, cookie_jar=jar) as own:
            began = time.perf_counter()
            async with own.get(path) as reply:
                page = await reply.text()
            found = dict(_FIELD.findall(page))
            if "checkin" not in found:
                return False
            form = {
                **found,
                **{"pijn": str(random.randint(0, 7)), "activiteit": "3", "wandelen": "4"},
                **{"medicijnen": "gelijk", "alarm_zenuw": "nee", "alarm_ziek": "nee"},
            }
            async with own.post("/fysio/mijn/antwoord", data=form) as reply:
                answered = (
                    reply.status == 200 and "uw antwoorden zijn bewaard" in await reply.text()
                )
            self.log.turn("check-in", time.perf_counter() - began)
            if not answered:
                self.log.mistake(f"een check-in werd niet bewaard: {reply.status}")
            self.log.done["check-ins"] += 1
            return True


def _reply(question: dict[str, Any]) -> dict[str, str]:
    """A healthy answer: no to every signal, by tapping or by typing."""
    asks = question.get("asks")
    if asks in _REPLIES:
        return {"text": _REPLIES[asks]}
    no = next((c for c in question.get("choices", ()) if c["title"] == "Nee"), None)
    return {"choice": no["id"]} if no and random.random() < 0.7 else {"text": "nee"}
