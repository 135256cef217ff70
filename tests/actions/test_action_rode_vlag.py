"""Escalation, check questions, and holding an urgent advice."""

from __future__ import annotations

from typing import Any

import pytest

from actions.content import content
from rugwijzer.triage.flags import URGENT

from .conftest import Talk, kinds, titles

HOLD = ["Ja, ik bel nu", "Ik kan niet bellen", "Nee, dit klopt niet"]


def unsure(flag: str, level: str) -> dict[str, Any]:
    return {"uitkomst": "ask", "niveau": level, "vlaggen": [flag], "uitleg": []}


@pytest.mark.parametrize(
    ("text", "level", "flag"),
    [
        ("pijn op de borst en rugpijn", "bel_112", "borst_benauwd"),
        ("ik wil niet meer leven", "bel_112", "suicidaal"),
        ("ik kan niet plassen", "spoed", "plassen"),
        ("ik heb 39 graden koorts", "vandaag", "koorts"),
    ],
)
def test_a_clear_signal_is_escalated_at_its_level(
    talk: Talk, text: str, level: str, flag: str
) -> None:
    (message,) = talk.say(text)
    assert (message["kind"], message["level"]) == ("escalation", level)
    assert flag in message["red_flags"]
    assert "bel" in message["text"].lower()
    assert "huisarts" in message["text"]
    urgent = level in ("spoed", "bel_112")
    assert titles(message) == (HOLD if urgent else ["Controleer mijn klachten"])
    assert bool(talk.advice) is urgent


def test_the_level_deze_week_is_an_appointment(talk: Talk) -> None:
    found = {"uitkomst": "escalate", "niveau": "deze_week", "vlaggen": ["loopafstand"]}
    (message,) = talk.say("mijn benen worden zwaar bij lopen", found=found)
    assert message["level"] == "deze_week"
    assert "Bel deze week uw huisarts" in message["text"]
    assert talk.advice is None


MILD_AND_UNSURE = {
    "uitkomst": "escalate",
    "niveau": "deze_week",
    "vlaggen": ["kind"],
    "ook": ["ernstig_ongeval", "koorts"],
}


def test_an_unsure_urgent_signal_beside_a_mild_one_is_asked_about(talk: Talk) -> None:
    advice, question = talk.say("van haar pony, ze is 11", found=MILD_AND_UNSURE)
    assert (advice["kind"], advice["level"]) == ("escalation", "deze_week")
    assert (question["asks"], question["red_flags"]) == ("confirm", ["ernstig_ongeval"])
    (urgent,) = talk.yes()
    assert (urgent["kind"], urgent["level"]) == ("escalation", "bel_112")


def test_an_unsure_signal_for_today_beside_one_for_this_week_is_asked_about(talk: Talk) -> None:
    found = MILD_AND_UNSURE | {"ook": ["loopafstand", "koorts"]}
    _, question = talk.say("ze is 10 en wat warm", found=found)
    assert (question["asks"], question["red_flags"]) == ("confirm", ["koorts"])
    assert talk.yes()[0]["level"] == "vandaag"


def test_no_question_about_what_is_no_more_urgent(talk: Talk) -> None:
    found = MILD_AND_UNSURE | {"ook": ["loopafstand"]}
    assert kinds(talk.say("ze is 10 en loopt niet ver", found=found)) == ["escalation"]


def test_its_question_gets_an_answer_after_a_no(talk: Talk) -> None:
    talk.say("van haar pony, mag ze bewegen?", found=MILD_AND_UNSURE, answer=["bewegen"])
    assert [m["kind"] for m in talk.no()][-1] == "answer"


def test_112_is_named_first_at_bel_112(talk: Talk) -> None:
    (message,) = talk.say("pijn op de borst en rugpijn")
    text = message["text"]
    assert text.index("112") < text.index("huisarts")


def test_suicide_names_113_before_112(talk: Talk) -> None:
    (message,) = talk.say("ik wil niet meer leven")
    assert message["text"].index("113") < message["text"].index("112")


def test_the_tablet_sends_to_the_desk_for_urgent_levels_only(tablet: Talk) -> None:
    assert "Meld dit nu bij de balie" in tablet.say("ik kan niet plassen")[0]["text"]
    other = Talk(tablet.triage, "tablet")
    assert "balie" not in other.say("ik heb 39 graden koorts")[0]["text"]


def test_the_website_does_not_send_to_the_desk(talk: Talk) -> None:
    assert "balie" not in talk.say("ik kan niet plassen")[0]["text"]


