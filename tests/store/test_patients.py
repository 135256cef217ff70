"""rugwijzer.store.patients and rugwijzer.store.consent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import text

from rugwijzer.store import Database, consent, patients
from rugwijzer.store.patients import PHONE, USER_ID, Reach

from .conftest import NOW

ANNA = Reach(PHONE, "31600000001")
ANNA_ID = Reach(USER_ID, "NL.13491208655302741918")


def test_a_patient_is_found_by_number_and_by_user_id(database: Database) -> None:
    with database.begin() as session:
        anna = patients.find_or_create(session, [ANNA, ANNA_ID], NOW)
        assert patients.find_or_create(session, [ANNA_ID], NOW) == anna
        assert patients.find(session, ANNA) == anna
        assert patients.find(session, Reach(PHONE, "31600000002")) is None
        assert patients.reaches(session, anna) == [ANNA, ANNA_ID]


def test_a_user_id_that_appears_later_joins_the_known_number(database: Database) -> None:
    with database.begin() as session:
        anna = patients.find_or_create(session, [ANNA], NOW)
        assert patients.find_or_create(session, [ANNA, ANNA_ID], NOW) == anna
        assert patients.find(session, ANNA_ID) == anna


def test_no_number_stands_in_the_database(database: Database) -> None:
    with database.begin() as session:
        anna = patients.find_or_create(session, [ANNA, ANNA_ID], NOW)
        row = session.execute(text("SELECT * FROM addresses ORDER BY id")).all()
    shown = repr([[bytes(v) if isinstance(v, memoryview) else v for v in r] for r in row])
    assert anna in shown
    assert ANNA.value not in shown and ANNA_ID.value not in shown
    assert ANNA.value not in repr(ANNA)


def test_two_processes_that_see_a_new_number_together_agree(database: Database) -> None:
    def arrive(_: int) -> str:
        with database.begin() as session:
            return patients.find_or_create(session, [ANNA, ANNA_ID], NOW)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(arrive, range(8)))) == 1
    with database.begin() as session:
        assert session.execute(text("SELECT count(*) FROM patients")).scalar() == 1


def test_a_changed_number_keeps_the_patient(database: Database) -> None:
    new = Reach(PHONE, "31600000009")
    with database.begin() as session:
        anna = patients.find_or_create(session, [ANNA], NOW)
        patients.move_address(session, ANNA, new)
        assert patients.find(session, new) == anna
        assert patients.find(session, ANNA) is None


def test_a_changed_number_never_takes_over_another_patient(database: Database) -> None:
    other = Reach(PHONE, "31600000009")
    with database.begin() as session:
        anna = patients.find_or_create(session, [ANNA], NOW)
        bert = patients.find_or_create(session, [other], NOW)
        patients.move_address(session, ANNA, other)
        assert (patients.find(session, ANNA), patients.find(session, other)) == (anna, bert)


def test_the_window_is_open_for_24_hours_after_the_last_message(database: Database) -> None:
    with database.begin() as session:
        anna = patients.find_or_create(session, [ANNA], NOW)
        assert not patients.window_open(session, anna, "whatsapp", NOW)
        patients.heard(session, anna, "whatsapp", NOW)
        patients.heard(session, anna, "whatsapp", NOW - timedelta(hours=5))
        almost = NOW + timedelta(hours=23, minutes=59)
        assert patients.window_open(session, anna, "whatsapp", almost)
        assert not patients.window_open(session, anna, "whatsapp_twilio", almost)
        assert not patients.window_open(session, anna, "whatsapp", NOW + patients.WINDOW)


def test_the_last_step_of_consent_counts_and_stop_ends_all(database: Database) -> None:
    with database.begin() as session:
        anna = patients.create(session, NOW)
        assert consent.state(session, anna) is None
        for scope in (consent.CHAT, consent.FOLLOW_UP):
            for step in (consent.ASKED, consent.GIVEN):
                consent.record(session, anna, scope, step, "whatsapp", "1", NOW)
        assert consent.may_send(session, anna)
        consent.stop(session, anna, "whatsapp", "1", NOW)
        assert consent.state(session, anna) == consent.STOPPED
        assert not consent.may_send(session, anna)
