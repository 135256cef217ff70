"""Steering, follow-up questions and small talk with the really running assistant."""

from __future__ import annotations

import pytest

from .client import Patient


def test_patient_lets_the_answer_be_repeated(patient: Patient) -> None:
    first = patient.say("Helpt een dure matras?")
    again = patient.say("herhaal")
    assert [(m["kind"], m["text"]) for m in again] == [(m["kind"], m["text"]) for m in first]
    assert patient.tap("Meer weten")[0]["topic"] == "matras"


def test_repeated_small_talk_keeps_its_kind(patient: Patient) -> None:
    first = patient.say("bent u een echte dokter?")
    assert patient.kinds() == ["smalltalk"]
    assert patient.say("kunt u dat herhalen?") == first


@pytest.mark.parametrize("text", ["waarom?", "meer weten", "welk onderzoek laat dat zien?"])
def test_a_follow_up_leans_on_the_last_topic(patient: Patient, text: str) -> None:
    patient.say("Helpt een dure matras?")
    (message,) = patient.say(text)
    assert (message["kind"], message["topic"]) == ("answer", "matras")


def test_patient_asks_for_how_long(patient: Patient) -> None:
    patient.say("helpt wandelen tegen rugpijn?")
    (message,) = patient.say("voor hoe lang?")
    assert (message["kind"], message["topic"]) == ("answer", "wandelen")
    assert "half uur" in message["text"]


def test_an_elliptic_question_changes_the_topic(patient: Patient) -> None:
    patient.say("helpt paracetamol bij rugpijn?")
    assert patient.say("en ibuprofen dan?")[0]["topic"] == "ontstekingsremmers"


def test_patient_starts_again_and_stops(patient: Patient) -> None:
    patient.say("Helpt een dure matras?")
    assert "We beginnen opnieuw" in patient.say("opnieuw")[0]["text"]
    assert patient.say("waarom?")[0]["kind"] == "fallback"
    assert "112" in patient.say("stop")[0]["text"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("goedemorgen", "smalltalk"),
        ("dank u wel", "smalltalk"),
        ("wie bent u?", "smalltalk"),
        ("ik ben heel erg bang", "smalltalk"),
        ("ik ben hier woedend over, jullie helpen niemand", "smalltalk"),
        ("ik wil een klacht indienen over deze chatbot", "smalltalk"),
        ("can you tell me if I should see a doctor for my back", "fallback"),
        ("asdfghjkl qwerty", "fallback"),
    ],
)
def test_small_talk_is_answered_as_a_person_would_and_names_the_huisarts(
    patient: Patient, text: str, kind: str
) -> None:
    first = patient.say(text)[0]
    assert first["kind"] == kind
    assert any(word in first["text"] for word in ("huisarts", "112"))


def test_another_language_is_answered_in_dutch_and_english(patient: Patient) -> None:
    text = patient.say("Do you speak English? My lower back hurts a lot.")[0]["text"]
    assert "Ik spreek alleen Nederlands" in text
    assert "I only speak Dutch" in text


def test_a_back_question_outside_the_catalogue_gets_topics_that_come_near(
    patient: Patient,
) -> None:
    unknown, near = patient.say("mag ik een tatoeage op mijn onderrug laten zetten?")
    assert (unknown["kind"], near["kind"]) == ("fallback", "fallback")
    assert "geen nagekeken tekst" in unknown["text"]
    assert all(choice["topic"] for choice in near["choices"])
    assert "huisarts" in near["text"]


def test_repeat_and_start_again_inside_the_questionnaire(patient: Patient) -> None:
    first = next(m for m in patient.say("controleer mijn klachten") if m["kind"] == "question")
    patient.tap("Nee")
    second = patient.last[-1]
    (again,) = patient.say("herhaal")
    assert again["text"] == second["text"]
    assert patient.say("opnieuw beginnen")[-1]["red_flags"] == first["red_flags"]
