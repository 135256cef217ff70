"""What goes out to Meta: retries, doubt, statuses, the window, dead letters."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from rugwijzer.gateway.whatsapp import outbox_worker
from rugwijzer.store import Vault, outbox, patients
from rugwijzer.store.base import utcnow
from rugwijzer.store.crypto import new_key
from rugwijzer.store.outbox import OutboxMessage
from rugwijzer.store.patients import PHONE, Address, Contact, Reach
from tests.fake_whatsapp import Sent, deliver, delivery, status

from .conftest import ANNA, World


def hears(world: World, sent: Sent, *states: str) -> None:
    """Meta reports on a message."""
    body = delivery(statuses=[status(sent, state) for state in states])
    assert deliver(world.url, body).status_code == 200


def later(world: World, hours: float) -> None:
    """Let the patient's last message be so long ago."""
    database = world.database()
    with database.begin() as session:
        session.execute(update(Contact).values(last_inbound_at=utcnow() - timedelta(hours=hours)))
    database.close()


def queue(world: World, key: str, path: str = "v/abc", text: str = "") -> None:
    """The follow-up has a question for Anna."""
    database = world.database()
    with database.begin() as session:
        patient = patients.find(session, Reach(PHONE, ANNA))
        assert patient
        outbox.put_notice(session, patient, "whatsapp", key, path, utcnow(), text)
    database.close()


def agree_to_follow_up(world: World) -> None:
    """Anna agreed to follow-up."""
    from rugwijzer.store import consent

    database = world.database()
    with database.begin() as session:
        patient = patients.find(session, Reach(PHONE, ANNA))
        assert patient
        step = (consent.FOLLOW_UP, consent.GIVEN, "whatsapp", "1", utcnow())
        consent.record(session, patient, *step)
    database.close()


