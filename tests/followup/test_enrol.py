from __future__ import annotations

import pytest

from rugwijzer.followup import enrol, links
from rugwijzer.followup.enrol import EnrolError, Enrolment
from rugwijzer.store import consent, patients
from rugwijzer.store.courses import Course
from rugwijzer.store.patients import PHONE, Reach

from .conftest import DAY_2, START, World, add_account


def test_enrolment_names_every_problem(world: World) -> None:
    wanted = Enrolment("", "bestaat_niet", "email", "geen adres", start_pain=11)
    with pytest.raises(EnrolError) as caught:
        wanted.check(world.sender.content.plans)
    assert set(caught.value.problems) == {"alias", "plan_id", "address", "start_pain"}


@pytest.mark.parametrize(
    "number", ["06 12345678", "+31 6 1234 5678", "0031612345678", "06-12345678"]
)
def test_a_number_is_stored_in_one_form(world: World, number: str) -> None:
    course = world.enrol(number, "whatsapp")
    patient = world.course(course).patient_id
    with world.database.begin() as session:
        assert patients.find(session, Reach(PHONE, "31612345678")) == patient


def test_a_patient_who_chatted_before_keeps_the_same_id(world: World) -> None:
    with world.database.begin() as session:
        known = patients.find_or_create(session, [Reach(PHONE, "31612345678")], START)
    assert world.course(world.enrol("0612345678", "whatsapp")).patient_id == known


def test_an_address_is_not_followed_twice(world: World) -> None:
    world.enrol()
    with pytest.raises(EnrolError):
        world.enrol()


def test_who_was_followed_before_can_be_followed_again_by_the_same_physiotherapist(
    world: World,
) -> None:
    first = world.enrol()
    with world.database.begin() as session:
        enrol.stop(session, session.get(Course, first), DAY_2)
    second = world.enrol()
    assert world.course(second).patient_id == world.course(first).patient_id
    with world.database.begin() as session:
        assert consent.may_send(session, world.course(second).patient_id)
    world.account_id = add_account(world.database, "ander@example.nl")
    with pytest.raises(EnrolError):
        world.enrol()


def test_opting_in_twice_plans_once(world: World) -> None:
    course = world.enrol()
    with world.database.begin() as session:
        row = session.get(Course, course)
        enrol.opt_in(session, row, world.sender.content.plans["standaard"], DAY_2)
    assert len(world.checkins(course)) == 6


def test_refusing_ends_it_before_it_began(world: World) -> None:
    with world.database.begin() as session:
        wanted = Enrolment("Piet", "standaard", "pagina", activity="fietsen")
        course = enrol.enrol(session, world.account_id, wanted, START)
        enrol.refuse(session, course, START)
        assert consent.state(session, course.patient_id, consent.FOLLOW_UP) == consent.DECLINED
        assert not consent.may_send(session, course.patient_id)
    assert world.course(course.id).state == "ended"


def test_ending_cancels_what_is_open_and_kills_the_link(world: World) -> None:
    course = world.enrol()
    with world.database.begin() as session:
        row = session.get(Course, course)
        token = links.token(world.database.vault, row)
        assert links.find(session, token) is row
        enrol.end(session, row, DAY_2)
        assert links.find(session, token) is None
    assert {c.state for c in world.checkins(course)} == {"cancelled"}


def test_a_link_cannot_be_made_up_and_an_old_one_is_worthless(world: World) -> None:
    course = world.enrol()
    with world.database.begin() as session:
        row = session.get(Course, course)
        token = links.token(world.database.vault, row)
        assert links.find(session, course + "0" * 32) is None
        assert links.find(session, token[:-1]) is None
        assert links.find(session, "") is None
        links.replace(row)
        assert links.find(session, token) is None
