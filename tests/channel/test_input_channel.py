"""The channel between gateway and Rasa, on a real Sanic server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.channels.channel import UserMessage, register
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from sanic import Sanic

from rugwijzer.channel.input_channel import (
    MAX_TEXT,
    PAYLOAD_INTENTS,
    RugwijzerInput,
    SurfaceOutput,
    checkin_turn,
    guarded,
)
from rugwijzer.knowledge.contract import SURFACES
from rugwijzer.run.ports import free_port

SECRET = "p9-Wd3nT7kVz5aXe1rHj8"
WORKER = "w4-Kd8sP2mQx7bYf3tGz6"
BLANKS = "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2002\u2028\u3000 "

anything = st.text(
    alphabet=st.one_of(st.characters(blacklist_categories=["Cs"]), st.sampled_from("/" + BLANKS)),
    min_size=1,
    max_size=60,
)


@given(anything)
def test_text_never_becomes_a_payload(text: str) -> None:
    given_to_rasa = guarded(text, None)
    assert given_to_rasa
    assert not UserMessage(given_to_rasa).text.startswith("/")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("/restart", "restart"),
        ("//// /session_start", "session_start"),
        ("\xa0/restart", "restart"),
        ("\u3000/\x85/\u2028/EXTERNAL_x{}", "EXTERNAL_x{}"),
        ('/kies_reactie{"reactie": "belt"}', 'kies_reactie{"reactie": "belt"}'),
        ("/", "?"),
        (" / ", "?"),
        ("en/of", "en/of"),
        ("ik heb pijn\nin mijn rug", "ik heb pijn\nin mijn rug"),
    ],
)
def test_a_slash_in_front_is_only_a_sign(text: str, clean: str) -> None:
    assert guarded(text, None) == clean


@pytest.mark.parametrize("intent", sorted(PAYLOAD_INTENTS))
def test_the_offered_payloads_pass(intent: str) -> None:
    assert guarded(None, f"/{intent}") == f"/{intent}"
    assert guarded("iets", f'/{intent}{{"onderwerp": "matras"}}') is not None


@pytest.mark.parametrize(
    "payload",
    [
        "/restart",
        "/session_start",
        "/faq/matras",
        "/faq",
        '/EXTERNAL_x{"role": "physio"}',
        "/kies_onderwerp_anders",
        "kies_onderwerp",
        " /kies_onderwerp",
        "//kies_onderwerp",
        "/kies_onderwerp /restart",
        "/kies_onderwerp@0.1",
        "",
    ],
)
def test_other_payloads_are_refused(payload: str) -> None:
    assert guarded("ook tekst", payload) is None


@pytest.mark.parametrize("text", [None, "", 1, [], {}, "a" * (MAX_TEXT + 1)])
def test_what_is_no_text_is_refused(text: Any) -> None:
    assert guarded(text, None) is None
    assert guarded("a" * MAX_TEXT, None) == "a" * MAX_TEXT


# -- output ---------------------------------------------------------------------------------------


def collect(surface: str, *messages: dict[str, Any]) -> list[dict[str, Any]]:
    output = SurfaceOutput(surface)

    async def send() -> None:
        for message in messages:
            await output.send_response("web_1", message)

    asyncio.run(send())
    return output.messages


def test_text_buttons_and_fields_become_one_message() -> None:
    (message,) = collect(
        "website",
        {
            "text": "Nee.",
            "custom": {"kind": "answer", "topic": "matras"},
            "buttons": [
                {"title": "Stoel", "payload": "/kies_onderwerp", "topic": "stoel", "type": "x"},
                {"title": "Ja", "payload": "Ja"},
            ],
        },
    )
    assert message == {
        "text": "Nee.",
        "kind": "answer",
        "topic": "matras",
        "choices": [
            {"title": "Stoel", "payload": "/kies_onderwerp", "topic": "stoel"},
            {"title": "Ja", "payload": "Ja"},
        ],
    }


def test_metadata_of_a_response_is_merged_and_custom_wins() -> None:
    (message,) = collect(
        "website",
        {"text": "Dag!", "metadata": {"kind": "smalltalk", "x": 1}, "custom": {"kind": "info"}},
    )
    assert message == {"text": "Dag!", "kind": "info", "x": 1}


def test_messages_keep_their_order_and_empty_ones_are_left_out() -> None:
    got = collect("tablet", {"text": "een"}, {"custom": {"kind": "info"}}, {"text": "twee"})
    assert got == [{"text": "een"}, {"text": "twee"}]


@pytest.mark.parametrize("surface", sorted(SURFACES))
def test_the_output_is_named_after_the_surface(surface: str) -> None:
    assert SurfaceOutput(surface).name() == surface


# -- over HTTP ------------------------------------------------------------------------------------


class Server:
    """The channel's blueprint in a running Sanic, with an agent that echoes."""

    def __init__(self) -> None:
        self.seen: list[UserMessage] = []
        self.ready = True
        self.mute = False
        slot = {"type": "any", "mappings": [{"type": "custom"}]}
        self.trackers = InMemoryTrackerStore(Domain.from_dict({"slots": {"advies_open": slot}}))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/webhooks/rugwijzer"
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._started.wait(20)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        app = Sanic("rugwijzer_channel_test", configure_logging=False)
        app.ctx.agent = SimpleNamespace(
            is_ready=lambda: self.ready,
            handle_message=self._answer,
            lock_store=InMemoryLockStore(),
            tracker_store=self.trackers,
        )
        register([RugwijzerInput(SECRET, self.url + "/nergens", WORKER)], app, "/webhooks/")
        server = await app.create_server("127.0.0.1", self.port, return_asyncio_server=True)
        assert server is not None
        await server.startup()
        self._started.set()
        await self._stop.wait()
        server.close()
        await server.wait_closed()

    async def _answer(self, message: UserMessage) -> None:
        self.seen.append(message)
        tracker = await self.trackers.get_or_create_tracker(message.sender_id)
        tracker.update(UserUttered(message.text, input_channel="x", message_id=message.message_id))
        if not self.mute:
            said = BotUttered(f"u zei: {message.text}", {"custom": {"kind": "info"}})
            tracker.update(said)
            await message.output_channel.send_response("x", said.message())
        await self.trackers.save(tracker)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


