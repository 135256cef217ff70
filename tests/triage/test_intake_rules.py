"""rugwijzer.triage.intake: what is known after a reply, and which of several meanings is left."""

from __future__ import annotations

import pytest

from rugwijzer.triage import Facts, FlagBook
from rugwijzer.triage.answers import NO, OTHER, UNKNOWN, YES, Reply
from rugwijzer.triage.intake import ANSWERED, CONFIRMED, UNSURE, Intake, Question

GOT = "getal"


def running(**fields: object) -> Intake:
    """A questionnaire whose groups and numbers have been asked."""
    known = {"facts": Facts(age=40, duration_days=2, pain_score=3)}
    done = [f"vraag_{n}" for n in range(1, 8)]
    return Intake(**{"running": True, "done": done, **known, **fields})  # type: ignore[arg-type]


def test_a_no_is_kept_once_and_never_against_what_is_known() -> None:
    intake = Intake(present={"koorts": "verteld"}, denied=["kanker"])
    intake.deny(["koorts", "kanker", "plassen"])
    assert intake.denied == ["kanker", "plassen"]


def test_a_mistake_takes_a_flag_out_of_everything_it_is_in() -> None:
    intake = Intake(
        present={"plassen": "ja", "koorts": "ja"},
        denied=["rijbroek"],
        maybe=[["plassen", "kanker"], ["rijbroek"]],
        named=["plassen", "koorts"],
    )
    intake.withdraw(["plassen", "rijbroek", "nieren"])
    assert intake.present == {"koorts": "ja"}
    assert intake.denied == ["rijbroek", "plassen", "nieren"]
    assert (intake.maybe, intake.named) == ([["kanker"]], ["koorts"])


def test_a_known_flag_settles_the_yes_it_may_have_been_the_meaning_of() -> None:
    intake = Intake(maybe=[["plassen", "kanker"], ["koorts", "infectierisico"]])
    intake.note(["kanker"], "verteld")
    assert intake.maybe == [["koorts", "infectierisico"]]


def test_a_yes_counts_also_when_the_age_rules_out_one_or_all_of_its_meanings() -> None:
    intake = running(maybe=[["leeftijd_eerste_keer", "nachtpijn"]])
    assert intake.counting() == {"nachtpijn"}
    intake.maybe = [["leeftijd_eerste_keer"]]
    assert intake.counting() == {"leeftijd_eerste_keer"}
    assert running(present={"kind": "x", "koorts": "x"}).counting() == {"koorts"}


def test_either_is_said_of_the_meanings_of_one_yes_only() -> None:
    intake = Intake(maybe=[["rijbroek", "plassen"], ["koorts"]])
    assert intake.either(["plassen"])
    assert intake.either(["plassen", "rijbroek"])
    assert not intake.either(["koorts"])
    assert not intake.either(["plassen", "koorts"])


def test_news_is_a_higher_level_or_a_flag_not_named(book: FlagBook) -> None:
    intake = Intake(present={"koorts": "x", "kanker": "x"})
    assert intake.has_news(intake.decision(book))
    intake.tell("vandaag", ["koorts"])
    assert intake.has_news(intake.decision(book))
    intake.tell("vandaag", ["koorts", "kanker"])
    assert intake.named == ["koorts", "kanker"]
    assert not intake.has_news(intake.decision(book))
    intake.note(["plassen"], "x")
    intake.named.append("plassen")
    assert intake.has_news(intake.decision(book))


def test_an_urgent_flag_that_was_not_named_ends_the_questions_at_the_same_level(
    book: FlagBook,
) -> None:
    intake = Intake(present={"plassen": "x"}, running=True)
    intake.tell("spoed", ["plassen"])
    assert not intake.must_end(book)
    intake.note(["koorts"], "x")
    assert not intake.must_end(book)
    intake.note(["rijbroek"], "x")
    assert intake.must_end(book)
    intake.tell("spoed", ["rijbroek"])
    assert not intake.must_end(book)
    intake.note(["suicidaal"], "x")
    intake.named.append("suicidaal")
    assert intake.must_end(book)


def test_it_is_finished_by_an_urgent_level_or_when_nothing_is_left(book: FlagBook) -> None:
    assert running().finished(book)
    assert running(present={"plassen": "x"}, done=[]).finished(book)
    assert not running(present={"koorts": "x"}, done=[]).finished(book)
    assert not Intake(present={"plassen": "x"}).finished(book)


