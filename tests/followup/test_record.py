from __future__ import annotations

import pytest

from rugwijzer.followup import record
from rugwijzer.followup.answers import Answers
from rugwijzer.followup.record import NotOpen, Outcome
from rugwijzer.store.checkins import Answer

from .conftest import DAY_2, World, after

CALM = {"alarm_zenuw": "nee", "alarm_ziek": "nee"}


def answer(world: World, course: str, **given: object) -> Outcome:
    with world.database.begin() as session:
        row = record.open_checkin(session, course)
        assert row is not None
        answers = Answers({**CALM, **given})
        return record.record(session, row.id, answers, "pagina", world.sender.content, after(1))


def test_calm_answers_raise_no_alert(world: World) -> None:
    course = world.enrol(start_pain=5)
    world.clock(DAY_2)
    outcome = answer(world, course, pijn=4, open="Het gaat de goede kant op.")
    assert (outcome.level, outcome.worse) == ("geen", ())
    assert world.alerts(course) == []
    assert world.checkins(course)[0].state == "answered"
    assert world.clock(after(24)) == 0


def test_two_points_more_than_at_the_start_raises_an_alert(world: World) -> None:
    course = world.enrol(start_pain=3)
    world.clock(DAY_2)
    outcome = answer(world, course, pijn=5)
    assert outcome.worse == ("pijn van 3 naar 5",)
    assert world.alerts(course) == [("verslechtering", "geen", "pijn van 3 naar 5")]
    assert any("Bel" in line for line in outcome.words)


@pytest.mark.parametrize("reply", ["ja", "weet_niet"])
def test_an_alarm_sign_raises_an_alert_with_its_level(world: World, reply: str) -> None:
    course = world.enrol()
    world.clock(DAY_2)
    outcome = answer(world, course, pijn=3, alarm_zenuw=reply)
    assert outcome.urgent
    assert [(kind, level) for kind, level, _ in world.alerts(course)] == [("rode_vlag", "spoed")]


def test_an_alarm_sign_in_the_open_words_counts_too(world: World) -> None:
    course = world.enrol()
    world.clock(DAY_2)
    outcome = answer(world, course, pijn=3, open="Ik kan sinds gisteren niet meer plassen")
    assert (outcome.level, outcome.flags, outcome.unsure) == ("spoed", ("plassen",), False)


def test_what_the_answers_meant_can_be_read_again(world: World) -> None:
    course = world.enrol(start_pain=3)
    world.clock(DAY_2)
    with world.database.begin() as session:
        assert record.latest(session, world.course(course), world.sender.content) is None
    said = "Ik kan sinds gisteren niet meer plassen"
    outcome = answer(world, course, pijn=6, activiteit=4, wandelen=2, medicijnen="meer", open=said)
    with world.database.begin() as session:
        again = record.latest(session, world.course(course), world.sender.content)
    assert again == (after(1), outcome)
    assert len(world.alerts(course)) == 2


def test_words_stay_encrypted(world: World) -> None:
    course = world.enrol()
    world.clock(DAY_2)
    answer(world, course, pijn=3, open="Mijn zoon heet Kees")
    with world.database.begin() as session:
        raw = session.query(Answer).one().rest
    assert b"Kees" not in bytes(raw)
    assert "Kees" in world.database.vault.open(raw)


def test_a_check_in_is_answered_once(world: World) -> None:
    course = world.enrol()
    world.clock(DAY_2)
    first = world.checkins(course)[0].id
    answer(world, course, pijn=3)
    with world.database.begin() as session:
        assert record.open_checkin(session, course) is None
    with pytest.raises(NotOpen), world.database.begin() as session:
        record.record(session, first, Answers(CALM), "pagina", world.sender.content, after(2))


def test_a_late_answer_is_taken_until_the_next_check_in(world: World) -> None:
    course = world.enrol()
    world.clock(DAY_2)
    world.clock(after(48))
    answer(world, course, pijn=3)
    assert world.checkins(course)[0].state == "answered"


def test_declined_is_shown_and_gets_no_reminder(world: World) -> None:
    course = world.enrol()
    world.clock(DAY_2)
    with world.database.begin() as session:
        row = record.open_checkin(session, course)
        assert row is not None
        record.decline(session, row.id, after(1))
    assert world.clock(after(24)) == 0
    assert [kind for kind, _, _ in world.alerts(course)] == ["geweigerd"]