def post(server: Server, body: Any = None, **options: Any) -> httpx.Response:
    headers = options.pop("headers", {"Authorization": f"Bearer {SECRET}"})
    if body is not None:
        options["json"] = body
    return httpx.post(server.url + "/message", headers=headers, timeout=10, **options)


TURN = {"surface": "tablet", "sender": "web_1", "text": "helpt warmte?", "message_id": "m1"}


def test_a_turn(server: Server) -> None:
    reply = post(server, TURN)
    assert reply.status_code == 200
    assert reply.json() == {"messages": [{"text": "u zei: helpt warmte?", "kind": "info"}]}
    message = server.seen[-1]
    assert (message.sender_id, message.message_id, message.input_channel) == (
        "web_1",
        "m1",
        "rugwijzer",
    )
    assert message.output_channel.name() == "tablet"
    assert message.metadata == {"surface": "tablet"}


def test_text_that_looks_like_a_payload_arrives_as_text(server: Server) -> None:
    assert post(server, {**TURN, "text": "\xa0/restart", "message_id": "m2"}).status_code == 200
    assert server.seen[-1].text == "restart"


def test_an_offered_payload_arrives(server: Server) -> None:
    payload = '/kies_onderwerp{"onderwerp": "matras"}'
    assert post(server, {**TURN, "payload": payload, "message_id": "m3"}).status_code == 200
    assert server.seen[-1].text == payload


def test_a_message_that_was_answered_is_answered_again_without_a_second_turn(
    server: Server,
) -> None:
    turn = {**TURN, "sender": "whatsapp-een"}
    first = post(server, {**turn, "message_id": "a"}).json()
    post(server, {**turn, "text": "nee", "message_id": "b"})
    turns = len(server.seen)
    assert post(server, {**turn, "message_id": "a"}).json() == first
    assert len(server.seen) == turns
    assert post(server, {**turn, "sender": "whatsapp-twee", "message_id": "a"}).json() == first
    assert len(server.seen) == turns + 1


