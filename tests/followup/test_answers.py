from __future__ import annotations

import pytest

from rugwijzer.followup.answers import (
    DECLINE,
    GIVEN,
    LATER,
    SKIP,
    STRANGE,
    Answers,
    FormError,
    from_form,
    read,
)
from rugwijzer.followup.content import Content
from rugwijzer.triage.answers import OTHER, STOP

FULL = {
    "pijn": "4",
    "activiteit": "6",
    "wandelen": "3",
    "medicijnen": "minder",
    "alarm_zenuw": "nee",
    "alarm_ziek": "nee",
    "open": "  Het gaat wel.  ",
}


def test_a_full_form(content: Content) -> None:
    answers = from_form(FULL, content.plans["standaard"].questions, content.questions)
    assert answers.given["open"] == "Het gaat wel."
    assert (answers.measures.pain, answers.measures.activity, answers.measures.walked) == (4, 6, 3)
    assert answers.flags(content.questions) == ()


def test_most_questions_may_be_skipped_but_not_pain_and_not_the_alarms(content: Content) -> None:
    with pytest.raises(FormError) as caught:
        from_form({"wandelen": "3"}, content.plans["standaard"].questions, content.questions)
    assert set(caught.value.problems) == {"pijn", "alarm_zenuw", "alarm_ziek"}


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        *(("pijn", v) for v in ("11", "-1", "3.5", "vier", "٤", "1e1")),
        *(("wandelen", v) for v in ("8", "x")),
        ("medicijnen", "veel"),
        ("alarm_zenuw", "misschien"),
        ("open", "a" * 1001),
    ],
)
def test_a_forged_form_is_refused(content: Content, name: str, raw: str) -> None:
    with pytest.raises(FormError) as caught:
        from_form({**FULL, name: raw}, content.plans["standaard"].questions, content.questions)
    assert set(caught.value.problems) == {name}


def test_not_knowing_an_alarm_sign_counts_as_a_yes(content: Content) -> None:
    answers = Answers({"alarm_zenuw": "weet_niet", "alarm_ziek": "nee"})
    assert "plassen" in answers.flags(content.questions)
    assert "koorts" not in answers.flags(content.questions)


@pytest.mark.parametrize(
    ("name", "text", "kind", "value"),
    [
        ("pijn", "een 6", GIVEN, 6),
        ("pijn", "zes denk ik", GIVEN, 6),
        ("pijn", "Een zesje", GIVEN, 6),
        ("pijn", "nulletje", GIVEN, 0),
        ("pijn", "geen", GIVEN, 0),
        ("pijn", "twintig", STRANGE, None),
        ("pijn", "weet ik niet", SKIP, None),
        ("pijn", "stop", STOP, None),
        ("pijn", "later", LATER, None),
        ("pijn", "komt nu niet uit", LATER, None),
        ("pijn", "sla deze vraag over", SKIP, None),
        ("pijn", "ik wil dit niet invullen", DECLINE, None),
        ("wandelen", "elke dag", GIVEN, 7),
        ("wandelen", "vier of vijf dagen", GIVEN, 4),
        ("wandelen", "niet gewandeld", GIVEN, 0),
        ("wandelen", "9 dagen", STRANGE, None),
        ("medicijnen", "ik slik er meer", GIVEN, "meer"),
        ("medicijnen", "hetzelfde", GIVEN, "gelijk"),
        ("medicijnen", "ik gebruik niks, geen pillen", GIVEN, "geen"),
        ("alarm_zenuw", "nee hoor", GIVEN, "nee"),
        ("alarm_zenuw", "ja, mijn been", GIVEN, "ja"),
        ("alarm_zenuw", "geen idee", GIVEN, "weet_niet"),
        ("open", "nee", SKIP, None),
        ("open", "Ik ben bang dat het terugkomt.", GIVEN, "Ik ben bang dat het terugkomt."),
    ],
)
def test_answered_in_free_words(
    content: Content, name: str, text: str, kind: str, value: object
) -> None:
    reading = read(text, content.questions.items[name])
    assert (reading.kind, reading.value) == (kind, value)


@pytest.mark.parametrize("name", ["pijn", "wandelen", "medicijnen", "alarm_zenuw", "open"])
def test_a_question_in_between_is_no_answer(content: Content, name: str) -> None:
    reading = read("helpt een warmtelamp meer dan 3 keer?", content.questions.items[name], True)
    assert reading.kind == OTHER
