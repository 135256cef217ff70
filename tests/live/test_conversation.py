"""Whole conversations with the really running assistant, through the contract."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .client import Patient


@pytest.mark.parametrize(
    ("text", "topic", "verdict"),
    [
        ("Helpt een dure matras tegen rugpijn?", "matras", "niet_bewezen"),
        ("moet ik een mri laten maken van mijn rug", "mri", "werkt_niet"),
        ("heeft paracetamol zin bij lage rugpijn", "paracetamol", "werkt_niet"),
        ("zit de pijn tussen mijn oren?", "tussen_de_oren", "mythe"),
    ],
)
def test_patient_asks_a_question(patient: Patient, text: str, topic: str, verdict: str) -> None:
    first = patient.say(text)[0]
    assert (first["kind"], first["topic"], first["verdict"]) == ("answer", topic, verdict)
    assert first["sources"][0]["title"]
    assert "Bron:" in first["text"]


def test_patient_taps_meer_weten_and_a_related_topic(patient: Patient) -> None:
    patient.say("Helpt een dure matras?")
    more = patient.tap("Meer weten")[0]
    assert "313" in more["text"] and more["topic"] == "matras"
    related = next(c for m in patient.last for c in m["choices"] if c.get("topic"))
    assert patient.tap(related["title"])[0]["topic"] == related["topic"]


def test_patient_asks_how_you_know_after_an_answer(patient: Patient) -> None:
    patient.say("Helpt een dure matras?")
    assert patient.say("hoe weet u dat?")[0]["topic"] == "matras"


def test_two_questions_get_two_answers(patient: Patient) -> None:
    patient.say("Helpt een dure matras tegen rugpijn? En moet ik een MRI laten maken?")
    assert [m["topic"] for m in patient.last if m["kind"] == "answer"] == ["matras", "mri"]


def test_alarm_signal_comes_before_the_answer(patient: Patient) -> None:
    patient.say("helpt warmte? ik kan sinds gisteren niet meer plassen")
    first = patient.last[0]
    assert (first["kind"], first["level"]) == ("escalation", "spoed")
    assert "plassen" in first["red_flags"]
    assert "Bel nu uw huisarts (010 000 0001)" in first["text"]
    assert "010 000 0002" in first["text"]


@pytest.mark.parametrize(
    ("text", "level", "words"),
    [
        (
            "plotseling scheurende pijn in mijn buik en rug en ik viel bijna flauw",
            "bel_112",
            "Bel nu 112",
        ),
        ("ik heb rugpijn en 39,2 koorts", "vandaag", "Bel vandaag uw huisarts"),
        ("ik wil niet meer leven door die rugpijn", "bel_112", "113"),
    ],
)
def test_levels_have_their_text(patient: Patient, text: str, level: str, words: str) -> None:
    first = patient.say(text)[0]
    assert (first["kind"], first["level"]) == ("escalation", level)
    assert words in first["text"]


def test_negated_signal_is_no_alarm(patient: Patient) -> None:
    patient.say("Ik heb geen koorts en ik kan gewoon plassen. Helpt een dure matras?")
    assert patient.kinds() == ["answer"]


def test_tablet_sends_the_patient_to_the_desk(new_patient: Callable[[str], Patient]) -> None:
    first = new_patient("tablet").say("ik kan niet meer plassen sinds vannacht")[0]
    assert first["level"] == "spoed" and "Meld dit nu bij de balie" in first["text"]


def test_urgent_advice_is_held_until_it_is_confirmed(patient: Patient) -> None:
    patient.say("ik voel niks meer tussen mijn benen sinds vanmorgen")
    again = patient.say("helpt een dure matras?")
    assert again[0]["kind"] == "escalation" and again[0]["level"] == "spoed"
    patient.tap("Ja, ik bel nu")
    assert patient.kinds() == ["info"]
    assert patient.say("helpt een dure matras?")[0]["kind"] == "answer"


def test_unknown_names_the_huisarts(patient: Patient) -> None:
    first = patient.say("hoe lang moet een taart met 6 eieren in de oven")[0]
    assert first["kind"] == "fallback" and "huisarts" in first["text"]


def _questionnaire(patient: Patient, answers: dict[str, str]) -> list[dict]:
    """Answer every question with the given words (default 'nee'); returns all questions."""
    asked = []
    patient.say("controleer mijn klachten")
    for _ in range(20):
        question = next((m for m in reversed(patient.last) if m["kind"] == "question"), None)
        if question is None:
            break
        asked.append(question)
        flags = question.get("red_flags", [])
        reply = next((answers[f] for f in flags if f in answers), None)
        patient.say(reply or answers.get(question["asks"], "nee hoor"))
    return asked


NUMBERS = {"age": "46", "duration_days": "drie dagen", "pain_score": "5"}


def test_questionnaire_without_signals_ends_with_wait_and_see(patient: Patient) -> None:
    asked = _questionnaire(patient, NUMBERS)
    groups = [q for q in asked if q["asks"] == "red_flags"]
    assert len(groups) == 7
    assert [q["asks"] for q in asked[7:]] == ["age", "duration_days", "pain_score"]
    outcome, summary = patient.last
    assert (outcome["kind"], outcome["level"]) == ("outcome", "geen")
    assert "tussen uw benen" in outcome["text"] and "huisarts" in outcome["text"]
    assert "Leeftijd: 46 jaar" in summary["text"] and "voorlezen" in summary["text"]


def test_questionnaire_stops_at_once_on_an_urgent_yes(patient: Patient) -> None:
    asked = _questionnaire(patient, {**NUMBERS, "plassen": "ja"})
    assert len(asked) == 2
    assert (patient.last[0]["kind"], patient.last[0]["level"]) == ("escalation", "spoed")


def test_do_not_know_counts_as_yes_for_an_urgent_question(patient: Patient) -> None:
    _questionnaire(patient, {**NUMBERS, "krachtverlies": "weet ik niet"})
    assert patient.last[0]["level"] == "spoed"


def test_questionnaire_with_a_yes_today(patient: Patient) -> None:
    _questionnaire(patient, {**NUMBERS, "kanker": "ja vroeger borstkanker gehad"})
    levels = [m["level"] for m in patient.last if m.get("level")]
    assert levels and levels[-1] == "vandaag"


def test_question_in_between_is_answered_and_the_questionnaire_goes_on(patient: Patient) -> None:
    before = next(m for m in patient.say("controleer mijn klachten") if m["kind"] == "question")
    patient.say("helpt een dure matras eigenlijk?")
    assert patient.last[0]["kind"] == "answer"
    assert patient.last[-1]["red_flags"] == before["red_flags"]


def test_explanation_and_stop_inside_the_questionnaire(patient: Patient) -> None:
    patient.say("controleer mijn klachten")
    patient.say("hoe bedoelt u?")
    assert patient.kinds() == ["info", "question"]
    patient.say("stop")
    assert "question" not in patient.kinds()


def test_alarm_signal_inside_the_questionnaire(patient: Patient) -> None:
    patient.say("controleer mijn klachten")
    first = patient.say("ik kan trouwens niet meer plassen sinds gisteren")[0]
    assert (first["kind"], first["level"]) == ("escalation", "spoed")


def test_a_joke_counts_only_after_a_check_question(patient: Patient) -> None:
    patient.say("ik kan sinds gisteren niet meer plassen")
    check = patient.say("ik maakte maar een grapje")[0]
    assert (check["kind"], check["asks"]) == ("question", "confirm")
    patient.tap("Nee")
    assert patient.kinds() == ["info"]
    assert patient.say("helpt een dure matras?")[0]["kind"] == "answer"


def test_a_mistaken_yes_in_the_questionnaire_is_corrected_and_it_goes_on(patient: Patient) -> None:
    patient.say("controleer mijn klachten")
    patient.tap("Nee")
    assert patient.tap("Ja")[0]["level"] == "spoed"
    assert patient.say("nee wacht, dat bedoelde ik niet")[0]["asks"] == "confirm"
    patient.tap("Nee")
    assert "krachtverlies" in patient.last[-1]["red_flags"]
    assert patient.kinds() == ["info", "question"]


def test_plain_answers_are_no_signals(patient: Patient) -> None:
    patient.say("controleer mijn klachten")
    for _ in range(7):
        patient.say("nooit")
    assert patient.last[-1]["asks"] == "age"
    assert patient.say("15-3-1952")[-1]["asks"] == "duration_days"
    assert patient.say("al 6 weken")[-1]["asks"] == "pain_score"
    outcome = patient.say("8 van de 10")[0]
    assert (outcome["kind"], outcome["level"]) == ("outcome", "geen")


def test_who_calls_gets_words_for_the_phone(patient: Patient) -> None:
    patient.say("ik kan sinds gisteren niet meer plassen")
    told = patient.tap("Ja, ik bel nu")[0]["text"]
    assert "voorlezen aan de telefoon" in told and "plassen" in told


def test_soms_een_beetje_answers_the_question(patient: Patient) -> None:
    patient.say("controleer mijn klachten")
    for _ in range(4):
        patient.tap("Nee")
    asked = patient.last[-1]["red_flags"]
    assert "kanker" in asked
    patient.say("soms een beetje")
    assert patient.last[-1]["kind"] == "question" and patient.last[-1]["red_flags"] != asked