def test_two_deliveries_at_once_are_one_turn(server: Server) -> None:
    turn = {**TURN, "sender": "whatsapp-tegelijk", "message_id": "a"}
    turns = len(server.seen)
    with ThreadPoolExecutor(4) as pool:
        replies = [reply.json() for reply in pool.map(lambda _: post(server, turn), range(4))]
    assert replies == [replies[0]] * 4
    assert len(server.seen) == turns + 1


def test_a_turn_that_got_no_answer_is_run_again(server: Server) -> None:
    turn = {**TURN, "sender": "whatsapp-stil", "message_id": "a"}
    server.mute = True
    assert post(server, turn).json() == {"messages": []}
    server.mute = False
    assert post(server, turn).json()["messages"][0]["text"] == "u zei: helpt warmte?"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer x"},
        {"Authorization": f"Bearer {SECRET}x"},
        {"Authorization": f"Bearer {SECRET[:-1]}"},
        {"Authorization": b"Bearer \xff\xfe"},
    ],
)
def test_a_wrong_secret_is_refused_everywhere(server: Server, headers: dict[str, Any]) -> None:
    before = len(server.seen)
    assert post(server, TURN, headers=headers).status_code == 401
    assert httpx.get(server.url + "/health", headers=headers).status_code == 401
    assert len(server.seen) == before


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "tekst",
        1,
        {**TURN, "surface": "radio"},
        {**TURN, "surface": ["website"]},
        {**TURN, "surface": None},
        {**TURN, "sender": None},
        {**TURN, "sender": 7},
        {**TURN, "sender": ""},
        {**TURN, "text": ""},
        {**TURN, "text": None},
        {**TURN, "text": "a" * (MAX_TEXT + 1)},
        {**TURN, "payload": "/restart"},
        {**TURN, "advised": "spoed"},
        {**TURN, "advised": ["spoed"]},
        {**TURN, "advised": [{"level": "hoog", "flags": ["plassen"]}]},
        {**TURN, "advised": [{"level": "spoed", "flags": "plassen"}]},
        {**TURN, "advised": [{"level": "spoed", "flags": [""]}]},
    ],
)
def test_a_malformed_turn_is_refused(server: Server, body: Any) -> None:
    before = len(server.seen)
    assert post(server, body).status_code == 400
    assert len(server.seen) == before


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"null"])
def test_a_body_that_is_no_json_is_refused(server: Server, content: bytes) -> None:
    assert post(server, content=content).status_code == 400


def test_health_tells_of_the_agent_and_of_the_actions(server: Server) -> None:
    headers = {"Authorization": f"Bearer {SECRET}"}
    reply = httpx.get(server.url + "/health", headers=headers)
    assert (reply.status_code, reply.json()) == (200, {"status": "ok", "actions": "down"})
    server.ready = False
    try:
        reply = httpx.get(server.url + "/health", headers=headers)
    finally:
        server.ready = True
    assert (reply.status_code, reply.json()["status"]) == (503, "starting")