def test_an_escalation_that_is_not_urgent_is_followed_by_the_answer(talk: Talk) -> None:
    messages = talk.say("ik heb 39 graden koorts, helpt warmte?", answer=["warmte"])
    assert kinds(messages) == ["escalation", "answer"]


def test_an_urgent_escalation_stands_alone(talk: Talk) -> None:
    messages = talk.say("ik kan niet plassen, helpt warmte?", answer=["warmte"])
    assert kinds(messages) == ["escalation"]


def test_the_patients_words_are_kept_as_explanation(talk: Talk) -> None:
    talk.say("sinds gisteren kan ik niet plassen")
    assert "niet plassen" in talk.intake.present["plassen"]


def test_signals_of_two_messages_are_weighed_together(talk: Talk) -> None:
    nieren = {"uitkomst": "escalate", "niveau": "vandaag", "vlaggen": ["nieren"]}
    assert talk.say("bloed in mijn plas", found=nieren)[0]["level"] == "vandaag"
    (message,) = talk.say("ik heb 39 graden koorts")
    assert message["level"] == "spoed"
    assert set(message["red_flags"]) == {"nieren", "koorts"}


# -- holding the advice --------------------------------------------------------------------------


def test_an_open_advice_comes_before_any_answer(talk: Talk) -> None:
    talk.say("ik kan niet plassen")
    messages = talk.say("welke matras?", answer=["matras"])
    assert kinds(messages) == ["escalation", "answer"]
    assert messages[0]["text"].startswith("Ik help u graag met uw vraag, maar eerst dit.")
    assert kinds(talk.say("hallo", "praat")) == ["escalation"]


@pytest.mark.parametrize(
    "text", ["ja", "ik bel nu", "ja ik ga bellen", "ik heb al gebeld", "Ja, ik bel nu"]
)
def test_confirming_closes_the_advice(talk: Talk, text: str) -> None:
    talk.say("ik kan niet plassen")
    (message,) = talk.say(text)
    assert message["kind"] == "info"
    assert "112" in message["text"]
    assert talk.advice is None
    assert "plassen" in talk.intake.present


@pytest.mark.parametrize(
    "text",
    [
        "dit klopt niet",
        "vergissing",
        "nee dat heb ik niet",
        "het was een grapje",
        "dat is niet waar",
    ],
)
def test_a_mistake_withdraws_the_signal_after_one_check_question(talk: Talk, text: str) -> None:
    talk.say("ik kan niet plassen")
    (check,) = talk.say(text)
    assert (check["kind"], check["asks"], check["red_flags"]) == (
        "question",
        "confirm",
        ["plassen"],
    )
    assert titles(check) == ["Ja", "Nee", "Weet ik niet"]
    assert "plassen" in talk.intake.present
    (message,) = talk.no()
    assert message["kind"] == "info"
    assert "huisarts" in message["text"]
    assert talk.advice is None
    assert talk.intake.present == {}


@pytest.mark.parametrize("reply", ["Ja", "Weet ik niet"])
def test_yes_or_not_knowing_at_the_check_keeps_the_advice(talk: Talk, reply: str) -> None:
    talk.say("ik kan niet plassen")
    talk.say("ik maakte maar een grapje")
    (message,) = talk.say(reply)
    assert (message["kind"], message["level"]) == ("escalation", "spoed")
    assert message["text"].startswith("Dan blijft mijn advies staan.")
    assert talk.advice == {"niveau": "spoed", "vlaggen": ["plassen"]}


def test_another_subject_at_the_check_gets_the_advice_and_the_answer(talk: Talk) -> None:
    talk.say("ik kan niet plassen")
    talk.say("ik maakte maar een grapje")
    assert kinds(talk.say("welke matras?", answer=["matras"])) == ["escalation", "answer"]
    assert talk.advice["niveau"] == "spoed"


@pytest.mark.parametrize(
    "text",
    [
        "ik kan niet bellen",
        "ik kan nu niet bellen",
        "ik heb geen telefoon",
        "een telefoon heb ik niet",
        "ik durf niet",
    ],
)
def test_who_cannot_call_gets_help_and_the_advice_stays(talk: Talk, text: str) -> None:
    talk.say("ik kan niet plassen")
    (message,) = talk.say(text)
    assert message["kind"] == "escalation"
    assert "Vraag iemand" in message["text"]
    assert talk.advice["niveau"] == "spoed"


@pytest.mark.parametrize(
    "text",
    [
        "ik bel niet",
        "ik bel morgen wel",
        "moet ik nu bellen?",
        "ik weet niet waar ik heen moet",
        "het is niet zo erg",
        "nee",
        "hmm",
    ],
)
def test_other_replies_keep_the_advice(talk: Talk, text: str) -> None:
    talk.say("ik kan niet plassen")
    assert talk.say(text)[0]["kind"] == "escalation"
    assert talk.advice["niveau"] == "spoed"
    assert "plassen" in talk.intake.present


