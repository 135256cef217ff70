from __future__ import annotations

import pytest

from rugwijzer.followup.answers import (
    DECLINE,
    GIVEN,
    LATER,
    SKIP,
    Answers,
    FormError,
    Reading,
    from_form,
    read,
)
from rugwijzer.followup.content import Content
from rugwijzer.triage.answers import CORRECT, EXPLAIN, OTHER, STOP, STRANGE

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


@pytest.mark.parametrize(
    ("name", "raw", "problem"),
    [
        ("pijn", "", "Kies een antwoord."),
        ("alarm_ziek", " ", "Kies een antwoord."),
        ("pijn", "11", "Kies een getal van 0 tot 10."),
        ("wandelen", "8", "Kies een getal van 0 tot 7."),
        ("open", "a" * 1001, "Uw tekst is te lang: hoogstens 1000 tekens."),
        ("medicijnen", "veel", "Kies een van de antwoorden."),
        ("alarm_zenuw", "misschien", "Kies een van de antwoorden."),
    ],
)
def test_a_form_says_what_is_wrong_with_which_question(
    content: Content, name: str, raw: str, problem: str
) -> None:
    with pytest.raises(FormError, match=f"^{name}$") as caught:
        from_form({**FULL, name: raw}, content.plans["standaard"].questions, content.questions)
    assert caught.value.problems == {name: problem}


def test_a_form_error_names_all_questions(content: Content) -> None:
    with pytest.raises(FormError, match=r"^pijn, alarm_zenuw, alarm_ziek$"):
        from_form({}, content.plans["standaard"].questions, content.questions)


@pytest.mark.parametrize(
    ("name", "raw", "kept"),
    [
        *(("pijn", raw, int(raw)) for raw in ("0", "10")),
        *(("wandelen", raw, int(raw)) for raw in ("0", "7")),
        ("open", "a" * 1000, "a" * 1000),
        ("medicijnen", "gelijk", "gelijk"),
        ("alarm_zenuw", "weet_niet", "weet_niet"),
    ],
)
def test_the_edges_of_a_form(content: Content, name: str, raw: str, kept: object) -> None:
    answers = from_form(
        {**FULL, name: raw}, content.plans["standaard"].questions, content.questions
    )
    assert answers.given[name] == kept


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("pijn", "een 4 denk ik?", 4),
        ("wandelen", "3 dagen denk ik?", 3),
        ("wandelen", "4 of 5, in 2 weken", 4),
        ("medicijnen", "minder, toch?", "minder"),
        ("open", "hoe lang duurt dit nog?", "hoe lang duurt dit nog?"),
    ],
)
def test_a_question_mark_alone_is_no_other_subject(
    content: Content, name: str, text: str, value: object
) -> None:
    assert read(text, content.questions.items[name]) == Reading(GIVEN, value)


@pytest.mark.parametrize("name", ["pijn", "wandelen", "medicijnen", "open"])
def test_another_subject_without_a_question_mark_is_still_an_answer(
    content: Content, name: str
) -> None:
    replies = {"pijn": "4", "wandelen": "3", "medicijnen": "minder", "open": "het gaat wel"}
    assert read(replies[name], content.questions.items[name], is_question=True).kind == GIVEN


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ik slik niet minder, evenveel", "gelijk"),
        ("ik neem niet meer dan anders", "gelijk"),
        ("ik slik niet meer", "geen"),
        ("ik slik ze nu niet", "geen"),
        ("ik neem ze nie", "geen"),
        ("niks", "geen"),
    ],
)
def test_not_taking_is_none_and_not_taking_less_is_not(
    content: Content, text: str, value: str
) -> None:
    assert read(text, content.questions.items["medicijnen"]) == Reading(GIVEN, value)


def test_eight_days_in_a_week_are_strange(content: Content) -> None:
    assert read("8 dagen", content.questions.items["wandelen"]) == Reading(STRANGE)
    assert read("7 dagen", content.questions.items["wandelen"]) == Reading(GIVEN, 7)