def test_doubts_follow_one_by_one_as_long_as_the_answer_is_no(book: FlagBook) -> None:
    intake = Intake()
    intake.ask_about("koorts", iter(["plassen", "kanker", "rijbroek"]))
    intake.note(["kanker"], "verteld")
    for asked, after in (("koorts", ["plassen"]), ("plassen", ["rijbroek"]), ("rijbroek", [])):
        question = intake.next_question(book)
        assert question == Question("confirm", "confirm", (asked,))
        intake.apply(question, Reply(NO), book)
        assert intake.confirm == after
    assert intake.next_question(book) is None


@pytest.mark.parametrize("kind", [YES, UNKNOWN, OTHER])
def test_any_other_answer_ends_the_doubts(book: FlagBook, kind: str) -> None:
    intake = Intake(confirm=["koorts"], doubts=["plassen"])
    intake.apply(Question("confirm", "confirm", ("koorts",)), Reply(kind), book)
    assert (intake.confirm, intake.doubts) == ([], [])


@pytest.mark.parametrize(
    ("kind", "how"), [(YES, CONFIRMED), (UNKNOWN, UNSURE), (NO, None), (OTHER, None)]
)
def test_how_an_urgent_flag_became_known_is_kept(
    book: FlagBook, kind: str, how: str | None
) -> None:
    intake = Intake(confirm=["plassen"])
    intake.apply(Question("confirm", "confirm", ("plassen",)), Reply(kind), book)
    assert intake.present.get("plassen") == how
    assert (intake.denied == ["plassen"]) is (kind == NO)


@pytest.mark.parametrize("step", ["confirm", "vraag_2"])
def test_a_yes_to_two_flags_is_one_of_them(book: FlagBook, step: str) -> None:
    asks, place = ("confirm", None) if step == "confirm" else ("red_flags", 2)
    intake = Intake()
    intake.apply(Question(asks, step, ("plassen", "rijbroek"), place), Reply(YES), book)
    assert (intake.maybe, intake.present) == ([["plassen", "rijbroek"]], {})


@pytest.mark.parametrize(
    ("kind", "how"), [(YES, ANSWERED), (UNKNOWN, UNSURE), (NO, None), (OTHER, None)]
)
def test_one_flag_in_the_questionnaire(book: FlagBook, kind: str, how: str | None) -> None:
    intake = Intake(running=True)
    intake.apply(Question("red_flags", "vraag_2", ("plassen",), 2), Reply(kind), book)
    assert intake.present.get("plassen") == how
    assert (intake.denied == ["plassen"]) is (kind == NO)
    assert intake.done == ["vraag_2"]


@pytest.mark.parametrize(
    ("kind", "present", "denied", "maybe"),
    [
        (YES, {"nachtpijn": ANSWERED}, ["kanker", "loopafstand"], []),
        (NO, {}, ["loopafstand", "nachtpijn"], [["kanker", "loopafstand"]]),
        (UNKNOWN, {}, ["loopafstand"], [["kanker", "nachtpijn", "loopafstand"]]),
    ],
)
def test_which_of_three_was_meant(
    book: FlagBook,
    kind: str,
    present: dict[str, str],
    denied: list[str],
    maybe: list[list[str]],
) -> None:
    untouched = ["koorts", "infectierisico"]
    intake = running(maybe=[list(untouched), ["kanker", "nachtpijn", "loopafstand"]])
    intake.denied = ["loopafstand"]
    intake.apply(Question("red_flags", "welke_nachtpijn", ("nachtpijn",)), Reply(kind), book)
    assert intake.present == present
    assert sorted(intake.denied) == sorted(denied)
    assert intake.maybe == [untouched, *maybe]
    assert "welke_nachtpijn" in intake.done


def test_the_last_meaning_left_is_the_one(book: FlagBook) -> None:
    intake = running(maybe=[["kanker", "nachtpijn"]])
    intake.apply(Question("red_flags", "welke_kanker", ("kanker",)), Reply(NO), book)
    assert (intake.maybe, intake.present) == ([], {"nachtpijn": ANSWERED})


def test_a_meaning_that_is_no_longer_open_changes_nothing(book: FlagBook) -> None:
    intake = running(maybe=[["koorts", "infectierisico"]])
    intake.apply(Question("red_flags", "welke_kanker", ("kanker",)), Reply(YES), book)
    assert (intake.present, intake.maybe) == ({}, [["koorts", "infectierisico"]])


def test_a_number_that_was_not_given_is_not_asked_again(book: FlagBook) -> None:
    intake = running(facts=Facts())
    for asks in ("age", "duration_days", "pain_score"):
        question = intake.next_question(book)
        assert question == Question(asks, asks)
        intake.apply(question, Reply(UNKNOWN), book)
    assert intake.next_question(book) is None
    assert intake.facts == Facts()