@pytest.mark.parametrize(
    ("reaction", "kind", "still_open"),
    [("belt", "info", False), ("kan_niet", "escalation", True), ("vergissing", "question", True)],
)
def test_the_buttons_do_the_same(talk: Talk, reaction: str, kind: str, still_open: bool) -> None:
    talk.say("ik kan niet plassen")
    (message,) = talk.say("/kies_reactie", "kies_reactie", reactie=reaction)
    assert message["kind"] == kind
    assert bool(talk.advice) is still_open
    assert "plassen" in talk.intake.present


@pytest.mark.parametrize("reaction", ["belt", "kan_niet", "vergissing", "iets_anders"])
def test_a_forged_reaction_without_an_open_advice_changes_nothing(
    talk: Talk, reaction: str
) -> None:
    talk.say("ik heb 39 graden koorts")
    before = dict(talk.slots)
    (message,) = talk.say("/kies_reactie", "kies_reactie", reactie=reaction)
    assert message["kind"] == "fallback"
    assert talk.slots == before


def test_an_unknown_reaction_keeps_the_advice(talk: Talk) -> None:
    talk.say("ik kan niet plassen")
    talk.say("/kies_reactie", "kies_reactie", reactie="weg")
    assert talk.advice["niveau"] == "spoed"


def test_after_a_mistake_the_level_falls_back(talk: Talk) -> None:
    talk.start()
    talk.no()
    talk.yes()
    assert talk.advice["niveau"] == "spoed"
    talk.say("dit klopt niet")
    talk.no()
    talk.say("stop", "stop")
    assert talk.say("ik heb 39 graden koorts")[0]["level"] == "vandaag"


def test_the_same_signal_told_again_after_a_mistake_escalates_again(talk: Talk) -> None:
    talk.say("ik kan niet plassen")
    talk.say("dit klopt niet")
    talk.no()
    assert talk.say("ik kan toch niet plassen")[0]["level"] == "spoed"
    assert talk.advice["niveau"] == "spoed"


def test_the_reminder_is_short_and_names_the_call(talk: Talk) -> None:
    full = talk.say("ik kan niet plassen")[0]["text"]
    short = talk.say("welke matras?", answer=["matras"])[0]
    assert len(short["text"]) < len(full)
    assert "Bel nu uw huisarts" in short["text"] and "112" in short["text"]
    assert titles(short) == HOLD


def test_a_choice_made_before_is_answered_after_the_reminder(talk: Talk) -> None:
    talk.say("ik kan niet plassen")
    talk.latest = {}
    messages = talk.say("meer weten", "meer_weten")
    assert messages[0]["kind"] == "escalation"
    assert len(messages) == 2


def test_who_calls_gets_what_to_say_on_the_phone(talk: Talk) -> None:
    talk.say("ik kan niet plassen")
    (message,) = talk.say("ik bel nu")
    assert "voorlezen aan de telefoon" in message["text"]
    assert "u schreef 'kan niet plassen'" in message["text"]
    assert "bel nu de huisarts" in message["text"]


def test_what_was_counted_is_not_put_between_quotes(talk: Talk) -> None:
    talk.say("ik neem elk uur 2 paracetamol")
    (message,) = talk.say("ik bel nu")
    counted = "uit de getallen in wat u schreef: meer dan 4000 mg paracetamol op een dag"
    assert counted in message["text"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("niemand neemt op", "Zeg dat uw huisarts of de huisartsenpost niet opneemt"),
        ("ik bel morgen wel", "wachten niet verstandig"),
        ("nee", "Vraag iemand in uw buurt"),
    ],
)
def test_who_does_not_get_through_or_puts_it_off_is_helped(
    talk: Talk, text: str, words: str
) -> None:
    talk.say("ik kan niet plassen")
    (message,) = talk.say(text)
    assert words in message["text"] and "Bel nu uw huisarts" in message["text"]
    assert talk.advice["niveau"] == "spoed"


@pytest.mark.parametrize(
    "flag", sorted(f for f, known in content().book.flags.items() if known.level in URGENT)
)
def test_who_gets_no_answer_is_told_when_to_call_112(talk: Talk, flag: str) -> None:
    level = content().book.flags[flag].level
    talk.slots["advies_open"] = {"niveau": level, "vlaggen": [flag]}
    (message,) = talk.say("niemand neemt op")
    assert "112" in message["text"] and message["level"] == level


def test_the_tablet_helps_at_the_desk(tablet: Talk) -> None:
    tablet.say("ik kan niet plassen")
    assert "Meld dit nu bij de balie" in tablet.say("welke matras?", answer=["matras"])[0]["text"]
    assert "naar de balie" in tablet.say("ik kan niet bellen")[0]["text"]
    assert "balie" in tablet.say("ik bel nu")[0]["text"]


@pytest.mark.parametrize(
    "text", ["welke matras?", "hmm", "ik kan niet bellen", "ik durf niet", "ik bel morgen wel"]
)
def test_suicidal_thoughts_are_never_met_with_a_number_alone(talk: Talk, text: str) -> None:
    talk.say("ik wil niet meer leven")
    spoken = talk.say(text)[0]["text"]
    assert "113" in spoken and "112" in spoken and "iemand" in spoken
    assert "raam" not in spoken
    assert talk.advice["niveau"] == "bel_112"


def test_who_calls_113_is_told_not_to_stay_alone(talk: Talk) -> None:
    talk.say("ik wil niet meer leven")
    (message,) = talk.say("ik bel nu")
    assert "Blijf niet alleen" in message["text"]


def test_an_overdose_with_drowsiness_is_112(talk: Talk) -> None:
    (message,) = talk.say("ik heb vandaag 12 paracetamol genomen en ik ben zo suf")
    assert message["level"] == "bel_112"
    assert message["text"].startswith("Bel nu 112.")
    other = Talk(talk.triage)
    (message,) = other.say("ik heb vandaag 12 paracetamol genomen")
    assert message["level"] == "spoed"
    assert "suf" in message["text"] and "meteen 112" in message["text"]


def test_drowsiness_told_later_raises_an_overdose_to_112(talk: Talk) -> None:
    talk.say("ik heb vandaag 12 paracetamol genomen")
    (message,) = talk.say("ik ben nu wel erg suf")
    assert (message["kind"], message["level"]) == ("escalation", "bel_112")
    assert message["text"].startswith("Bel nu 112.")
    assert talk.advice["niveau"] == "bel_112"


def test_a_second_signal_during_the_hold_is_escalated_with_its_own_text(talk: Talk) -> None:
    talk.say("ik kan niet plassen")
    (message,) = talk.say("en ik heb pijn op de borst")
    assert message["level"] == "bel_112"
    assert message["text"].startswith("Bel nu 112.")
    assert talk.advice["niveau"] == "bel_112"


def test_a_mistake_of_one_signal_keeps_the_advice_of_another(talk: Talk) -> None:
    flags = ["plassen", "rijbroek", "krachtverlies", "ontlasting"]
    found = {"uitkomst": "escalate", "niveau": "spoed", "vlaggen": flags}
    talk.say("van alles", found=found)
    (check,) = talk.say("ik maakte maar een grapje")
    assert len(check["red_flags"]) == 3
    (message,) = talk.no()
    assert (message["kind"], message["level"]) == ("escalation", "spoed")
    assert set(message["red_flags"]) == set(flags) - set(check["red_flags"])
    assert talk.advice["vlaggen"] == message["red_flags"]


def test_only_urgent_signals_are_taken_back(talk: Talk) -> None:
    talk.say("ik heb 39 graden koorts")
    talk.say("ik kan niet plassen")
    (check,) = talk.say("ik maakte maar een grapje")
    assert check["red_flags"] == ["plassen"]
    talk.no()
    assert set(talk.intake.present) == {"koorts"}


def test_the_mistake_button_beside_another_open_question(talk: Talk) -> None:
    talk.say("ik kan niet plassen")
    talk.say("raar gevoel", found=unsure("rijbroek", "spoed"))
    assert talk.asking
    (check,) = talk.say("/kies_reactie", "kies_reactie", reactie="vergissing")
    assert (check["asks"], check["red_flags"]) == ("confirm", ["plassen"])
    messages = talk.no()
    # The no was about plassen; rijbroek is still to be asked.
    assert messages[-1]["red_flags"] == ["rijbroek"]
    assert talk.intake.present == {} and "rijbroek" not in talk.intake.denied


# -- the check question --------------------------------------------------------------------------


def test_an_unsure_signal_asks_about_exactly_that_flag(talk: Talk) -> None:
    (message,) = talk.say("raar gevoel", found=unsure("rijbroek", "spoed"), answer=["matras"])
    assert (message["kind"], message["asks"], message["red_flags"]) == (
        "question",
        "confirm",
        ["rijbroek"],
    )
    assert titles(message) == ["Ja", "Nee", "Weet ik niet"]
    assert talk.asking


