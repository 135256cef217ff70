"""rugwijzer.store.outbox, dispatch and retention."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from rugwijzer.store import (
    Database,
    Vault,
    consent,
    dispatch,
    inbox,
    lanes,
    outbox,
    patients,
    subject,
)
from rugwijzer.store.base import new_id
from rugwijzer.store.crypto import new_key
from rugwijzer.store.dispatch import Outgoing
from rugwijzer.store.outbox import OutboxMessage
from rugwijzer.store.patients import PHONE, Reach
from rugwijzer.store.retention import purge_messages, purge_strangers

from .conftest import NOW
from .test_inbox import arrival

LEASE, DOUBT = timedelta(seconds=10), timedelta(seconds=30)
STATES = [outbox.SENT, outbox.DELIVERED, outbox.READ, outbox.FAILED]
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
        return dispatch.claim(session, "h", 10, now, LEASE, DOUBT)


def settle(database: Database, message: Outgoing, state: str, **values: object) -> None:
    with database.begin() as session:
        dispatch.settle(session, message, "h", state, NOW, DOUBT, **values)  # type: ignore[arg-type]


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
            return dispatch.claim(session, new_id(), 3, NOW, LEASE, DOUBT)

    with ThreadPoolExecutor(5) as pool:
        taken = [m.patient_id for found in pool.map(take, range(14)) for m in found]
    assert sorted(taken) == sorted(ids)


def test_whatever_happens_at_once_no_two_transactions_wait_for_each_other(
    database: Database,
) -> None:
    numbers = [f"31600{n:03d}" for n in range(3)]
    with database.begin() as session:
        inbox.accept(session, [arrival(n, f"eerste {n}") for n in numbers], NOW)

    def act(number: int) -> None:
        chance, holder = random.Random(number), new_id()
        for step in range(40):
            with database.begin() as session:
                patient = patients.find(session, Reach(PHONE, chance.choice(numbers)))
                assert patient
                action = chance.randrange(5)
                if action == 0:
                    batch = [arrival(n, f"{number}-{step}-{n}") for n in numbers]
                    inbox.accept(session, chance.sample(batch, 3), NOW)
                elif action == 1:
                    for claimed in lanes.claim(session, lanes.IN, holder, 2, NOW, LEASE):
                        outbox.unpark(session, claimed, "whatsapp", NOW)
                        key = f"{number}-{step}-{claimed}"
                        outbox.put(session, claimed, "whatsapp", key, "1", NOW)
                        patients.set_offered(session, claimed, "whatsapp", "{}")
                        lanes.release(session, claimed, lanes.IN, holder, NOW)
                elif action == 2:
                    for message in dispatch.claim(session, holder, 2, NOW, LEASE, DOUBT):
                        dispatch.settle(session, message, holder, outbox.SENT, NOW, DOUBT)
                elif action == 3:
                    ref = session.query(OutboxMessage.ref).filter_by(patient_id=patient).limit(1)
                    dispatch.status(session, chance.choice(STATES), NOW, ref=ref.scalar())
                else:
                    subject.finish_erasure(session, patient)

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(act, range(6))) == [None] * 6


def test_a_worker_that_dies_leaves_doubt_and_a_status_ends_it(
    database: Database, anna: str
) -> None:
    put(database, anna, "een", "twee")
    [dead] = claim(database)
    assert claim(database, NOW + LEASE) == []
    with database.begin() as session:
        assert dispatch.status(session, outbox.SENT, NOW, ref=dead.ref)
    [after] = claim(database, NOW + LEASE)
    assert after.content == '"twee"'


def test_doubt_without_a_status_ends_in_a_second_send(database: Database, anna: str) -> None:
    put(database, anna, "een")
    claim(database)
    assert claim(database, NOW + LEASE) == []
    [again] = claim(database, NOW + DOUBT)
    assert (again.content, again.attempts) == ('"een"', 2)


def test_each_doubt_lasts_twice_as_long_and_begins_when_the_send_ended(
    database: Database, anna: str
) -> None:
    put(database, anna, "een")
    [first] = claim(database)
    ended = NOW + timedelta(seconds=9)
    with database.begin() as session:
        dispatch.settle(session, first, "h", outbox.SENDING, ended, DOUBT)
    assert claim(database, NOW + DOUBT) == []
    assert len(claim(database, ended + DOUBT)) == 1
    assert claim(database, ended + 2 * DOUBT) == []
    assert len(claim(database, ended + 3 * DOUBT)) == 1


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (outbox.QUEUED, outbox.SENDING),
        (outbox.FAILED, outbox.SENDING),
        (outbox.CANCELLED, outbox.SENDING),
        (outbox.SENT, outbox.SENT),
    ],
)
def test_who_lost_the_lane_can_only_report_that_it_was_sent(
    database: Database, anna: str, told: str, state: str
) -> None:
    put(database, anna, "een")
    [slow] = claim(database)
    with database.begin() as session:
        assert dispatch.claim(session, "ander", 10, NOW + DOUBT, LEASE, DOUBT)
    settle(database, slow, told)
    assert state_of(database, "een") == state
    assert claim(database, NOW + DOUBT + timedelta(seconds=1)) == []


def test_time_in_which_nobody_listened_does_not_count_as_doubt(
    database: Database, anna: str
) -> None:
    put(database, anna, "een")
    claim(database)
    restart = NOW + timedelta(hours=1)
    with database.begin() as session:
        dispatch.recover(session, restart)
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
            assert dispatch.status(session, state, NOW, provider_id="wamid.1")
    assert state_of(database, "een") == end


@pytest.mark.parametrize(
    ("states", "end"),
    [(["read", "delivered", "sent"], "read"), (["delivered", "read", "failed"], "read")],
)
def test_what_was_sent_moves_on_in_single_statements(
    database: Database, anna: str, states: list[str], end: str
) -> None:
    put(database, anna, "een")
    [message] = claim(database)
    ids = {"ref": message.ref, "provider_id": "wamid.1"}
    with database.single() as session:
        assert not dispatch.plain_status(session, outbox.SENT, NOW, **ids)
    settle(database, message, outbox.SENT, provider_id="wamid.1")
    for state in states:
        with database.single() as session:
            assert dispatch.plain_status(session, state, NOW, **ids)
    assert state_of(database, "een") == end
    with database.single() as session:
        stranger = {"ref": None, "provider_id": "wamid.9"}
        assert dispatch.plain_status(session, outbox.READ, NOW, **stranger)


def test_a_failure_of_what_was_sent_takes_a_transaction(database: Database, anna: str) -> None:
    put(database, anna, "een")
    [message] = claim(database)
    settle(database, message, outbox.SENT)
    with database.single() as session:
        assert not dispatch.plain_status(
            session, outbox.FAILED, NOW, ref=message.ref, provider_id=None
        )


def test_a_status_that_came_before_the_answer_stays(database: Database, anna: str) -> None:
    put(database, anna, "een")
    [message] = claim(database)
    with database.begin() as session:
        dispatch.status(session, outbox.DELIVERED, NOW, ref=message.ref)
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


def test_what_no_key_opens_is_a_dead_letter_and_holds_up_nobody(
    database: Database, anna: str
) -> None:
    put(database, anna, "een", "twee")
    with database.begin() as session:
        other = patients.find_or_create(session, [Reach(PHONE, "31600000002")], NOW)
        lost = Vault([new_key()], "x").seal('"een"')
        session.query(OutboxMessage).filter_by(key="een").update({"content": lost})
    put(database, other, "drie")
    assert [m.content for m in claim(database)] == ['"drie"']
    assert [m.content for m in claim(database)] == ['"twee"']
    with database.begin() as session:
        assert [d.error for d in outbox.dead(session)] == [dispatch.UNREADABLE]


def test_an_erasure_ends_though_its_confirmation_cannot_be_opened(
    database: Database, anna: str
) -> None:
    with database.begin() as session:
        subject.erase(session, anna)
    put(database, anna, "gewist")
    with database.begin() as session:
        session.query(OutboxMessage).update({"content": Vault([new_key()], "x").seal("1")})
    assert claim(database) == claim(database) == []
    with database.begin() as session:
        assert patients.find(session, Reach(PHONE, "31600000001")) is None


def test_a_message_whose_content_is_gone_does_not_wait_for_the_patient(
    database: Database, anna: str
) -> None:
    put(database, anna, "een")
    [message] = claim(database)
    settle(database, message, outbox.SENT)
    with database.begin() as session:
        purge_messages(session, NOW + timedelta(days=2))
        dispatch.status(session, outbox.FAILED, NOW, ref=message.ref, error="131047", park=True)
    assert state_of(database, "een") == outbox.FAILED
    assert claim(database) == []


def test_a_message_without_content_that_an_older_version_parked_holds_up_nobody(
    database: Database, anna: str
) -> None:
    put(database, anna, "een")
    with database.begin() as session:
        session.query(OutboxMessage).update({"content": None, "state": outbox.PARKED})
        outbox.unpark(session, anna, "whatsapp", NOW)
    assert claim(database) == []
    assert state_of(database, "een") == outbox.FAILED


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


def test_who_never_agreed_and_writes_no_more_is_erased(database: Database) -> None:
    numbers = [f"3160000000{n}" for n in range(4)]
    later = NOW + timedelta(days=31)
    with database.begin() as session:
        inbox.accept(session, [arrival(number, number) for number in numbers], NOW)
        gone, refused, agreed, back = (patients.find(session, Reach(PHONE, n)) for n in numbers)
        assert gone and refused and agreed and back
        step = ("whatsapp", "1", NOW)
        consent.record(session, refused, consent.CHAT, consent.DECLINED, *step)
        consent.record(session, agreed, consent.CHAT, consent.GIVEN, *step)
        patients.heard(session, back, "whatsapp", later)
    with database.begin() as session:
        assert purge_strangers(session, NOW + timedelta(days=29)) == 0
        assert purge_strangers(session, later) == 2
        left = [n for n in numbers if patients.find(session, Reach(PHONE, n))]
    assert left == numbers[2:]