def test_numbers_are_kept_in_their_own_kind(book: FlagBook) -> None:
    intake = running(facts=Facts())
    for asks, number in (("age", 17.0), ("duration_days", 1.5), ("pain_score", 6.0)):
        intake.apply(Question(asks, asks), Reply(GOT, number), book)
    assert repr(intake.facts.age) == "17"
    assert (intake.facts.duration_days, repr(intake.facts.pain_score)) == (1.5, "6")
    assert intake.present == {"kind": "leeftijd 17 jaar"}


@pytest.mark.parametrize(
    ("degrees", "present"), [(37.9, {}), (38.0, {"koorts": "u mat 38,0 graden"})]
)
def test_from_38_degrees_it_is_fever(
    book: FlagBook, degrees: float, present: dict[str, str]
) -> None:
    intake = running()
    intake.apply(Question("temperature", "temperature"), Reply(GOT, degrees), book)
    assert intake.present == present


def test_eighteen_is_no_child(book: FlagBook) -> None:
    intake = running(facts=Facts())
    intake.apply(Question("age", "age"), Reply(GOT, 18), book)
    assert intake.present == {}


@pytest.mark.parametrize("known", [{"present": {"koorts": "x"}}, {"maybe": [["koorts", "kanker"]]}])
def test_the_temperature_is_asked_once_for_any_fever(
    book: FlagBook, known: dict[str, object]
) -> None:
    intake = running(**known)
    assert intake.next_question(book) == Question("temperature", "temperature")
    intake.done.append("temperature")
    question = intake.next_question(book)
    assert question is None or question.asks != "temperature"
    measured = running(**known, facts=Facts(age=40, duration_days=2, pain_score=3, temperature=37))
    question = measured.next_question(book)
    assert question is None or question.asks != "temperature"


def test_the_meaning_asked_about_is_the_one_that_makes_it_urgent(book: FlagBook) -> None:
    """Levels by urgency, not by the alphabet: bel_112 goes before spoed, and spoed before vandaag."""
    intake = running(maybe=[["plassen", "suicidaal"]])
    assert intake.next_question(book) == Question("red_flags", "welke_suicidaal", ("suicidaal",))
    intake.done.append("welke_suicidaal")
    assert intake.next_question(book) is None
    intake = running(maybe=[["kanker", "gewichtsverlies"], ["nachtpijn", "plassen", "rijbroek"]])
    question = intake.next_question(book)
    assert question == Question("red_flags", "welke_plassen", ("plassen",))
    intake.done.append(question.step)
    assert intake.next_question(book) == Question("red_flags", "welke_rijbroek", ("rijbroek",))


@pytest.mark.parametrize(
    "beside",
    [
        {"present": {"koorts": "x"}, "facts": Facts(40, 2, 38.5, 3)},
        {"modifiers": ["val"]},
        {"maybe": [["ochtendstijfheid", "nachtpijn"], ["kanker", "gewichtsverlies"]]},
    ],
)
def test_what_stands_beside_a_group_decides_whether_its_meaning_matters(
    book: FlagBook, beside: dict[str, object]
) -> None:
    """Night pain is 'this week' alone and 'today' beside these, as fever or cancer already are."""
    fields = {"maybe": [["ochtendstijfheid", "nachtpijn"]], **beside}
    question = running(**fields).next_question(book)
    level_of_the_rest = "koorts" in fields.get("present", {}) or len(fields["maybe"]) > 1  # type: ignore[operator, arg-type]
    assert (question is None) is level_of_the_rest


def test_a_child_makes_the_meaning_matter(book: FlagBook) -> None:
    child = running(
        facts=Facts(age=15, duration_days=2, pain_score=3),
        maybe=[["leeftijd_eerste_keer", "ochtendstijfheid"]],
    )
    question = child.next_question(book)
    assert question is not None
    assert question.flags == ("ochtendstijfheid",)
    adult = running(maybe=[["leeftijd_eerste_keer", "ochtendstijfheid"]])
    assert adult.next_question(book) is None


def test_only_three_answers_can_be_taken_back(book: FlagBook) -> None:
    intake = Intake(running=True)
    for number in range(5):
        question = intake.next_question(book)
        assert question is not None
        assert question.place == number + 1
        intake.apply(question, Reply(NO), book)
    assert [intake.undo() for _ in range(4)] == [True, True, True, False]
    assert intake.done == ["vraag_1", "vraag_2"]
