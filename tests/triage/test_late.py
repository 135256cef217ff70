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


@pytest.mark.parametrize(
    ("opened", "told", "level", "flags"),
    [
        (("bel_112", "aneurysma"), ("spoed", "plassen"), "bel_112", ("aneurysma", "plassen")),
        (("spoed", "plassen"), ("bel_112", "aneurysma"), "bel_112", ("aneurysma", "plassen")),
        (("spoed", "plassen"), ("spoed", "rijbroek"), "spoed", ("plassen", "rijbroek")),
    ],
)
@pytest.mark.parametrize("resume", [True, False])
def test_an_advice_beside_one_that_is_open_is_about_both_signals(
    opened: tuple[str, str],
    told: tuple[str, str],
    level: str,
    flags: tuple[str, ...],
    resume: bool,
) -> None:
    held = Advice(opened[0], (opened[1],), checking=True, resume=resume)
    advice = take_up(Intake(), held, Told(told[0], (told[1],)))
    # A 'nee' must not take back the signal that the check question was not about.
    assert advice == Advice(level, flags, resume=resume)


def test_a_questionnaire_that_runs_beside_an_open_advice_goes_on_later() -> None:
    intake = Intake(running=True)
    advice = take_up(intake, Advice("spoed", ("plassen",)), Told("spoed", ("rijbroek",)))
    assert advice == Advice("spoed", ("plassen", "rijbroek"), resume=True)
    assert not intake.running


def test_without_a_questionnaire_nothing_goes_on_later() -> None:
    assert take_up(Intake(), None, SADDLE) == Advice("spoed", ("rijbroek", "plassen"))


def test_a_milder_advice_leaves_an_open_one_as_it_is() -> None:
    held = Advice("spoed", ("plassen",), checking=True)
    assert take_up(Intake(), held, Told("vandaag", ("koorts",))) == held


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