def test_after_a_no_the_other_urgent_signal_of_the_message_is_asked_about(talk: Talk) -> None:
    found = unsure("rijbroek", "spoed") | {"vlaggen": ["rijbroek", "plassen", "koorts"]}
    talk.say("raar gevoel, moet ook steeds naar de wc", found=found, answer=["matras"])
    (second,) = talk.no()
    assert (second["asks"], second["red_flags"]) == ("confirm", ["plassen"])
    (answer,) = talk.no()
    assert (answer["kind"], answer["topic"]) == ("answer", "matras")
    assert talk.intake.denied == ["rijbroek", "plassen"]


def test_after_a_yes_to_the_first_nothing_more_is_asked(talk: Talk) -> None:
    found = unsure("rijbroek", "spoed") | {"vlaggen": ["rijbroek", "plassen"]}
    talk.say("raar gevoel, moet ook steeds naar de wc", found=found)
    (message,) = talk.yes()
    assert (message["kind"], message["level"]) == ("escalation", "spoed")
    assert not talk.asking


def test_yes_escalates(talk: Talk) -> None:
    talk.say("raar gevoel", found=unsure("rijbroek", "spoed"))
    (message,) = talk.yes()
    assert (message["kind"], message["level"], message["red_flags"]) == (
        "escalation",
        "spoed",
        ["rijbroek"],
    )
    assert talk.advice["vlaggen"] == ["rijbroek"]
    assert not talk.asking


def test_yes_with_the_signal_in_words_escalates_too(talk: Talk) -> None:
    talk.say("raar gevoel", found=unsure("rijbroek", "spoed"))
    messages = talk.say("ja dat klopt, vreemd daar", found=unsure("rijbroek", "spoed"))
    assert [(m["kind"], m["level"]) for m in messages] == [("escalation", "spoed")]
    assert not talk.asking


def test_no_answers_the_question_that_was_waiting(talk: Talk) -> None:
    talk.say("raar gevoel, welke matras?", found=unsure("rijbroek", "spoed"), answer=["matras"])
    (message,) = talk.no()
    assert (message["kind"], message["topic"]) == ("answer", "matras")
    assert not talk.asking


def test_no_without_a_question_waiting_says_so(talk: Talk) -> None:
    talk.say("raar gevoel", found=unsure("rijbroek", "spoed"))
    (message,) = talk.no()
    assert message["kind"] == "info"
    assert "huisarts" in message["text"]
    assert not talk.asking


@pytest.mark.parametrize(
    ("flag", "level", "kind"),
    [("rijbroek", "spoed", "escalation"), ("koorts", "vandaag", "info")],
)
def test_not_knowing_counts_as_yes_when_urgent(
    talk: Talk, flag: str, level: str, kind: str
) -> None:
    talk.say("raar gevoel", found=unsure(flag, level))
    (message,) = talk.say("Weet ik niet", "weet_niet")
    assert message["kind"] == kind


def test_yes_to_a_second_signal_of_the_same_level_is_not_called_cleared(talk: Talk) -> None:
    talk.say("ik kan niet plassen")
    talk.say("ik bel nu")
    talk.say("raar gevoel", found=unsure("rijbroek", "spoed"))
    (message,) = talk.yes()
    assert (message["kind"], message["level"]) == ("escalation", "spoed")
    assert "rijbroek" in message["red_flags"]


def test_a_denied_signal_is_not_asked_again_but_the_turn_is_not_silent(talk: Talk) -> None:
    talk.say("raar gevoel", found=unsure("koorts", "vandaag"))
    talk.no()
    assert kinds(talk.say("wat warm", found=unsure("koorts", "vandaag"))) == ["fallback"]
    messages = talk.say("matras?", found=unsure("koorts", "vandaag"), answer=["matras"])
    assert kinds(messages) == ["answer"]


def test_a_check_question_beside_an_open_advice_reads_its_own_reply(talk: Talk) -> None:
    talk.say("ik kan niet plassen")
    talk.say("raar gevoel", found=unsure("rijbroek", "spoed"))
    (message,) = talk.yes()
    assert message["kind"] == "escalation"
    assert "rijbroek" in talk.intake.present
    assert talk.advice["niveau"] == "spoed"


def test_two_unsure_signals_after_each_other_do_not_lose_a_yes(talk: Talk) -> None:
    talk.say("raar gevoel", found=unsure("rijbroek", "spoed"))
    messages = talk.say("ja, en warm", found=unsure("koorts", "vandaag"))
    assert (messages[0]["kind"], messages[0]["level"]) == ("escalation", "spoed")
