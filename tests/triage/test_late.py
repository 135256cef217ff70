"""rugwijzer.triage.late."""

from __future__ import annotations

import pytest

from rugwijzer.triage.hold import Advice
from rugwijzer.triage.intake import Intake
from rugwijzer.triage.late import TOLD_MEANWHILE, Told, take_up

SADDLE = Told("spoed", ("rijbroek", "plassen"))


def test_an_urgent_advice_is_open_and_ends_the_questionnaire() -> None:
    intake = Intake(running=True, confirm=["koorts"], doubts=["kanker"], later=["matras"])
    advice = take_up(intake, None, SADDLE)
    assert advice == Advice("spoed", ("rijbroek", "plassen"), resume=True)
    assert intake.present == {"rijbroek": TOLD_MEANWHILE, "plassen": TOLD_MEANWHILE}
    assert (intake.told, intake.named) == ("spoed", ["rijbroek", "plassen"])
    assert not intake.running
    assert intake.confirm == intake.doubts == intake.later == []


def test_what_the_conversation_knows_already_changes_nothing() -> None:
    intake = Intake(present={"rijbroek": "doof", "plassen": "niet meer"}, running=True)
    before = intake.to_dict()
    # Heard after all, and the patient has called since: it is not opened again.
    assert take_up(intake, None, SADDLE) is None
    assert intake.to_dict() == before


@pytest.mark.parametrize("level", ["vandaag", "deze_week"])
def test_a_milder_advice_is_known_and_not_held(level: str) -> None:
    intake = Intake(running=True)
    assert take_up(intake, None, Told(level, ("koorts",))) is None
    assert intake.present == {"koorts": TOLD_MEANWHILE}
    assert intake.told == level
    assert intake.running


def test_a_more_urgent_advice_that_is_open_stays() -> None:
    opened = Advice("bel_112", ("aneurysma",), resume=True)
    assert take_up(Intake(), opened, SADDLE) == opened
    lower = Advice("spoed", ("plassen",), resume=True)
    raised = take_up(Intake(), lower, Told("bel_112", ("aneurysma",)))
    assert raised == Advice("bel_112", ("aneurysma",), resume=True)


def test_what_was_only_possible_is_asked_about() -> None:
    intake = Intake(running=True)
    told = Told("spoed", ("plassen", "ontlasting", "rijbroek"), unsure=True)
    assert take_up(intake, None, told) is None
    assert (intake.confirm, intake.doubts) == (["plassen"], ["ontlasting"])
    assert intake.present == {}
    assert intake.running


def test_nothing_is_asked_that_was_denied_or_while_an_advice_is_open() -> None:
    unsure = Told("spoed", ("plassen",), unsure=True)
    denied = Intake(denied=["plassen"])
    assert take_up(denied, None, unsure) is None
    assert denied.confirm == []
    opened, busy = Advice("bel_112", ("aneurysma",)), Intake()
    assert take_up(busy, opened, unsure) == opened
    assert busy.confirm == []
