"""Meta, Rasa and patients around a real gateway process that can be killed at any moment."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from rugwijzer.gateway.whatsapp.texts import Texts
from rugwijzer.run.ports import free_port
from rugwijzer.store import Database, Vault, consent, patients
from rugwijzer.store.base import utcnow
from rugwijzer.store.crypto import new_key
from rugwijzer.store.patients import PHONE, Reach

ROOT = Path(__file__).resolve().parent.parent
SECRET, ENGINE_SECRET = "b-8Kd2mQx7Vz4Rt9Wn3Yc6Hp1Lf5Js0Ge", "e-3Wn9Rt6Yc1Hp7Lf2Js8Ge5Kd4mQx0Vz"
APP_SECRET, NUMBER_ID, TOKEN = "a-5Lf2Js8Ge5Kd4", "106540352242922", "t-6Yc1Hp7Lf2"
#: What the real engine took for one message on two cores (docs/evaluatie.md).
ENGINE_S = 0.012
_RETRY_S = 0.2
START_S = 60.0


@dataclass
class World:
    """One gateway process between a Meta and a Rasa that run here."""

    database_url: str
    folder: Path
    in_doubt_s: float = 60.0
    answers: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sent_at: dict[str, float] = field(default_factory=dict)
    latency_s: dict[str, float] = field(default_factory=dict)
    turns: dict[str, str] = field(default_factory=dict)
    kills: int = 0

    def __post_init__(self) -> None:
        """Choose keys and ports."""
        self._key, self._lookup = new_key(), "l-9Rt6Yc1Hp7Lf2Js8Ge5Kd4mQx0Vz3Wn"
        self._ports = {name: free_port() for name in ("gateway", "engine", "meta")}
        self._process: subprocess.Popen[bytes] | None = None
        self._background: set[asyncio.Task[None]] = set()
        self._http: aiohttp.ClientSession | None = None
        self._hook = f"http://127.0.0.1:{self._ports['gateway']}/webhooks/whatsapp"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Everything runs while the block does."""
        connector = aiohttp.TCPConnector(limit=200)
        timeout = aiohttp.ClientTimeout(total=30)
        runners = [await _serve(self._meta(), self._ports["meta"])]
        runners.append(await _serve(self._engine(), self._ports["engine"]))
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as self._http:
            self.start()
            try:
                await self.until_ready()
                yield
            finally:
                self.kill()
                for task in self._background:
                    task.cancel()
                await asyncio.gather(*self._background, return_exceptions=True)
        for runner in runners:
            await runner.cleanup()

    def seed(self, numbers: list[str]) -> None:
        """Make patients who agreed."""
        database = Database(self.database_url, Vault([self._key], self._lookup))
        database.migrate()
        version = Texts.load(ROOT / "data", "").version
        with database.begin() as session:
            for number in numbers:
                patient = patients.find_or_create(session, [Reach(PHONE, number)], utcnow())
                step = (consent.CHAT, consent.GIVEN, "whatsapp", version, utcnow())
                consent.record(session, patient, *step)
        database.close()

    def start(self) -> None:
        """Start the gateway process."""
        environment = os.environ | {
            "RUGWIJZER_SECRET": SECRET,
            "RUGWIJZER_ENGINE_SECRET": ENGINE_SECRET,
            "RUGWIJZER_PORT": str(self._ports["gateway"]),
            "RUGWIJZER_ENGINE_URL": f"http://127.0.0.1:{self._ports['engine']}",
            "RUGWIJZER_DATABASE_URL": self.database_url,
            "RUGWIJZER_TRACKER_URL": f"sqlite:///{self.folder}/gesprekken.sqlite",
            "RUGWIJZER_STORE_KEYS": self._key,
            "RUGWIJZER_LOOKUP_KEY": self._lookup,
            "RUGWIJZER_WHATSAPP_PHONE_NUMBER_ID": NUMBER_ID,
            "RUGWIJZER_WHATSAPP_TOKEN": TOKEN,
            "RUGWIJZER_WHATSAPP_APP_SECRET": APP_SECRET,
            "RUGWIJZER_WHATSAPP_VERIFY_TOKEN": "v-1Hp7Lf2",
            "RUGWIJZER_WHATSAPP_GRAPH_URL": f"http://127.0.0.1:{self._ports['meta']}/v24.0",
            "RUGWIJZER_WHATSAPP_IN_DOUBT_S": str(self.in_doubt_s),
            "NO_PROXY": "127.0.0.1",
        }
        log = (self.folder / "gateway.log").open("ab")
        command = [sys.executable, "-W", "ignore", "-m", "rugwijzer.gateway"]
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        log.close()

    def kill(self) -> None:
        """End the gateway as kill -9 does."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    async def until_ready(self) -> None:
        """Wait until the gateway listens."""
        assert self._http
        assert self._process
        deadline = time.monotonic() + START_S
        live = self._hook.replace("/webhooks/whatsapp", "/live")
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                async with self._http.get(live) as reply:
                    if reply.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
        raise RuntimeError((self.folder / "gateway.log").read_text()[-2000:])

    async def killer(self, chance: random.Random, low: float, high: float) -> None:
        """Kill and start again, at random moments, until cancelled."""
        while True:
            await asyncio.sleep(chance.uniform(low, high))
            self.kill()
            self.kills += 1
            self.start()
            await self.until_ready()

    async def says(self, number: str, mark: str, again: bool = False) -> None:
        """A patient sends one message; Meta delivers it until it is thanked for."""
        self.sent_at[mark] = time.monotonic()
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"phone_number_id": NUMBER_ID},
            "contacts": [{"profile": {"name": "Zoë 🌷"}, "wa_id": number}],
            "messages": [
                {
                    "from": number,
                    "id": f"wamid.{mark}",
                    "timestamp": str(int(time.time())),
                    "type": "text",
                    "text": {"body": f"vraag {mark}"},
                }
            ],
        }
        await self._deliver(value)
        if again:
            await self._deliver(value)

    async def until_answered(self, marks: list[str], seconds: float) -> None:
        """Wait until all are answered, or until the time is over."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and any(m not in self.latency_s for m in marks):
            await asyncio.sleep(0.1)

    async def _deliver(self, value: dict[str, Any]) -> None:
        assert self._http
        change = {"field": "messages", "value": value}
        raw = json.dumps({"entry": [{"id": "1", "changes": [change]}]}).encode()
        digest = hmac.new(APP_SECRET.encode(), raw, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature-256": f"sha256={digest}"}
        while True:
            try:
                async with self._http.post(self._hook, data=raw, headers=headers) as reply:
                    if reply.status == 200:
                        return
            except (aiohttp.ClientError, asyncio.TimeoutError):
                pass
            await asyncio.sleep(_RETRY_S)

    def _meta(self) -> web.Application:
        async def messages(request: web.Request) -> web.Response:
            body = await request.json()
            mark = body["text"]["body"].rpartition(" ")[2]
            if mark in self.sent_at:
                self.answers[body["to"]].append(mark)
                self.latency_s.setdefault(mark, time.monotonic() - self.sent_at[mark])
            ident = f"wamid.uit.{len(self.latency_s)}.{mark}"
            status = {"id": ident, "biz_opaque_callback_data": body["biz_opaque_callback_data"]}
            task = asyncio.create_task(self._statuses(body["to"], status))
            self._background.add(task)
            task.add_done_callback(self._background.discard)
            return web.json_response({"messages": [{"id": ident}]})

        app = web.Application()
        app.router.add_post(f"/v24.0/{NUMBER_ID}/messages", messages)
        return app

    async def _statuses(self, number: str, status: dict[str, str]) -> None:
        for state in ("sent", "delivered", "read"):
            await asyncio.sleep(random.uniform(0.05, 0.5))
            now = {"status": state, "recipient_id": number, "timestamp": str(int(time.time()))}
            metadata = {"phone_number_id": NUMBER_ID}
            await self._deliver({"metadata": metadata, "statuses": [status | now]})

    def _engine(self) -> web.Application:
        async def message(request: web.Request) -> web.Response:
            body = await request.json()
            # Rasa's own channel gives the same answer to the same message (rugwijzer/channel).
            known = self.turns.get(body["message_id"])
            if known is None:
                await asyncio.sleep(ENGINE_S)
                known = f"antwoord op {body['text'].rpartition(' ')[2]}"
                self.turns[body["message_id"]] = known
            return web.json_response({"messages": [{"text": known, "kind": "info"}]})

        async def health(_request: web.Request) -> web.Response:
            return web.json_response({"status": "ok", "actions": "ok"})

        app = web.Application()
        app.router.add_post("/webhooks/rugwijzer/message", message)
        app.router.add_get("/webhooks/rugwijzer/health", health)
        return app


def judged(world: World, expected: dict[str, list[str]]) -> dict[str, int]:
    """How many messages were lost, answered twice, or answered out of order."""
    lost = doubled = reordered = 0
    for number, marks in expected.items():
        got = world.answers.get(number, [])
        lost += len(set(marks) - set(got))
        doubled += len(got) - len(set(got))
        first = list(dict.fromkeys(got))
        places = [marks.index(mark) for mark in first if mark in marks]
        reordered += sum(later < earlier for earlier, later in pairwise(places))
    return {"lost": lost, "doubled": doubled, "reordered": reordered}


async def _serve(app: web.Application, port: int) -> web.AppRunner:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner
