from __future__ import annotations

from rugwijzer.followup.answers import GIVEN, SKIP, Reading
from rugwijzer.followup.content import Content
from rugwijzer.followup.dialogue import Dialogue, choices


def test_from_the_first_question_to_the_last_and_back(content: Content) -> None:
    running = Dialogue("c", ["pijn", "wandelen", "open"])
    first = running.question(content.questions)
    assert first is not None
    running.take(first, Reading(GIVEN, 4))
    second = running.question(content.questions)
    assert second is not None
    running.take(second, Reading(SKIP))
    again = Dialogue.from_dict(running.to_dict())
    assert again is not None
    assert again.answers.measures.pain == 4
    assert again.answers.measures.walked is None
    assert again.undo()
    assert again.undo()
    assert again.given == {}
    assert not again.undo()


def test_not_sure_about_an_alarm_sign_ends_the_asking(content: Content) -> None:
    question = content.questions.items["alarm_zenuw"]
    running = Dialogue("c", ["alarm_zenuw"])
    running.take(question, Reading(GIVEN, "weet_niet"))
    assert running.alarming(question)
    assert running.question(content.questions) is None


def test_every_kind_of_question_has_its_choices(content: Content) -> None:
    items = content.questions.items
    assert choices(items["pijn"])[-1] == "10"
    assert choices(items["wandelen"])[-1] == "7"
    assert choices(items["alarm_ziek"]) == ("Ja", "Nee", "Weet ik niet")
    assert "Minder" in choices(items["medicijnen"])
    assert choices(items["open"]) == ()
