from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from rugwijzer.followup import dispatch, enrol
from rugwijzer.store import consent, outbox
from rugwijzer.store import dispatch as sending
from rugwijzer.store.checkins import CheckIn
from rugwijzer.store.courses import Course
from rugwijzer.store.mails import Mail
from rugwijzer.store.outbox import OutboxMessage

from .conftest import DAY_2, World, after


def mails(world: World) -> list[Mail]:
    with world.database.begin() as session:
        return list(session.execute(select(Mail).order_by(Mail.id)).scalars())


def test_planned_sent_reminded_missed_and_shown(world: World) -> None:
    course = world.enrol()
    assert world.clock(after(-0.1)) == 0
    world.clock(DAY_2)
    assert world.checkins(course)[0].state == "sent"
    world.clock(after(24))
    assert [m.key.rsplit(":", 1)[1] for m in mails(world)] == ["uitnodiging", "herinnering"]
    world.clock(after(47))
    assert world.checkins(course)[0].state == "sent"
    world.clock(after(48))
    assert world.checkins(course)[0].state == "missed"
    assert [kind for kind, _, _ in world.alerts(course)] == ["gemist"]
    world.clock(after(60))
    assert len(mails(world)) == 2


def test_the_mail_holds_the_link_and_nothing_about_health(world: World) -> None:
    world.enrol()
    world.clock(DAY_2)
    (mail,) = mails(world)
    text = (mail.subject + world.database.vault.open(mail.body)).lower()
    assert "https://rug.example.nl/fysio/p/" in text
    assert not [w for w in ("pijn", "rug ", "fysio ", "jan", "traplopen", "klacht") if w in text]


def test_at_night_the_message_waits_until_the_morning(world: World) -> None:
    course = world.enrol()
    world.clock(after(11))
    assert world.checkins(course)[0].state == "due"
    assert mails(world) == []
    assert world.clock(after(22.9)) == 0
    world.clock(after(23))
    assert world.checkins(course)[0].state == "sent"


def test_a_reminder_does_not_come_at_night_either(world: World) -> None:
    world.enrol()
    world.clock(after(9))
    # A day later is 19:00, before the window closes; the worker was down until 22:00.
    world.clock(after(36))
    assert len(mails(world)) == 1
    world.clock(after(47))
    assert len(mails(world)) == 2


def test_stop_is_seen_at_the_moment_of_sending(world: World) -> None:
    course = world.enrol()
    patient = world.course(course).patient_id
    with world.database.begin() as session:
        consent.stop(session, patient, "whatsapp", "1", DAY_2)
    world.clock(DAY_2)
    assert world.checkins(course)[0].state == "cancelled"
    assert mails(world) == []


def test_stop_after_sending_prevents_the_reminder(world: World) -> None:
    course = world.enrol()
    world.clock(DAY_2)
    patient = world.course(course).patient_id
    with world.database.begin() as session:
        consent.stop(session, patient, "whatsapp", "1", after(1))
    world.clock(after(24))
    assert len(mails(world)) == 1


def test_nothing_is_sent_on_pause_and_again_after_it(world: World) -> None:
    course = world.enrol()
    with world.database.begin() as session:
        enrol.pause(session.get(Course, course))
    world.clock(DAY_2)
    with world.database.begin() as session:
        enrol.resume(session.get(Course, course))
    world.clock(after(5 * 24))
    assert [c.state for c in world.checkins(course)][:2] == ["cancelled", "sent"]


def test_an_invitation_alone_plans_nothing(world: World) -> None:
    with world.database.begin() as session:
        wanted = enrol.Enrolment("Piet", "standaard", "pagina", activity="fietsen")
        course = enrol.enrol(session, world.account_id, wanted, DAY_2)
    assert world.checkins(course.id) == []


def test_on_the_page_alone_nothing_is_sent_and_the_questions_are_there(world: World) -> None:
    course = world.enrol("", "pagina")
    world.clock(DAY_2)
    assert world.checkins(course)[0].state == "delivered"
    assert mails(world) == []


def test_on_whatsapp_a_notice_with_the_link_goes_into_the_outbox(world: World) -> None:
    course = world.enrol("06 12345678", "whatsapp")
    world.clock(DAY_2)
    with world.database.begin() as session:
        row = session.execute(select(OutboxMessage)).scalar_one()
        content = json.loads(world.database.vault.open(row.content))
        assert row.scope == consent.FOLLOW_UP
        assert content["path"].startswith("fysio/p/")
        sending.status(session, outbox.DELIVERED, after(1), ref=row.ref)
    with world.database.begin() as session:
        dispatch.follow_deliveries(session, after(1))
    first = world.checkins(course)[0]
    assert (first.state, first.delivered_at) == ("delivered", after(1))
    assert first.next_at == after(24)


def test_a_message_that_cannot_be_delivered_is_shown(world: World) -> None:
    course = world.enrol("06 12345678", "whatsapp")
    world.clock(DAY_2)
    with world.database.begin() as session:
        session.execute(update(OutboxMessage).values(state=outbox.FAILED))
    for _ in range(2):
        with world.database.begin() as session:
            dispatch.follow_deliveries(session, after(1))
    assert [a[0] for a in world.alerts(course)] == ["niet_verzonden"]


def test_a_worker_that_was_down_for_a_week_sends_only_what_is_due_now(world: World) -> None:
    course = world.enrol()
    world.clock(after(5 * 24 + 1))
    assert [c.state for c in world.checkins(course)][:3] == ["missed", "sent", "planned"]
    assert [a[0] for a in world.alerts(course)] == ["niet_verzonden"]


def test_a_moment_that_the_plan_does_not_have_any_more_is_cancelled(world: World) -> None:
    course = world.enrol()
    with world.database.begin() as session:
        session.execute(update(CheckIn).where(CheckIn.moment == "dag_2").values(moment="dag_3"))
    world.clock(DAY_2)
    assert world.checkins(course)[0].state == "cancelled"
    assert [a[0] for a in world.alerts(course)] == ["niet_verzonden"]


def test_one_broken_row_does_not_stop_the_others(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    broken, fine = world.enrol(), world.enrol("piet@example.nl")
    patient = world.course(broken).patient_id
    with world.database.begin() as session:
        session.execute(
            update(outbox.Base.metadata.tables["addresses"])
            .where(outbox.Base.metadata.tables["addresses"].c.patient_id == patient)
            .values(sealed=b"not sealed with our key")
        )
    world.clock(DAY_2)
    assert world.checkins(broken)[0].state == "planned"
    assert world.checkins(broken)[0].next_at == DAY_2 + timedelta(hours=1)
    assert world.checkins(fine)[0].state == "sent"
    assert patient not in caplog.text