# -- settings -------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["", "kort", "a" * 15])
def test_it_does_not_start_without_a_real_secret(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("RUGWIJZER_ENGINE_SECRET", secret)
    with pytest.raises(RasaException, match="RUGWIJZER_ENGINE_SECRET"):
        RugwijzerInput.from_credentials({})


def test_the_secret_of_the_worker_is_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUGWIJZER_ENGINE_SECRET", SECRET)
    monkeypatch.setenv("RUGWIJZER_WORKER_SECRET", SECRET)
    with pytest.raises(RasaException, match="RUGWIJZER_WORKER_SECRET"):
        RugwijzerInput.from_credentials({})


def test_it_starts_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUGWIJZER_ENGINE_SECRET", SECRET)
    assert RugwijzerInput.from_credentials(None).name() == "rugwijzer"


def forget(server: Server, body: Any, secret: str = SECRET) -> httpx.Response:
    headers = {"Authorization": f"Bearer {secret}"}
    return httpx.post(server.url + "/forget", headers=headers, json=body, timeout=10)


def test_a_conversation_is_forgotten_and_no_other(server: Server) -> None:
    async def tell() -> None:
        for sender in ("weg_1", "weg_2"):
            events = [UserUttered("helpt warmte?")]
            await server.trackers.save(DialogueStateTracker.from_events(sender, events))

    asyncio.run(tell())
    assert forget(server, {"sender": "weg_1"}, "fout").status_code == 401
    for body in ([], {}, {"sender": ""}, {"sender": 1}):
        assert forget(server, body).status_code == 400
    before = set(server.trackers.store)
    assert {"weg_1", "weg_2"} <= before
    assert forget(server, {"sender": "weg_1"}).status_code == 200
    assert forget(server, {"sender": "weg_onbekend"}).status_code == 200
    assert set(server.trackers.store) == before - {"weg_1"}


CHECKIN = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"surface": "whatsapp", "sender": "whatsapp-1"},
        {"surface": "fax", "sender": "whatsapp-1", "checkin": CHECKIN},
        {"surface": "whatsapp", "sender": "", "checkin": CHECKIN},
        {"surface": "whatsapp", "sender": "whatsapp-1", "checkin": '"}/restart'},
    ],
)
def test_a_malformed_check_in_begins_nothing(body: Any) -> None:
    assert checkin_turn(body, "rugwijzer") is None


def test_a_check_in_carries_the_mark_of_the_worker() -> None:
    body = {"surface": "whatsapp", "sender": "whatsapp-1", "checkin": CHECKIN, "worker": False}
    turn = checkin_turn(body, "rugwijzer")
    assert turn is not None
    assert turn.text == f'/EXTERNAL_checkin{{"checkin": "{CHECKIN}"}}'
    assert turn.metadata == {"surface": "whatsapp", "worker": True}
    assert turn.message_id == f"checkin-{CHECKIN}"


def test_nobody_else_can_send_the_intent() -> None:
    assert "EXTERNAL_checkin" not in PAYLOAD_INTENTS
    assert guarded(None, f'/EXTERNAL_checkin{{"checkin": "{CHECKIN}"}}') is None


@pytest.mark.parametrize(("secret", "status"), [(WORKER, 200), (SECRET, 401), ("Bearer", 401)])
def test_only_the_workers_secret_begins_a_check_in(
    server: Server, secret: str, status: int
) -> None:
    before = len(server.seen)
    reply = httpx.post(
        f"{server.url}/checkin",
        json={"surface": "whatsapp", "sender": "whatsapp-1", "checkin": CHECKIN},
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert reply.status_code == status
    assert len(server.seen) - before == (status == 200)


@pytest.mark.parametrize("event", [ActiveLoop("triage_form"), SlotSet("advies_open", {"a": 1})])
def test_a_check_in_waits_behind_an_open_form_or_advice(server: Server, event: Event) -> None:
    sender = f"whatsapp-{type(event).__name__}"
    slots = [AnySlot("advies_open", [])]
    tracker = DialogueStateTracker.from_events(sender, [UserUttered("hoi"), event], slots=slots)
    asyncio.run(server.trackers.save(tracker))
    before = len(server.seen)
    reply = httpx.post(
        f"{server.url}/checkin",
        json={"surface": "whatsapp", "sender": sender, "checkin": CHECKIN},
        headers={"Authorization": f"Bearer {WORKER}"},
    )
    assert reply.json() == {"messages": []}
    assert len(server.seen) == before


def test_the_workers_secret_sends_no_messages(server: Server) -> None:
    reply = httpx.post(
        f"{server.url}/message",
        json={"surface": "whatsapp", "sender": "whatsapp-1", "text": "hallo"},
        headers={"Authorization": f"Bearer {WORKER}"},
    )
    assert reply.status_code == 401
