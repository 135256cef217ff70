"""Mails against a really running mail server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select, update

from rugwijzer.followup import enrol, postman, record
from rugwijzer.followup.postman import Server
from rugwijzer.run.ports import free_port
from rugwijzer.store import Vault, consent, mails
from rugwijzer.store.accounts import Account
from rugwijzer.store.base import utcnow
from rugwijzer.store.checkins import Alert
from rugwijzer.store.courses import Course
from rugwijzer.store.crypto import new_key
from rugwijzer.store.mails import Mail

from .conftest import DAY_2, World, add_account, after


class MailServer:
    """Keeps what it is given, or refuses every recipient."""

    def __init__(self) -> None:
        self.port, self.refuses = free_port(), False
        self.received = list[Message]()

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.refuses:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.received.append(message_from_bytes(envelope.content))
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[MailServer]:
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    yield server
    controller.stop()


def deliver(world: World, port: int, hours: float = 0) -> int:
    server = Server(f"smtp://127.0.0.1:{port}", "Opvolging <opvolging@example.nl>")
    return postman.deliver(world.database, server, world.sender.content, after(hours))


def row(world: World) -> Mail:
    with world.database.begin() as session:
        return session.execute(select(Mail).order_by(Mail.id).limit(1)).scalar_one()


def test_it_arrives_once_and_nothing_of_it_is_kept(world: World, mailbox: MailServer) -> None:
    world.enrol()
    world.clock(DAY_2)
    assert deliver(world, mailbox.port) == 1
    assert deliver(world, mailbox.port, 1) == 0
    (mail,) = mailbox.received
    assert mail["To"] == "jan@example.nl"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "https://rug.example.nl/fysio/p/" in str(mail.get_payload())
    kept = row(world)
    assert (kept.sent_at, kept.recipient, kept.body) == (DAY_2, None, None)


def test_a_worker_that_died_before_its_record_sends_the_same_message_id(
    world: World, mailbox: MailServer
) -> None:
    world.enrol()
    world.clock(DAY_2)
    before = row(world)
    deliver(world, mailbox.port)
    with world.database.begin() as session:
        values = {"sent_at": None, "next_at": DAY_2}
        values |= {"recipient": before.recipient, "body": before.body}
        session.execute(update(Mail).values(**values))
    deliver(world, mailbox.port, 0.1)
    first, second = mailbox.received
    assert first["Message-ID"] == second["Message-ID"]


def test_stop_is_seen_when_the_mail_goes_not_only_when_it_was_queued(
    world: World, mailbox: MailServer
) -> None:
    patient = world.course(world.enrol()).patient_id
    world.clock(DAY_2)
    with world.database.begin() as session:
        consent.stop(session, patient, "whatsapp", "1", DAY_2)
    deliver(world, mailbox.port)
    assert mailbox.received == []
    assert (row(world).next_at, row(world).body) == (None, None)


@pytest.mark.parametrize("what", ["paused", "ended", "answered"])
def test_a_mail_that_nobody_needs_any_more_does_not_go(
    world: World, mailbox: MailServer, what: str
) -> None:
    course = world.enrol()
    world.clock(DAY_2)
    with world.database.begin() as session:
        found = session.get(Course, course)
        if what == "paused":
            enrol.pause(found)
        elif what == "ended":
            enrol.end(session, found, DAY_2)
        else:
            checkin = record.open_checkin(session, course)
            assert checkin is not None
            record.decline(session, checkin.id, DAY_2)
    deliver(world, mailbox.port)
    assert mailbox.received == []


def test_a_mail_that_was_held_up_until_the_night_waits_for_the_morning(
    world: World, mailbox: MailServer
) -> None:
    world.enrol()
    world.clock(DAY_2)
    deliver(world, free_port())
    deliver(world, mailbox.port, 11)
    assert mailbox.received == []
    assert deliver(world, mailbox.port, 22.9) == 0
    deliver(world, mailbox.port, 23)
    assert len(mailbox.received) == 1


def test_a_mail_server_that_is_away_is_tried_again_later(world: World, mailbox: MailServer) -> None:
    world.enrol()
    world.clock(DAY_2)
    deliver(world, free_port())
    assert row(world).error == "ConnectionRefusedError"
    assert deliver(world, mailbox.port) == 0
    deliver(world, mailbox.port, 0.1)
    assert len(mailbox.received) == 1


def test_an_address_that_does_not_exist_is_shown_to_the_physiotherapist(
    world: World, mailbox: MailServer
) -> None:
    course = world.enrol()
    world.clock(DAY_2)
    mailbox.refuses = True
    for attempt in range(mails.ATTEMPTS):
        with world.database.begin() as session:
            session.execute(update(Mail).values(next_at=DAY_2))
        assert world.alerts(course) == []
        deliver(world, mailbox.port, attempt / 10)
    assert [kind for kind, _, _ in world.alerts(course)] == ["niet_verzonden"]
    assert (row(world).next_at, row(world).recipient, row(world).body) == (None, None, None)


def test_a_mail_that_no_key_opens_holds_up_no_other_and_ends_as_not_sent(
    world: World, mailbox: MailServer
) -> None:
    course = world.enrol()
    world.clock(DAY_2)
    lost = Vault([new_key()], "x").seal("jan@example.nl")
    with world.database.begin() as session:
        session.execute(update(Mail).values(recipient=lost, attempts=mails.ATTEMPTS - 1))
        mails.put(session, None, "alert:1", "fysio@example.nl", "Melding", "Tekst", DAY_2)
    assert deliver(world, mailbox.port) == 2
    assert [mail["To"] for mail in mailbox.received] == ["fysio@example.nl"]
    assert (row(world).error, row(world).next_at, row(world).body) == ("Unreadable", None, None)
    assert [kind for kind, _, _ in world.alerts(course)] == ["niet_verzonden"]


def alert(world: World, mailbox: MailServer, **answers: Any) -> list[Message]:
    """Answer the check-in and let the worker mail about it, twice."""
    course = world.enrol("", "pagina", start_pain=3)
    world.clock(DAY_2)
    with world.database.begin() as session:
        checkin = record.open_checkin(session, course)
        assert checkin is not None
        given = record.Answers({"alarm_zenuw": "nee", "alarm_ziek": "nee", **answers})
        record.record(session, checkin.id, given, "pagina", world.sender.content, after(1))
    for _ in range(2):
        with world.database.begin() as session:
            postman.queue_alert_mails(session, "https://rug.example.nl", after(1))
        deliver(world, mailbox.port, 1)
    return mailbox.received


def test_an_alert_is_mailed_once_without_anything_about_health(
    world: World, mailbox: MailServer
) -> None:
    (mail,) = alert(world, mailbox, pijn=7)
    assert mail["To"] == "fysio@example.nl"
    text = (str(mail["Subject"]) + str(mail.get_payload())).lower()
    assert "https://rug.example.nl/fysio" in text
    assert not [w for w in ("jan", "pijn", "verslechter", "alarm", "klacht") if w in text]


def test_an_account_whose_address_no_key_opens_holds_up_no_other(
    world: World, mailbox: MailServer
) -> None:
    first, first_account = world.enrol(), world.account_id
    world.account_id = add_account(world.database, "tweede@example.nl")
    second = world.enrol("piet@example.nl")
    with world.database.begin() as session:
        for course in (first, second):
            found = session.get(Course, course)
            assert found is not None
            record.report_signals(session, found, "spoed", ["plassen"], utcnow())
        lost = session.get(Account, first_account)
        assert lost is not None
        lost.email = Vault([new_key()], "x").seal("fysio@example.nl")
        session.flush()
        assert postman.queue_alert_mails(session, "https://rug.example.nl", DAY_2) == 1
        assert postman.queue_alert_mails(session, "https://rug.example.nl", DAY_2) == 0
        lost.email = world.database.vault.seal("fysio@example.nl")
        session.flush()
        assert postman.queue_alert_mails(session, "https://rug.example.nl", DAY_2) == 1


def test_calm_answers_are_not_mailed(world: World, mailbox: MailServer) -> None:
    assert alert(world, mailbox, pijn=3) == []


def test_an_alert_that_was_seen_already_is_not_mailed(world: World, mailbox: MailServer) -> None:
    course = world.enrol()
    with world.database.begin() as session:
        found = session.get(Course, course)
        assert found is not None
        record.report_signals(session, found, "spoed", ["plassen"], utcnow())
        session.execute(update(Alert).values(acknowledged_at=utcnow()))
        assert postman.queue_alert_mails(session, "https://rug.example.nl", DAY_2) == 0


def test_the_lease_of_a_dead_worker_ends(world: World) -> None:
    world.enrol()
    world.clock(DAY_2)
    with world.database.begin() as session:
        assert len(mails.claim(session, 9, DAY_2)) == 1
        assert mails.claim(session, 9, DAY_2) == []
        assert len(mails.claim(session, 9, DAY_2 + mails.LEASE + timedelta(seconds=1))) == 1
