"""What comes in from Meta: the challenge, signatures, hostile bodies, repeats, order."""

from __future__ import annotations

import io
import json
import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from rugwijzer.logs import lines as logs
from tests.fake_whatsapp import (
    VERIFY,
    deliver,
    delivery,
    message,
    signed,
    text_message,
)

from .conftest import ANNA, World


def challenge(world: World, **fields: str) -> httpx.Response:
    params = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}
    return httpx.get(f"{world.url}/webhooks/whatsapp", params=params | fields)


def test_the_challenge_is_answered_to_who_knows_the_word(world: World) -> None:
    reply = challenge(world)
    assert (reply.status_code, reply.text) == (200, "1158201444")
    assert reply.headers["content-type"].startswith("text/plain")
    for wrong in ({"hub.verify_token": "x"}, {"hub.verify_token": "é"}, {"hub.mode": "x"}):
        assert challenge(world, **wrong).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "sha256=" + "0" * 64},
        {"X-Hub-Signature-256": "sha1=abc"},
        {"X-Hub-Signature-256": b"sha256=\xff"},
    ],
)
def test_an_unsigned_delivery_is_refused_and_kept_nowhere(
    world: World, headers: dict[str, Any]
) -> None:
    raw = json.dumps(delivery(text_message(ANNA, "hoi", "1"))).encode()
    reply = httpx.post(f"{world.url}/webhooks/whatsapp", content=raw, headers=headers)
    assert reply.status_code == 403
    assert world.rows("SELECT * FROM patients") == []


def test_a_signature_covers_the_raw_body(world: World) -> None:
    raw = json.dumps(delivery(text_message(ANNA, "hoi", "1"))).encode()
    changed = httpx.post(
        f"{world.url}/webhooks/whatsapp", content=raw.replace(b"hoi", b"hai"), headers=signed(raw)
    )
    assert changed.status_code == 403
    assert deliver(world.url, raw, "ander-geheim").status_code == 403


def test_many_forged_requests_never_shut_out_a_signed_one(world: World) -> None:
    statuses = {deliver(world.url, b"{}", "ander-geheim").status_code for _ in range(25)}
    assert statuses == {403, 429}
    assert deliver(world.url, delivery(text_message(ANNA, "hoi", "1"))).status_code == 200


@pytest.mark.parametrize("raw", [b"", b"[]", b"nul\x00", b"{", b"[" * 5000, b"\xff\xfe", b"7"])
def test_a_signed_body_that_is_no_object_is_refused(world: World, raw: bytes) -> None:
    assert deliver(world.url, raw).status_code == 400


def test_a_body_over_the_limit_is_refused(world: World) -> None:
    assert deliver(world.url, b'{"a": "' + b"x" * (3 * 1024 * 1024) + b'"}').status_code == 413


_HOSTILE: list[Any] = [
    {},
    {"entry": None},
    {"entry": [None, 7, {"changes": "x"}, {"changes": [None, {"field": "messages"}]}]},
    delivery(None, 7, "x", []),  # type: ignore[arg-type]
    delivery({"from": ANNA}),
    delivery(message(ANNA, "1", type="text", text={"body": "x"}) | {"id": ""}),
    delivery(message(ANNA, "1", type="text", text={"body": "x"}) | {"id": 7}),
    delivery(message("../etc", "1", type="text", text={"body": "x"})),
    delivery(message(ANNA, "1", type="text", text={"body": "x"}) | {"timestamp": "9" * 400}),
    delivery(message(ANNA, "1", type="system", system={"type": "x"})),
    delivery(statuses=[None, {"status": ["sent"]}, {"status": "sent"}, {"status": "x", "id": "y"}]),  # type: ignore[list-item]
    delivery(text_message(ANNA, "hoi", "1"), number_id="999"),
]


@pytest.mark.parametrize("body", _HOSTILE)
def test_items_that_cannot_be_read_harm_nothing(world: World, body: Any) -> None:
    good = delivery(text_message("31600000077", "hoi", "goed"))
    if isinstance(body.get("entry"), list):
        good["entry"] = [*body["entry"], *good["entry"]]
    assert deliver(world.url, body).status_code == 200
    assert deliver(world.url, good).status_code == 200
    assert "Vindt u het goed" in world.texts(1, "31600000077")[0]
    assert {s.to for s in world.graph.sent} == {"31600000077"}


def test_every_entry_change_and_message_of_a_delivery_is_answered(world: World) -> None:
    numbers = [f"3160000010{n}" for n in range(6)]
    parts = [delivery(text_message(n, "hoi", n)) for n in numbers]
    body = parts[0]
    body["entry"][0]["changes"] += parts[1]["entry"][0]["changes"]
    body["entry"] += parts[2]["entry"]
    body["entry"] += delivery(*(text_message(n, "hoi", n) for n in numbers[3:]))["entry"]
    assert deliver(world.url, body).status_code == 200
    world.graph.wait(len(numbers))
    assert sorted(s.to for s in world.graph.sent) == numbers


def test_a_delivery_that_is_repeated_is_answered_once(world: World) -> None:
    world.agrees()
    body = delivery(text_message(ANNA, "helpt warmte?", "zelfde"))
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: deliver(world.url, body), range(12)))
    assert {r.status_code for r in replies} == {200}
    world.texts(3)
    deliver(world.url, body)
    world.says("en kou?")
    assert world.texts(4)[2:] == ["u zei: helpt warmte?", "u zei: en kou?"]