@pytest.mark.parametrize("day", ["429", "500", "131056", "131016", "190"])
def test_what_is_refused_for_now_is_sent_later(
    world: World, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rugwijzer.gateway.whatsapp.cloud_api._TOKEN_WAIT_S", 0.5)
    world.agrees()
    world.graph.days += [day, day]
    began = time.monotonic()
    world.says("helpt warmte?")
    assert world.texts(3)[2] == "u zei: helpt warmte?"
    # 429 asks for a second each time; the others back off by themselves.
    assert time.monotonic() - began >= (2 if day == "429" else 0.9)
    assert world.rows("SELECT attempts FROM outbox ORDER BY id DESC LIMIT 1") == [(3,)]


def test_what_is_refused_for_good_is_a_dead_letter_and_the_next_goes_on(world: World) -> None:
    world.agrees()
    world.graph.days.append("131026")
    world.says("een")
    world.says("twee")
    assert world.texts(3)[2] == "u zei: twee"
    database = world.database()
    with database.begin() as session:
        [letter] = outbox.dead(session)
        assert (letter.error, letter.attempts) == ("meta 131026", 1)
        assert outbox.revive(session, letter.id, utcnow())
        assert not outbox.revive(session, letter.id, utcnow())
    database.close()
    assert world.texts(4)[3] == "u zei: een"


@pytest.mark.parametrize("day", ["lost", "garbage"])
def test_a_send_whose_answer_was_lost_is_not_sent_again_when_its_status_comes(
    world: World, day: str
) -> None:
    world.agrees()
    world.graph.days.append(day)
    world.says("een")
    hears(world, world.graph.wait(3)[2], "sent", "delivered")
    world.says("twee")
    assert world.texts(4)[2:] == ["u zei: een", "u zei: twee"]


def test_without_a_status_a_send_in_doubt_is_sent_again(world: World) -> None:
    world.agrees()
    world.graph.days.append("lost")
    world.says("een")
    world.says("twee")
    first, again, other = world.graph.wait(5)[2:]
    assert [first.text, again.text, other.text] == ["u zei: een", "u zei: een", "u zei: twee"]
    assert first.ref == again.ref
    assert again.at - first.at >= world.settings.whatsapp_in_doubt_s


def test_a_send_never_begins_when_its_lane_may_end_before_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.agrees()
    with monkeypatch.context() as stalled:
        stalled.setattr(outbox_worker, "_MARGIN_S", -1.0)
        world.says("een")
        world.until("SELECT attempts > 2 FROM outbox ORDER BY id DESC LIMIT 1", [(1,)])
        assert len(world.graph.sent) == 2
    assert world.texts(3)[2] == "u zei: een"
    world.until("SELECT state FROM outbox ORDER BY id DESC LIMIT 1", [("sent",)])
    assert len(world.graph.sent) == 3


def _put_old(session: Session, age: timedelta) -> str:
    """A message to Anna with key 'oud', queued so long ago; returns her patient's id."""
    patient = patients.find(session, Reach(PHONE, ANNA))
    assert patient
    content = '{"type": "text", "text": "oud"}'
    outbox.put(session, patient, "whatsapp", "oud", content, utcnow() - age)
    return patient


def test_what_stays_in_doubt_for_a_day_is_a_dead_letter(world: World) -> None:
    world.agrees()
    world.graph.days.append("lost")
    database = world.database()
    with database.begin() as session:
        _put_old(session, timedelta(hours=25))
    database.close()
    world.until("SELECT state FROM outbox WHERE key = 'oud'", [("failed",)])


@pytest.mark.parametrize("waited", [outbox.PARKED, outbox.FAILED])
def test_what_goes_out_after_days_is_again_tried_for_a_day(world: World, waited: str) -> None:
    world.agrees()
    world.graph.days += ["500", "500"]
    database = world.database()
    with database.begin() as session:
        patient = _put_old(session, timedelta(days=3))
        [row] = session.query(OutboxMessage).filter_by(key="oud")
        row.state = waited
        session.flush()
        if waited == outbox.PARKED:
            outbox.unpark(session, patient, "whatsapp", utcnow())
        else:
            assert outbox.revive(session, row.id, utcnow())
    database.close()
    assert world.texts(3)[2] == "oud"


def test_a_key_of_meta_that_expired_does_not_stop_twilio(world: World) -> None:
    world.agrees()
    world.graph.days.append("190")
    world.says("een")
    world.until("SELECT error FROM outbox ORDER BY id DESC LIMIT 1", [("meta 190",)])
    world.twilio_says("hallo", From="whatsapp:+31600000002")
    assert "Vindt u het goed" in world.twilio.wait(1)[0].text
    # And nothing else is tried at Meta meanwhile.
    calls = world.graph.calls
    world.says("hallo", "31600000003")
    world.until("SELECT error FROM outbox ORDER BY id DESC LIMIT 1", [("paused",)])
    assert world.graph.calls == calls


def test_a_send_that_hangs_blocks_no_other_patient(world: World) -> None:
    world.agrees()
    world.agrees("31600000002")
    world.graph.days.append("hang")
    world.says("een")
    world.graph.wait(5)
    world.says("hoi", "31600000002")
    assert world.texts(3, "31600000002")[2] == "u zei: hoi"


def test_statuses_only_go_forward(world: World) -> None:
    world.agrees()
    [question, _] = world.graph.wait(2)
    state = f"SELECT state, content IS NULL FROM outbox WHERE ref = '{question.ref}'"
    world.until(state, [("sent", 0)])
    hears(world, question, "read")
    assert world.rows(state) == [("read", 1)]
    hears(world, question, "delivered", "sent", "failed", "read")
    assert world.rows(state) == [("read", 1)]


def test_a_status_of_a_message_nobody_knows_is_thanked_for(world: World) -> None:
    stranger = Sent("31600000009", {}, "0" * 32, "wamid.x", 0)
    hears(world, stranger, "delivered")


def test_an_address_that_no_key_opens_holds_up_nobody_else(world: World) -> None:
    world.agrees()
    database = world.database()
    with database.begin() as session:
        lost = Vault([new_key()], "x").seal(ANNA)
        session.execute(update(Address).values(sealed=lost))
    world.says("een")
    world.until(
        "SELECT state, error FROM outbox WHERE state = 'failed'", [("failed", "no address")]
    )
    world.says("hallo", "31600000002")
    assert "Vindt u het goed" in world.texts(1, "31600000002")[0]
    database.close()


def test_a_failure_that_is_reported_later_is_a_dead_letter(world: World) -> None:
    world.agrees()
    question = world.graph.wait(2)[0]
    world.until(f"SELECT state FROM outbox WHERE ref = '{question.ref}'", [("sent",)])
    error = [{"code": 131026, "title": "Message undeliverable"}]
    body = delivery(statuses=[status(question, "failed", errors=error)])
    assert deliver(world.url, body).status_code == 200
    assert world.rows("SELECT error FROM outbox WHERE state = 'failed'") == [("meta 131026",)]


def test_an_answer_outside_the_window_waits_for_the_patient(world: World) -> None:
    world.agrees()
    world.engine.error = "ConnectError"
    world.says("helpt warmte?")
    world.until("SELECT count(*) FROM inbox WHERE state = 'pending'", [(1,)])
    later(world, hours=25)
    world.engine.error = ""
    template = world.graph.wait(3)[2].body["template"]
    assert template == {"name": "bericht_klaar", "language": {"code": "nl"}}
    world.says("ok")
    assert world.texts(5)[3:] == ["u zei: helpt warmte?", "u zei: ok"]


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_window_that_meta_knows_to_be_closed_parks_the_answer(
    world: World, asynchronous: bool
) -> None:
    world.agrees()
    if not asynchronous:
        world.graph.days.append("131047")
        world.says("een")
    else:
        world.says("een")
        error = [{"code": 131047}]
        body = delivery(statuses=[status(world.graph.wait(3)[2], "failed", errors=error)])
        world.until("SELECT count(*) FROM outbox WHERE state = 'sent'", [(3,)])
        deliver(world.url, body)
    assert world.graph.wait(4 if asynchronous else 3)[-1].text == "<template>"
    world.says("twee")
    count = 6 if asynchronous else 5
    assert world.texts(count)[-2:] == ["u zei: een", "u zei: twee"]


def test_a_notice_is_a_link_inside_the_window_and_a_template_outside_it(world: World) -> None:
    world.agrees()
    agree_to_follow_up(world)
    queue(world, "n1", text="Hoeveel pijn hebt u, van 0 tot 10?")
    inside = world.texts(3)[2]
    assert inside.endswith("https://rug.praktijk.nl/v/abc") and "pijn" not in inside
    later(world, hours=25)
    queue(world, "n2")
    template = world.graph.wait(4)[3].body["template"]
    assert template["name"] == "vraag_klaar"
    assert template["components"][0]["parameters"] == [{"type": "text", "text": "v/abc"}]
    assert "pijn" not in json.dumps(template)


def test_a_notice_needs_consent_at_the_moment_of_sending(world: World) -> None:
    world.agrees()
    queue(world, "n1")
    world.until("SELECT state FROM outbox WHERE key = 'n1'", [("cancelled",)])
    agree_to_follow_up(world)
    world.says("STOP")
    world.texts(3)
    queue(world, "n2")
    world.until("SELECT state FROM outbox WHERE key = 'n2'", [("cancelled",)])
    assert len(world.graph.sent) == 3
