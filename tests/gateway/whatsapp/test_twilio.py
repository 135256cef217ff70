"""The channel of Twilio: signature, numbers in place of buttons, retries, statuses."""

from __future__ import annotations

import pytest
from twilio.request_validator import RequestValidator

from rugwijzer.gateway.whatsapp.twilio import CHANNEL
from tests.fake_whatsapp import AUTH_TOKEN, Sent, deliver_twilio, twilio_signature

from .conftest import ANNA, PUBLIC, World

PATH = "/webhooks/twilio"
FORM = {
    "MessageSid": "SM" + "a" * 32,
    "From": f"whatsapp:+{ANNA}",
    "Body": "hoi",
    "ProfileName": "Zoë 🌷",
    "NumMedia": "0",
}


def agrees(world: World) -> None:
    world.twilio_says("hallo")
    world.twilio.wait(1)
    world.twilio_says("1")
    world.twilio.wait(2)


def test_our_own_signature_is_the_one_of_twilios_library() -> None:
    url = f"{PUBLIC}{PATH}?ref=1"
    expected = RequestValidator(AUTH_TOKEN).compute_signature(url, FORM)
    assert twilio_signature(url, FORM) == expected


def test_a_conversation_with_numbers_in_place_of_buttons(world: World) -> None:
    world.twilio_says("hallo")
    [question] = world.twilio.wait(1)
    assert question.text.endswith("Antwoord met een nummer:\n1. Ja, dat is goed\n2. Nee")
    world.twilio_says("1")
    assert world.twilio.wait(2)[1].text.startswith("Dank u wel")
    choices = [{"title": f"keuze {n}", "payload": f"k{n}"} for n in range(1, 5)]
    world.engine.say = lambda c: {"messages": [{"text": c["text"], "choices": choices}]}
    world.twilio_says("hoi")
    world.twilio.wait(3)
    world.twilio_says("nummer 3")
    assert world.twilio.wait(4)[3].text.startswith("k3")
    world.twilio_says("9")
    assert world.twilio.wait(5)[4].text.startswith("9")


def test_a_red_flag_comes_first_here_too(world: World) -> None:
    world.twilio_says("ik kan niet plassen")
    alarm, _ = world.twilio.wait(2)
    assert alarm.text.startswith("Bel uw huisarts")


@pytest.mark.parametrize(
    "changes",
    [
        {"token": "ander"},
        {"public": "https://kwaad.nl"},
        {"path": f"{PATH}/status"},
    ],
)
def test_another_signature_is_refused(world: World, changes: dict[str, str]) -> None:
    signed_for = {"public": PUBLIC, "token": AUTH_TOKEN} | changes
    path = signed_for.pop("path", PATH)
    headers_of = f"{signed_for['public']}{path}"
    import httpx

    form = {"AccountSid": "AC" + "0" * 32} | FORM
    signature = twilio_signature(headers_of, form, signed_for["token"])
    headers = {"X-Twilio-Signature": signature}
    reply = httpx.post(f"{world.url}{PATH}", data=form, headers=headers)
    assert reply.status_code == 403
    assert world.rows("SELECT * FROM patients") == []


@pytest.mark.parametrize(
    "form",
    [
        {},
        FORM | {"AccountSid": "AC" + "9" * 32},
        FORM | {"From": "whatsapp:+31'; DROP TABLE"},
        FORM | {"MessageSid": "x"},
        {k: v for k, v in FORM.items() if k != "From"},
    ],
)
def test_a_form_that_is_not_for_us_harms_nothing(world: World, form: dict[str, str]) -> None:
    assert deliver_twilio(world.url, PUBLIC, PATH, form).status_code == 200
    assert world.rows("SELECT * FROM patients") == []


@pytest.mark.parametrize("raw", [b"\xff=1", b"&".join(b"a%d=1" % n for n in range(300))])
def test_what_is_no_form_is_refused(world: World, raw: bytes) -> None:
    import httpx

    assert httpx.post(f"{world.url}{PATH}", content=raw).status_code == 400


def test_a_repeated_form_is_answered_once(world: World) -> None:
    agrees(world)
    for _ in range(3):
        deliver_twilio(world.url, PUBLIC, PATH, FORM)
    world.twilio_says("en kou?")
    assert [s.text for s in world.twilio.wait(4)[2:]] == ["u zei: hoi", "u zei: en kou?"]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"NumMedia": "1", "MediaContentType0": "audio/ogg"}, "spraakberichten"),
        ({"NumMedia": "1", "MediaContentType0": "image/jpeg"}, "foto's"),
        ({"NumMedia": "1", "MediaContentType0": "image/webp"}, "stickers"),
        ({"NumMedia": "1", "MediaContentType0": "application/pdf"}, "documenten"),
        ({"Latitude": "52.1", "Longitude": "5.1"}, "locatie"),
        ({}, "niet lezen"),
    ],
)
def test_what_is_no_text_gets_a_polite_answer(
    world: World, fields: dict[str, str], word: str
) -> None:
    agrees(world)
    world.twilio_says("", **fields)
    assert word in world.twilio.wait(3)[2].text


@pytest.mark.parametrize("day", ["429", "500"])
def test_what_is_refused_for_now_is_sent_later(world: World, day: str) -> None:
    agrees(world)
    world.twilio.days += [day, day]
    world.twilio_says("hoi")
    assert world.twilio.wait(3)[2].text == "u zei: hoi"


def test_a_send_whose_answer_was_lost_is_known_by_its_status(world: World) -> None:
    agrees(world)
    world.twilio.days.append("lost")
    world.twilio_says("een")
    lost = world.twilio.wait(3)[2]
    reports(world, lost, "sent")
    reports(world, lost, "delivered")
    reports(world, lost, "sent")
    world.twilio_says("twee")
    assert [s.text for s in world.twilio.wait(4)[2:]] == ["u zei: een", "u zei: twee"]
    state = f"SELECT state FROM outbox WHERE ref = '{lost.ref}'"
    assert world.rows(state) == [("delivered",)]


def test_outside_the_window_the_template_asks_to_write(world: World) -> None:
    agrees(world)
    world.twilio.days.append("63016")
    world.twilio_says("een")
    template = world.twilio.wait(3)[2]
    assert template.body["ContentSid"] == world.settings.twilio_reopen_template
    world.twilio_says("twee")
    assert [s.text for s in world.twilio.wait(5)[3:]] == ["u zei: een", "u zei: twee"]


def test_both_channels_know_one_patient(world: World) -> None:
    world.agrees()
    world.twilio_says("hoi")
    assert world.twilio.wait(1)[0].text == "u zei: hoi"
    assert world.rows("SELECT count(*) FROM patients") == [(1,)]
    assert (CHANNEL,) in world.rows("SELECT channel FROM contacts")


def reports(world: World, sent: Sent, state: str) -> None:
    """Twilio reports on a message."""
    form = {"MessageSid": sent.ident, "MessageStatus": state}
    path = f"{PATH}/status?ref={sent.ref}"
    assert deliver_twilio(world.url, PUBLIC, path, form).status_code == 200