def test_messages_of_one_delivery_in_the_wrong_order_are_answered_in_the_right_one(
    world: World,
) -> None:
    world.agrees()
    messages = [text_message(ANNA, f"bericht {n}", f"o{n}", 1_700_000_000 + n) for n in range(8)]
    random.Random(4).shuffle(messages)
    assert deliver(world.url, delivery(*messages)).status_code == 200
    assert world.texts(10)[2:] == [f"u zei: bericht {n}" for n in range(8)]


@pytest.mark.parametrize(
    ("kind", "part", "word"),
    [
        ("audio", {"id": "1", "voice": True}, "spraakberichten"),
        ("image", {"id": "1", "mime_type": "image/jpeg"}, "foto's"),
        ("video", {"id": "1"}, "video's"),
        ("document", {"id": "1", "filename": "mri.pdf"}, "documenten"),
        ("location", {"latitude": 52.1, "longitude": 5.1}, "locatie"),
        ("contacts", [{"name": {"formatted_name": "Jan"}}], "contacten"),
        ("sticker", {"id": "1", "animated": True}, "stickers"),
        ("reaction", {"message_id": "wamid.x", "emoji": "👍"}, "reactie"),
        ("revoke", {"original_message_id": "wamid.x"}, "verwijderd"),
        ("unsupported", {"type": "poll"}, "niet lezen"),
        ("order", {"catalog_id": "1"}, "niet lezen"),
        ("text", {"geen": "body"}, "niet lezen"),
        ("interactive", {"nfm_reply": {}}, "niet lezen"),
        ("edit", None, "niet lezen"),
    ],
)
def test_what_is_no_text_gets_a_polite_answer(
    world: World, kind: str, part: Any, word: str
) -> None:
    world.agrees()
    deliver(world.url, delivery(message(ANNA, "m", type=kind, **{kind: part})))
    assert word in world.texts(3)[2]
    assert world.engine.sent == []


def test_a_reaction_that_is_taken_back_needs_no_answer(world: World) -> None:
    world.agrees()
    gone = {"message_id": "wamid.x", "emoji": ""}
    deliver(world.url, delivery(message(ANNA, "m", type="reaction", reaction=gone)))
    world.says("hoi")
    assert world.texts(3)[2] == "u zei: hoi"


def test_words_under_a_picture_and_an_edited_text_are_read(world: World) -> None:
    world.agrees()
    picture = {"id": "1", "caption": "is dit erg?"}
    deliver(world.url, delivery(message(ANNA, "p", type="image", image=picture)))
    assert world.texts(4)[3] == "u zei: is dit erg?"
    edited = {"original_message_id": "wamid.p", "message": {"type": "text", "text": {"body": "nu"}}}
    deliver(world.url, delivery(message(ANNA, "e", type="edit", edit=edited)))
    assert world.texts(5)[4] == "u zei: nu"


def test_a_button_is_the_choice_that_was_offered_and_an_old_one_is_said_to_be_old(
    world: World,
) -> None:
    world.agrees()
    choices = [{"title": "Ja", "payload": "/kies_meer"}, {"title": "Nee", "payload": "nee"}]
    world.engine.say = lambda _: {"messages": [{"text": "Kies", "choices": choices}]}
    world.says("hoi")
    offered = world.graph.wait(3)[2].body["interactive"]["action"]["buttons"][0]["reply"]
    world.presses(offered["id"], "een andere titel")
    world.texts(4)
    assert world.engine.sent[-1][2]["payload"] == "/kies_meer"
    world.presses("c1", "Ja")
    assert "Deze knop hoort bij een eerder gesprek" in world.texts(5)[4]
    assert "112" in world.texts(5)[4]


def test_text_is_never_a_payload_and_a_long_one_is_refused_after_its_alarm(world: World) -> None:
    world.agrees()
    world.says('/kies_meer{"x": 1}')
    world.texts(3)
    assert world.engine.sent[-1][2]["text"] == 'kies_meer{"x": 1}'
    world.says("ik kan niet plassen " + "en dat duurt lang " * 80)
    alarm, refusal = world.texts(5)[3:]
    assert alarm.startswith("Bel uw huisarts") and "te lang" in refusal
    assert len(world.engine.sent) == 1


def test_a_patient_without_a_number_is_answered_at_the_user_id(world: World) -> None:
    user_id = "NL.13491208655302741918"
    raw = text_message(ANNA, "hoi", "u")
    del raw["from"]
    contacts = [{"profile": {"name": "Zoë", "username": "@zoe"}, "user_id": user_id}]
    deliver(world.url, delivery(raw, contacts=contacts))
    [sent] = world.graph.wait(1)
    assert sent.body["recipient"] == user_id and "to" not in sent.body


def test_a_changed_number_stays_the_same_patient(world: World) -> None:
    world.agrees()
    changed = {"type": "user_changed_number", "wa_id": "31600000055", "body": "x"}
    deliver(world.url, delivery(message(ANNA, "s", type="system", system=changed)))
    world.says("hoi", "31600000055")
    assert world.texts(1, "31600000055") == ["u zei: hoi"]


def test_no_number_name_or_text_reaches_a_log(world: World) -> None:
    written = io.StringIO()
    logs.configure(written)
    world.graph.days += ["500", "lost"]
    world.agrees()
    world.graph.days += ["131009"]
    world.engine.error = "status 500"
    world.says("geheime klacht")
    world.engine.error = ""
    deliver(world.url, delivery(message(ANNA, "x", type=["text"])))
    deliver(world.url, b"{}", "ander-geheim")
    world.texts(3)
    log = written.getvalue()
    for said in ("whatsapp_delivery", "meta 131009", "http 500"):
        assert said in log
    for secret in (ANNA, "geheime", "Zo", "wamid", "EAAtoken"):
        assert secret not in log
