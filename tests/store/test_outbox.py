"""rugwijzer.store.outbox."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from rugwijzer.store import Database, outbox, patients
from rugwijzer.store.base import new_id
from rugwijzer.store.outbox import OutboxMessage, Outgoing
from rugwijzer.store.patients import PHONE, Reach
from rugwijzer.store.retention import purge_messages

from .conftest import NOW

LEASE, DOUBT = timedelta(seconds=10), timedelta(seconds=30)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def anna(database: Database) -> str:
    with database.begin() as session:
        return patients.find_or_create(session, [Reach(PHONE, "31600000001")], NOW)


def put(database: Database, patient: str, *keys: str, urgent: bool = False) -> None:
    with database.begin() as session:
        for key in keys:
            outbox.put(session, patient, "whatsapp", key, f'"{key}"', NOW, urgent=urgent)


def claim(database: Database, now: datetime = NOW) -> list[Outgoing]:
    with database.begin() as session:
        return outbox.claim(session, "h", 10, now, LEASE, DOUBT)


def settle(database: Database, message: Outgoing, state: str, **values: object) -> None:
    with database.begin() as session:
        outbox.settle(session, message, "h", state, NOW, DOUBT, **values)  # type: ignore[arg-type]


def state_of(database: Database, key: str) -> str:
    with database.begin() as session:
        return str(session.query(OutboxMessage.state).filter_by(key=key).scalar())


def test_a_key_is_queued_once(database: Database, anna: str) -> None:
    with database.begin() as session:
        assert outbox.put(session, anna, "whatsapp", "k", "1", NOW)
        assert not outbox.put(session, anna, "whatsapp", "k", "2", NOW)
    [message] = claim(database)
    assert message.content == "1"


def test_messages_go_one_after_another_and_an_urgent_one_first(
    database: Database, anna: str
) -> None:
    put(database, anna, "een", "twee")
    [first] = claim(database)
    assert claim(database) == []
    put(database, anna, "alarm", urgent=True)
    settle(database, first, outbox.SENT, provider_id="wamid.1")
    [second] = claim(database)
    settle(database, second, outbox.SENT)
    [third] = claim(database)
    assert [m.content for m in (first, second, third)] == ['"een"', '"alarm"', '"twee"']


def test_two_workers_never_take_the_same_message(database: Database) -> None:
    with database.begin() as session:
        ids = [
            patients.find_or_create(session, [Reach(PHONE, f"31600{n:03d}")], NOW)
            for n in range(20)
        ]
    for patient in ids:
        put(database, patient, f"k{patient}")

    def take(_: int) -> list[Outgoing]:
        with database.begin() as session:
            return outbox.claim(session, new_id(), 3, NOW, LEASE, DOUBT)

    with ThreadPoolExecutor(5) as pool:
        taken = [m.patient_id for found in pool.map(take, range(14)) for m in found]
    assert sorted(taken) == sorted(ids)


def test_a_worker_that_dies_leaves_doubt_and_a_status_ends_it(
    database: Database, anna: str
) -> None:
    put(database, anna, "een", "twee")
    [dead] = claim(database)
    assert claim(database, NOW + LEASE) == []
    with database.begin() as session:
        assert outbox.status(session, outbox.SENT, NOW, ref=dead.ref)
    [after] = claim(database, NOW + LEASE)
    assert after.content == '"twee"'


def test_doubt_without_a_status_ends_in_a_second_send(database: Database, anna: str) -> None:
    put(database, anna, "een")
    claim(database)
    assert claim(database, NOW + LEASE) == []
    [again] = claim(database, NOW + DOUBT)
    assert (again.content, again.attempts) == ('"een"', 2)


def test_time_in_which_nobody_listened_does_not_count_as_doubt(
    database: Database, anna: str
) -> None:
    put(database, anna, "een")
    claim(database)
    restart = NOW + timedelta(hours=1)
    with database.begin() as session:
        outbox.recover(session, restart)
    assert claim(database, restart) == []
    assert len(claim(database, restart + DOUBT)) == 1


@pytest.mark.parametrize(
    ("states", "end"),
    [
        (["sent", "delivered", "read"], "read"),
        (["read", "delivered", "sent"], "read"),
        (["delivered", "failed"], "delivered"),
        (["sent", "failed", "delivered"], "delivered"),
        (["failed", "sent"], "failed"),
        (["sent", "sent"], "sent"),
    ],
)
def test_statuses_in_any_order_only_go_forward(
    database: Database, anna: str, states: list[str], end: str
) -> None:
    put(database, anna, "een")
    [message] = claim(database)
    settle(database, message, outbox.SENT, provider_id="wamid.1")
    with database.begin() as session:
        for state in states:
            assert outbox.status(session, state, NOW, provider_id="wamid.1")
    assert state_of(database, "een") == end


def test_a_status_that_came_before_the_answer_stays(database: Database, anna: str) -> None:
    put(database, anna, "een")
    [message] = claim(database)
    with database.begin() as session:
        outbox.status(session, outbox.DELIVERED, NOW, ref=message.ref)
    settle(database, message, outbox.QUEUED, due_at=NOW)
    assert state_of(database, "een") == "delivered"
    assert claim(database) == []


def test_a_retry_waits_for_its_time_and_keeps_the_order(database: Database, anna: str) -> None:
    put(database, anna, "een", "twee")
    [message] = claim(database)
    settle(database, message, outbox.QUEUED, due_at=LATER, error="http 500")
    assert claim(database) == []
    [again] = claim(database, LATER)
    assert again.content == '"een"'


def test_a_dead_letter_lets_the_next_go_and_can_be_sent_again(
    database: Database, anna: str
) -> None:
    put(database, anna, "een", "twee")
    [message] = claim(database)
    settle(database, message, outbox.FAILED, error="meta 131026")
    with database.begin() as session:
        assert [(d.id, d.error) for d in outbox.dead(session)] == [(message.id, "meta 131026")]
        assert outbox.revive(session, message.id, NOW)
        assert not outbox.revive(session, message.id + 99, NOW)
    [again] = claim(database)
    assert again.content == '"een"'


def test_what_is_parked_goes_out_when_the_patient_writes(database: Database, anna: str) -> None:
    put(database, anna, "een", "twee")
    [message] = claim(database)
    settle(database, message, outbox.PARKED)
    [other] = claim(database)
    assert other.content == '"twee"'
    settle(database, other, outbox.SENT)
    with database.begin() as session:
        outbox.unpark(session, anna, "whatsapp", NOW)
    [again] = claim(database)
    assert again.content == '"een"'


def test_old_rows_and_the_content_of_what_was_sent_are_forgotten(
    database: Database, anna: str
) -> None:
    put(database, anna, "een", "twee", "drie")
    [message] = claim(database)
    settle(database, message, outbox.SENT)
    with database.begin() as session:
        purge_messages(session, NOW + timedelta(days=2))
        rows = session.query(OutboxMessage.key, OutboxMessage.content.is_(None))
        assert dict(rows.all()) == {"een": 1, "twee": 0, "drie": 0}
        purge_messages(session, NOW + timedelta(days=31))
        assert {row.key for row in session.query(OutboxMessage.key)} == {"twee", "drie"}
