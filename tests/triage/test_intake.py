"""rugwijzer.triage.intake: what is asked, in which order, and what a reply does."""

from __future__ import annotations

import json

import pytest

from rugwijzer.triage import Facts, FlagBook
from rugwijzer.triage.answers import NO, UNKNOWN, YES, Reply
from rugwijzer.triage.intake import Intake, Question

PLACES = {
    1: {"aneurysma", "borst_benauwd", "ernstig_ongeval"},
    2: {"rijbroek", "plassen", "ontlasting", "seksueel"},
    3: {"beide_benen", "krachtverlies"},
    4: {"koorts", "infectierisico"},
    5: {"kanker", "gewichtsverlies"},
    6: {"wervelbreuk", "ondraaglijk"},
    7: {"nachtpijn", "leeftijd_eerste_keer", "ochtendstijfheid", "geen_verbetering"},
}
GOT = "getal"


def started() -> Intake:
    intake = Intake()
    intake.start()
    return intake


def answer(intake: Intake, book: FlagBook, kind: str, number: float | None = None) -> Question:
    question = intake.next_question(book)
    assert question is not None
    intake.apply(question, Reply(kind, number), book)
    return question


def at_place(book: FlagBook, place: int) -> Intake:
    intake = started()
    for _ in range(place - 1):
        answer(intake, book, NO)
    return intake


def test_nothing_is_asked_before_the_start(book: FlagBook) -> None:
    assert Intake().next_question(book) is None
    assert not Intake().finished(book)


def test_all_no_asks_seven_groups_in_order_and_then_three_numbers(book: FlagBook) -> None:
    intake = started()
    groups = [answer(intake, book, NO) for _ in range(7)]
    assert [g.place for g in groups] == [1, 2, 3, 4, 5, 6, 7]
    assert {g.place: set(g.flags) for g in groups} == PLACES
    numbers = [answer(intake, book, GOT, n).asks for n in (52, 14, 6)]
    assert numbers == ["age", "duration_days", "pain_score"]
    assert intake.next_question(book) is None
    assert intake.facts == Facts(age=52, duration_days=14, pain_score=6)
    assert intake.decision(book).level == "geen"
    assert intake.finished(book)


@pytest.mark.parametrize(
    ("place", "level"),
    [
        (1, "bel_112"),
        (2, "spoed"),
        (3, "spoed"),
        (4, "vandaag"),
        (5, "vandaag"),
        (6, "vandaag"),
        (7, "deze_week"),
    ],
)
def test_a_yes_counts_with_every_flag_of_the_group(book: FlagBook, place: int, level: str) -> None:
    intake = at_place(book, place)
    answer(intake, book, YES)
    assert intake.decision(book).level == level
    assert set(intake.decision(book).flags) == PLACES[place]
    assert intake.must_end(book) is (place <= 3)


@pytest.mark.parametrize("place", range(1, 8))
def test_not_knowing_counts_as_yes_for_urgent_groups_only(book: FlagBook, place: int) -> None:
    intake = at_place(book, place)
    answer(intake, book, UNKNOWN)
    assert (intake.decision(book).level != "geen") is (place <= 3)
    following = intake.next_question(book)
    assert following is not None
    assert following.place != place


def test_known_flags_and_facts_are_not_asked_again(book: FlagBook) -> None:
    intake = Intake(facts=Facts(age=40, duration_days=3))
    intake.note(["kanker"], "'borstkanker gehad'")
    intake.denied.append("koorts")
    intake.start()
    asked = [answer(intake, book, NO) for _ in range(7)]
    assert asked[3].flags == ("infectierisico",)
    assert asked[4].flags == ("gewichtsverlies",)
    assert answer(intake, book, GOT, 5).asks == "pain_score"
    assert intake.next_question(book) is None


def test_a_group_that_is_known_altogether_is_skipped(book: FlagBook) -> None:
    intake = at_place(book, 5)
    intake.note(["kanker", "gewichtsverlies"], "verteld")
    question = intake.next_question(book)
    assert question is not None
    assert question.place == 6


def test_fever_asks_for_the_temperature(book: FlagBook) -> None:
    intake = at_place(book, 4)
    answer(intake, book, YES)
    for _ in range(3):
        answer(intake, book, NO)
    assert answer(intake, book, GOT, 38.6).asks == "temperature"
    assert "koorts" in intake.present
    assert answer(intake, book, GOT, 30).asks == "age"


def test_a_child_by_age_raises_another_signal(book: FlagBook) -> None:
    intake = at_place(book, 7)
    answer(intake, book, YES)
    assert intake.decision(book).level == "deze_week"
    answer(intake, book, GOT, 15)
    assert "kind" in intake.present
    assert intake.decision(book).level == "vandaag"


def test_a_child_with_only_the_first_time_stays_this_week(book: FlagBook) -> None:
    intake = Intake(facts=Facts(age=15))
    intake.note(["kind", "leeftijd_eerste_keer"], "verteld")
    assert intake.decision(book).level == "deze_week"


