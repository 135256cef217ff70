"""rugwijzer.triage.intake: what an answer counts for, what ends the asking, what is taken back."""

from __future__ import annotations

import pytest

from rugwijzer.triage import Facts, FlagBook
from rugwijzer.triage.answers import NO, OTHER, UNKNOWN, YES, Reply
from rugwijzer.triage.intake import Intake, Question


def answer(intake: Intake, book: FlagBook, kind: str) -> None:
    question = intake.next_question(book)
    assert question is not None
    intake.apply(question, Reply(kind), book)


@pytest.mark.parametrize(
    ("age", "level"), [(15, "vandaag"), (17, "vandaag"), (18, "deze_week"), (None, "deze_week")]
)
def test_the_age_told_decides_on_the_level(book: FlagBook, age: int | None, level: str) -> None:
    intake = Intake(present={"nachtpijn": "verteld"}, facts=Facts(age=age))
    assert intake.decision(book).level == level


@pytest.mark.parametrize(
    ("flag", "modifiers", "level"),
    [
        ("overdosis", ["suf"], "bel_112"),
        ("overdosis", [], "spoed"),
        ("nachtpijn", ["val"], "vandaag"),
        ("nachtpijn", ["suf"], "deze_week"),
    ],
)
def test_drowsiness_and_a_fall_decide_on_the_level(
    book: FlagBook, flag: str, modifiers: list[str], level: str
) -> None:
    intake = Intake(present={flag: "verteld"}, modifiers=modifiers)
    assert intake.decision(book).level == level


def test_a_yes_counts_beside_what_was_told_and_beside_another_yes(book: FlagBook) -> None:
    intake = Intake(
        present={"koorts": "verteld"},
        maybe=[["rijbroek", "plassen"], ["kanker", "gewichtsverlies"]],
    )
    everything = {"koorts", "rijbroek", "plassen", "kanker", "gewichtsverlies"}
    assert intake.counting() == everything
    assert set(intake.decision(book).flags) == everything


@pytest.mark.parametrize("kind", [YES, NO, UNKNOWN, OTHER])
def test_a_check_question_and_its_doubts_are_back(book: FlagBook, kind: str) -> None:
    intake = Intake()
    intake.ask_about("koorts", ["plassen", "rijbroek"])
    answer(intake, book, kind)
    assert intake.undo()
    assert (intake.confirm, intake.doubts) == (["koorts"], ["plassen", "rijbroek"])
    for asked in ("koorts", "plassen", "rijbroek"):
        assert intake.next_question(book) == Question("confirm", "confirm", (asked,))
        answer(intake, book, NO)
    assert intake.denied == ["koorts", "plassen", "rijbroek"]


@pytest.mark.parametrize("kind", [YES, NO])
def test_the_meanings_of_an_earlier_yes_are_back(book: FlagBook, kind: str) -> None:
    meanings = [["koorts", "infectierisico"], ["kanker", "nachtpijn", "loopafstand"]]
    intake = Intake(running=True, maybe=[list(group) for group in meanings])
    question = Question("red_flags", "welke_nachtpijn", ("nachtpijn",))
    intake.apply(question, Reply(kind), book)
    assert intake.maybe != meanings
    assert intake.undo()
    assert intake.maybe == meanings
    assert (intake.present, intake.denied, intake.done) == ({}, [], [])


def test_an_answer_kept_by_an_older_version_is_taken_back(book: FlagBook) -> None:
    """Once nothing was kept of check questions: a talk goes on through an update."""
    older = {"present": {}, "maybe": [], "denied": [], "done": [], "facts": {"age": 40}}
    raw = {"running": True, "done": ["vraag_1"], "history": [{"before": older}]}
    intake = Intake.from_dict(raw)
    assert intake.undo()
    assert (intake.confirm, intake.doubts, intake.done) == ([], [], [])
    assert intake.facts == Facts(age=40)
    question = intake.next_question(book)
    assert question is not None
    assert question.place == 1


def test_an_urgent_advice_ends_all_asking_and_keeps_the_answers(book: FlagBook) -> None:
    intake = Intake(running=True, later=["koorts"], done=["vraag_1"], present={"plassen": "x"})
    intake.ask_about("rijbroek", ["kanker"])
    intake.let_go()
    assert intake.next_question(book) is None
    assert (intake.running, intake.doubts, intake.later) == (False, [], [])
    assert (intake.done, intake.present) == (["vraag_1"], {"plassen": "x"})