@pytest.mark.parametrize("name", ["wandelen", "medicijnen", "alarm_zenuw"])
@pytest.mark.parametrize(
    "text", ["helpt warmte niet", "mag ik niet sporten", "misschien kan ik beter warmte proberen"]
)
def test_what_the_classifier_takes_for_another_subject_is_no_answer(
    content: Content, name: str, text: str
) -> None:
    assert read(text, content.questions.items[name], is_question=True).kind == OTHER


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
        ("pijn", "ik wil dit niet invullen want ik heb daar geen tijd voor", DECLINE, None),
        ("pijn", "straks als ik thuis ben en tijd heb", LATER, None),
        ("wandelen", "geen tijd", LATER, None),
        ("wandelen", "geen tijd gehad om te wandelen", GIVEN, 0),
        ("wandelen", "geen zin gehad", GIVEN, 0),
        ("medicijnen", "later op de dag neem ik er een meer", GIVEN, "meer"),
        ("alarm_zenuw", "later op de avond wel, dan is mijn been doof", GIVEN, "ja"),
        ("wandelen", "elke dag", GIVEN, 7),
        ("wandelen", "vier of vijf dagen", GIVEN, 4),
        ("wandelen", "vijf of vier dagen", GIVEN, 4),
        ("wandelen", "dat ging wel goed", OTHER, None),
        ("wandelen", "niet gewandeld", GIVEN, 0),
        ("wandelen", "9 dagen", STRANGE, None),
        ("medicijnen", "ik slik er meer", GIVEN, "meer"),
        ("medicijnen", "hetzelfde", GIVEN, "gelijk"),
        ("medicijnen", "ik gebruik niks, geen pillen", GIVEN, "geen"),
        ("alarm_zenuw", "nee hoor", GIVEN, "nee"),
        ("alarm_zenuw", "ja, mijn been", GIVEN, "ja"),
        ("alarm_zenuw", "geen idee", GIVEN, "weet_niet"),
        ("alarm_zenuw", "dat kan ik niet zeggen", GIVEN, "weet_niet"),
        ("wandelen", "geen idee", SKIP, None),
        ("wandelen", "hoe bedoelt u dat", EXPLAIN, None),
        ("wandelen", "0 dagen", GIVEN, 0),
        ("wandelen", "7 dagen", GIVEN, 7),
        ("wandelen", "zes of acht", GIVEN, 6),
        ("wandelen", "dat weet ik niet", SKIP, None),
        ("medicijnen", "geen idee", SKIP, None),
        ("medicijnen", "geen idee, iets minder misschien", GIVEN, "minder"),
        ("medicijnen", "ik bedoelde dat niet", CORRECT, None),
        ("medicijnen", "ja", OTHER, None),
        ("open", "stop", STOP, None),
        ("open", "nee", SKIP, None),
        ("open", "nee, bedankt", SKIP, None),
        ("open", "later", LATER, None),
        ("open", "liever niet als dat ook mag", SKIP, None),
        ("open", "morgen ga ik weer naar de fysio", GIVEN, "morgen ga ik weer naar de fysio"),
        ("open", "Ik ben bang dat het terugkomt.", GIVEN, "Ik ben bang dat het terugkomt."),
    ],
)
def test_answered_in_free_words(
    content: Content, name: str, text: str, kind: str, value: object
) -> None:
    reading = read(text, content.questions.items[name])
    assert (reading.kind, reading.value) == (kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "overslaan",
        "sla deze vraag over",
        "liever niet",
        "daar wil ik niet op antwoorden",
        "ik antwoord daar niet op",
        "daar geef ik geen antwoord op",
        "dat wil ik niet zeggen",
        "dat gaat u niets aan",
    ],
)
def test_an_alarm_question_is_not_skipped_and_refusing_it_is_no_denial(
    content: Content, text: str
) -> None:
    assert read(text, content.questions.items["alarm_zenuw"]) == Reading(OTHER)


@pytest.mark.parametrize("name", ["pijn", "wandelen", "medicijnen", "alarm_zenuw", "open"])
def test_a_question_in_between_is_no_answer(content: Content, name: str) -> None:
    reading = read("helpt een warmtelamp meer dan 3 keer?", content.questions.items[name], True)
    assert reading.kind == OTHER