def test_which_flag_was_meant_is_asked_only_when_it_changes_the_level(book: FlagBook) -> None:
    intake = Intake(running=True, facts=Facts(age=15, duration_days=2, pain_score=3))
    intake.note(["kind"], "15 jaar")
    intake.done = [f"vraag_{n}" for n in range(1, 8)]
    intake.maybe = [["leeftijd_eerste_keer", "nachtpijn"]]
    question = intake.next_question(book)
    assert question is not None
    assert (question.asks, question.flags, question.place) == ("red_flags", ("nachtpijn",), None)
    intake.apply(question, Reply(NO), book)
    assert intake.next_question(book) is None
    assert intake.decision(book).level == "deze_week"
    adult = Intake(running=True, facts=Facts(age=40, duration_days=2, pain_score=3))
    adult.done, adult.maybe = list(intake.done), [["kanker", "gewichtsverlies"]]
    assert adult.next_question(book) is None


def test_an_unsure_signal_goes_before_the_questionnaire(book: FlagBook) -> None:
    intake = at_place(book, 3)
    intake.confirm = ["koorts"]
    question = intake.next_question(book)
    assert question == Question("confirm", "confirm", ("koorts",))
    intake.apply(question, Reply(NO), book)
    following = intake.next_question(book)
    assert following is not None
    assert (following.place, intake.denied.count("koorts")) == (3, 1)


@pytest.mark.parametrize(
    ("flag", "kind", "present"),
    [
        ("rijbroek", YES, True),
        ("rijbroek", UNKNOWN, True),
        ("rijbroek", NO, False),
        ("koorts", YES, True),
        ("koorts", UNKNOWN, False),
        ("koorts", NO, False),
    ],
)
def test_a_check_question(book: FlagBook, flag: str, kind: str, present: bool) -> None:
    intake = Intake(confirm=[flag])
    answer(intake, book, kind)
    assert (flag in intake.present) is present
    assert (flag in intake.denied) is (kind == NO)
    assert intake.next_question(book) is None


@pytest.mark.parametrize("kind", [YES, NO, UNKNOWN])
def test_an_answer_can_be_taken_back(book: FlagBook, kind: str) -> None:
    intake = at_place(book, 5)
    before = json.dumps(intake.to_dict()["denied"]), intake.decision(book)
    answer(intake, book, kind)
    assert intake.undo()
    assert (json.dumps(intake.to_dict()["denied"]), intake.decision(book)) == before
    question = intake.next_question(book)
    assert question is not None
    assert question.place == 5


def test_a_check_question_can_be_taken_back(book: FlagBook) -> None:
    intake = at_place(book, 2)
    intake.confirm = ["rijbroek"]
    answer(intake, book, NO)
    assert intake.undo()
    question = intake.next_question(book)
    assert question is not None
    assert (question.asks, question.flags) == ("confirm", ("rijbroek",))


def test_a_number_can_be_taken_back(book: FlagBook) -> None:
    intake = at_place(book, 8)
    answer(intake, book, GOT, 15)
    assert intake.undo()
    assert intake.facts.age is None
    assert "kind" not in intake.present


def test_nothing_to_take_back() -> None:
    assert not started().undo()


def test_a_flag_that_turns_out_wrong_no_longer_counts(book: FlagBook) -> None:
    intake = at_place(book, 2)
    answer(intake, book, YES)
    intake.note(["koorts"], "verteld")
    intake.withdraw(PLACES[2])
    assert intake.decision(book).level == "vandaag"
    assert intake.decision(book).flags == ("koorts",)


def test_a_told_flag_overrules_an_earlier_no(book: FlagBook) -> None:
    intake = at_place(book, 3)
    assert "plassen" in intake.denied
    assert intake.note(["plassen"], "'kan niet plassen'") == ["plassen"]
    assert intake.note(["plassen"], "nog eens") == []
    assert "plassen" not in intake.denied
    assert intake.must_end(book)


def test_stopping_and_starting_goes_on_where_it_stopped(book: FlagBook) -> None:
    intake = at_place(book, 4)
    intake.stop()
    assert intake.next_question(book) is None
    intake.start()
    question = intake.next_question(book)
    assert question is not None
    assert question.place == 4


def test_starting_again_asks_everything_but_keeps_what_was_told(book: FlagBook) -> None:
    intake = at_place(book, 5)
    intake.note(["koorts"], "u schreef '39 graden'")
    intake.restart()
    question = intake.next_question(book)
    assert question is not None
    assert question.place == 1
    assert list(intake.present) == ["koorts"]
    assert not intake.denied
    assert not intake.undo()


def test_after_an_outcome_the_questions_are_asked_again(book: FlagBook) -> None:
    intake = at_place(book, 2)
    answer(intake, book, YES)
    intake.running = False
    intake.start()
    question = answer(intake, book, NO)
    assert (question.place, set(question.flags)) == (1, PLACES[1])
    answer(intake, book, NO)
    assert intake.decision(book).level == "geen"


def test_only_news_ends_the_questions_a_second_time(book: FlagBook) -> None:
    intake = Intake()
    intake.note(["plassen"], "verteld")
    intake.tell("spoed", ["plassen"])
    intake.start()
    assert not intake.must_end(book)
    answer(intake, book, YES)
    assert intake.must_end(book)


def test_the_state_survives_the_tracker(book: FlagBook) -> None:
    intake = at_place(book, 4)
    answer(intake, book, YES)
    intake.facts = Facts(age=60)
    raw = json.loads(json.dumps(intake.to_dict()))
    again = Intake.from_dict(raw)
    assert again == intake
    assert again.next_question(book) == intake.next_question(book)
    assert Intake.from_dict({**raw, "van_een_oude_versie": 1}) == intake
    assert Intake.from_dict(None) == Intake()
