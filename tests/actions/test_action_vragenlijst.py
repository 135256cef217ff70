"""The questionnaire from the first question to the outcome, as a patient walks through it."""

from __future__ import annotations

from typing import Any

import pytest

from actions.content import Content
from rugwijzer.triage.facts import dutch_today

from .conftest import Talk, kinds, titles

URGENT_PLACES = {1: "bel_112", 2: "spoed", 3: "spoed"}
OTHER_PLACES = {4: "vandaag", 5: "vandaag", 6: "vandaag", 7: "deze_week"}
TOLD: dict[str, Any] = {
    "uitkomst": "none",
    "vlaggen": [],
    "uitleg": [],
    "feiten": {"age": 45, "duration_days": 21.0},
}
NUMBERS = ("45", "3 dagen", "6")


def at_place(talk: Talk, place: int) -> dict[str, Any]:
    """Start and say no until this group is asked; gives its question."""
    last = talk.start()[-1]
    for _ in range(place - 1):
        last = talk.no()[-1]
    return last


def to_the_end(talk: Talk, numbers: tuple[str, ...] = NUMBERS) -> dict[str, Any]:
    """Say no to what is left of the groups and give the numbers; gives the outcome."""
    given = dict(zip(("age", "duration_days", "pain_score"), numbers))
    message: dict[str, Any] = {}
    for _ in range(15):
        asks = _asked(talk)
        if asks is None:
            return message
        turn = talk.say(given.get(asks, "Nee" if asks != "temperature" else "Niet gemeten"))
        message = next((m for m in turn if m.get("kind") == "outcome"), turn[-1])
    raise AssertionError("the questionnaire does not end")


def _asked(talk: Talk) -> str | None:
    question = talk.intake.next_question(talk.triage.book)
    return question.asks if question and talk.asking else None


def test_it_starts_by_saying_what_it_is_and_asks_the_first_group(talk: Talk) -> None:
    intro, question = talk.start()
    assert intro["kind"] == "info"
    assert "112" in intro["text"]
    assert (question["kind"], question["asks"]) == ("question", "red_flags")
    assert set(question["red_flags"]) == {"aneurysma", "borst_benauwd", "ernstig_ongeval"}
    assert titles(question) == ["Ja", "Nee", "Weet ik niet"]


def test_no_to_everything_ends_without_signals(talk: Talk, known: Content) -> None:
    asked = [at_place(talk, 1)] + [talk.no()[-1] for _ in range(7)]
    assert [q["text"] for q in asked[:7]] == [
        known.book.questions[place]["tekst"] for place in range(1, 8)
    ]
    assert asked[7]["asks"] == "age"
    assert talk.say("45")[-1]["asks"] == "duration_days"
    pain = talk.say("3 dagen")[-1]
    assert pain["asks"] == "pain_score"
    assert titles(pain) == [str(n) for n in range(11)]
    outcome, _ = talk.say("6")
    assert (outcome["kind"], outcome["level"]) == ("outcome", "geen")
    assert "red_flags" not in outcome
    assert not talk.asking


@pytest.mark.parametrize(("place", "level"), URGENT_PLACES.items())
@pytest.mark.parametrize("reply", ["Ja", "Weet ik niet", "ja sinds gisteren"])
def test_a_yes_to_an_urgent_group_ends_it_at_once(
    talk: Talk, place: int, level: str, reply: str
) -> None:
    question = at_place(talk, place)
    (message,) = talk.say(reply)
    assert (message["kind"], message["level"]) == ("escalation", level)
    assert set(message["red_flags"]) == set(question["red_flags"])
    assert talk.advice["niveau"] == level
    assert not talk.asking
    assert not talk.intake.running


@pytest.mark.parametrize(("place", "level"), OTHER_PLACES.items())
def test_a_yes_to_another_group_decides_the_outcome(talk: Talk, place: int, level: str) -> None:
    question = at_place(talk, place)
    talk.yes()
    outcome = to_the_end(talk)
    assert (outcome["kind"], outcome["level"]) == ("outcome", level)
    assert set(question["red_flags"]) >= set(outcome["red_flags"])
    assert talk.advice is None


@pytest.mark.parametrize("place", OTHER_PLACES)
def test_not_knowing_a_group_that_is_not_urgent_goes_on(talk: Talk, place: int) -> None:
    at_place(talk, place)
    talk.say("Weet ik niet", "weet_niet")
    assert to_the_end(talk)["level"] == "geen"


@pytest.mark.parametrize("place", [None, 4, 7])
def test_every_outcome_says_when_to_call_after_all(
    talk: Talk, known: Content, place: int | None
) -> None:
    at_place(talk, place or 1)
    if place:
        talk.yes()
    outcome = to_the_end(talk)
    texts = known.questions["uitkomst"]
    assert texts["let_op"] in outcome["text"]
    assert outcome["text"].endswith(texts["slot"])
    assert "112" in outcome["text"]


def test_the_outcome_without_signals_tells_to_wait_and_see(talk: Talk, known: Content) -> None:
    talk.start()
    outcome = to_the_end(talk)
    assert known.questions["uitkomst"]["geen"] in outcome["text"]
    assert "3 tot 4 weken niet beter" in outcome["text"]


def test_fever_asks_the_temperature(talk: Talk) -> None:
    at_place(talk, 4)
    talk.yes()
    for _ in range(2):
        talk.no()
    question = talk.no()[-1]
    assert question["asks"] == "temperature"
    assert titles(question) == ["Niet gemeten"]
    escalation, following = talk.say("38,7")
    assert (escalation["kind"], escalation["red_flags"]) == ("escalation", ["koorts"])
    assert following["asks"] == "age"
    assert talk.intake.facts.temperature == 38.7


def test_a_temperature_that_was_not_measured_goes_on(talk: Talk) -> None:
    at_place(talk, 4)
    talk.yes()
    for _ in range(3):
        talk.no()
    assert talk.say("Niet gemeten")[-1]["asks"] == "age"


def test_a_child_with_another_signal_must_call_today(talk: Talk) -> None:
    at_place(talk, 7)
    talk.yes()
    talk.say("14")
    talk.say("3 dagen")
    question = talk.say("6")[-1]
    assert (question["asks"], len(question["red_flags"])) == ("red_flags", 1)
    outcome, _ = talk.yes()
    assert outcome["level"] == "vandaag"
    assert set(outcome["red_flags"]) == {"kind", *question["red_flags"]}


def test_a_child_with_only_the_first_time_calls_this_week(talk: Talk) -> None:
    at_place(talk, 7)
    talk.yes()
    outcome = to_the_end(talk, ("14", "3 dagen", "6"))
    assert outcome["level"] == "deze_week"
    assert set(outcome["red_flags"]) == {"kind", "leeftijd_eerste_keer"}


@pytest.mark.parametrize(
    ("wrong", "right"), [("130", "75"), ("ergens in de zomer geboren", "75 jaar"), ("1850", "75")]
)
def test_a_number_that_cannot_be_is_asked_again(talk: Talk, wrong: str, right: str) -> None:
    at_place(talk, 8)
    info, question = talk.say(wrong)
    assert info["kind"] == "info"
    assert question["asks"] == "age"
    assert talk.say(right)[-1]["asks"] == "duration_days"
    assert talk.intake.facts.age == 75


def test_a_number_need_not_be_given(talk: Talk) -> None:
    at_place(talk, 8)
    for asks in ("duration_days", "pain_score"):
        assert talk.say("weet ik niet")[-1]["asks"] == asks
    assert talk.say("weet ik niet")[0]["kind"] == "outcome"


# -- what was told already -----------------------------------------------------------------------


def test_a_signal_that_was_told_is_not_asked_again(talk: Talk) -> None:
    talk.say("ik heb borstkanker gehad", found=_sure("kanker", "vandaag"))
    question = at_place(talk, 5)
    assert question["red_flags"] == ["gewichtsverlies"]
    assert to_the_end(talk)["red_flags"] == ["kanker"]


def test_numbers_that_were_told_are_not_asked_again(talk: Talk) -> None:
    talk.say("45 jaar, 3 weken, welke matras?", answer=["matras"], found=TOLD)
    at_place(talk, 7)
    assert talk.no()[-1]["asks"] == "pain_score"
    assert (talk.intake.facts.age, talk.intake.facts.duration_days) == (45, 21)


def test_the_age_of_somebody_else_is_still_asked(talk: Talk) -> None:
    talk.say("mijn buurman is 75 jaar en heeft koorts, kan dat van zijn rug komen?")
    assert at_place(talk, 8)["asks"] == "age"


def test_numbers_told_along_the_way_are_not_asked_again(talk: Talk) -> None:
    at_place(talk, 7)
    assert talk.say("nee, ik ben 45 jaar")[-1]["asks"] == "duration_days"


# -- other replies -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reply", ["nee hoor", "gelukkig niet", "geen van deze", "niet dat ik weet", "zeker niet"]
)
def test_free_text_no(talk: Talk, reply: str) -> None:
    first = at_place(talk, 1)
    following = talk.say(reply)[-1]
    assert following["asks"] == "red_flags"
    assert set(following["red_flags"]).isdisjoint(first["red_flags"])


def test_asking_why_gives_the_explanation_and_the_question_again(
    talk: Talk, known: Content
) -> None:
    question = at_place(talk, 2)
    info, again = talk.say("waarom vraagt u dat?")
    assert info["text"] == known.book.questions[2]["uitleg"]
    assert again["text"] == question["text"]


def test_asking_why_works_for_numbers_and_check_questions_too(talk: Talk, known: Content) -> None:
    at_place(talk, 8)
    assert talk.say("wat bedoelt u?")[0]["text"] == known.questions["leeftijd"]["uitleg"]
    other = Talk(talk.triage)
    other.say("raar gevoel", found=_unsure("rijbroek"))
    info, again = other.say("wat bedoelt u?")
    assert info["text"] == known.book.flags["rijbroek"].explanation
    assert again["asks"] == "confirm"


def test_a_correction_takes_back_the_last_answer(talk: Talk, known: Content) -> None:
    at_place(talk, 5)
    question = talk.no()[-1]
    assert "kanker" not in question["red_flags"]
    info, again = talk.say("nee wacht, ik bedoelde ja")
    assert info["text"] == known.questions["gecorrigeerd"]
    assert set(again["red_flags"]) == {"kanker", "gewichtsverlies"}
    talk.yes()
    assert to_the_end(talk)["level"] == "vandaag"


def test_nothing_to_correct_asks_again(talk: Talk) -> None:
    first = at_place(talk, 1)
    info, again = talk.say("foutje")
    assert info["kind"] == "info"
    assert again["red_flags"] == first["red_flags"]


@pytest.mark.parametrize("text", ["herhaal", "ik heb het niet gelezen, nog een keer"])
def test_repeating_puts_the_question_again_and_answers_nothing(talk: Talk, text: str) -> None:
    question = at_place(talk, 2)
    (again,) = talk.say(text, "herhaal")
    assert again == question
    assert not talk.intake.denied[3:]


def test_starting_again_asks_from_the_first_question(talk: Talk) -> None:
    first = at_place(talk, 1)
    talk.no()
    talk.no()
    info, again = talk.say("opnieuw", "opnieuw")
    assert info["text"] == "We beginnen opnieuw met de vragen."
    assert again == first


def test_starting_again_never_skips_an_open_check_question(talk: Talk) -> None:
    talk.say("raar gevoel", found=_unsure("rijbroek"))
    question = talk.say("opnieuw", "opnieuw")[-1]
    assert (question["asks"], question["red_flags"]) == ("confirm", ["rijbroek"])


def test_a_bare_why_gets_the_explanation(talk: Talk, known: Content) -> None:
    at_place(talk, 2)
    assert talk.say("waarom?", "waarom")[0]["text"] == known.book.questions[2]["uitleg"]


def test_stopping_in_other_words_is_no_denial(talk: Talk, known: Content) -> None:
    at_place(talk, 2)
    denied = list(talk.intake.denied)
    (message,) = talk.say("ik wil deze vragenlijst niet afmaken", "stop")
    assert message["text"] == known.questions["gestopt"]
    assert talk.intake.denied == denied


def test_a_reply_that_looks_like_steering_stays_a_reply(talk: Talk) -> None:
    at_place(talk, 2)
    (message,) = talk.say("ik kan niet meer", "stop", found={})
    assert (message["kind"], message["level"]) == ("escalation", "spoed")


def test_stopping_ends_it_and_starting_again_goes_on(talk: Talk, known: Content) -> None:
    at_place(talk, 4)
    (message,) = talk.say("stop", "stop")
    assert message["text"] == known.questions["gestopt"]
    assert not talk.asking
    assert kinds(talk.say("welke matras?", answer=["matras"])) == ["answer"]
    assert set(talk.start()[-1]["red_flags"]) == {"koorts", "infectierisico"}


def test_a_question_in_between_is_answered_and_the_question_put_again(talk: Talk) -> None:
    question = at_place(talk, 3)
    answer, info, again = talk.say("helpt warmte eigenlijk?", answer=["warmte"])
    assert kinds([answer, info, again]) == ["answer", "info", "question"]
    assert again["red_flags"] == question["red_flags"]


def test_a_question_with_a_number_is_no_age(talk: Talk) -> None:
    at_place(talk, 8)
    messages = talk.say("mag ik 2 paracetamol nemen?", answer=["paracetamol"])
    assert kinds(messages) == ["answer", "info", "question"]
    assert messages[-1]["asks"] == "age"
    assert talk.intake.facts.age is None


def test_small_talk_in_between_gets_its_own_response(talk: Talk) -> None:
    question = at_place(talk, 1)
    messages = talk.say("dank u wel", "praat")
    assert messages[-1]["red_flags"] == question["red_flags"]


@pytest.mark.parametrize("reply", ["liever niet", "nee, dat vertel ik liever niet"])
def test_who_refuses_to_say_has_denied_nothing_and_is_asked_again(talk: Talk, reply: str) -> None:
    asked = talk.start()[-1]
    assert talk.say(reply)[-1] == asked
    assert not talk.intake.denied


def test_what_is_not_understood_is_said_and_asked_again(talk: Talk, known: Content) -> None:
    question = at_place(talk, 1)
    info, again = talk.say("hmm")
    assert info["text"] == known.questions["niet_begrepen"]
    assert again["text"] == question["text"]


# -- signals in free text, inside the questionnaire ----------------------------------------------


def _sure(flag: str, level: str) -> dict[str, Any]:
    return {"uitkomst": "escalate", "niveau": level, "vlaggen": [flag], "uitleg": []}


def _unsure(flag: str) -> dict[str, Any]:
    return {"uitkomst": "ask", "niveau": "spoed", "vlaggen": [flag], "uitleg": []}


@pytest.mark.parametrize(
    "numbers",
    [("71", "2 weken", "6"), ("19 jaar", "3", "10"), ("15-3-1952", "al 6 weken", "een 8 op 10")],
)
def test_a_plain_number_is_an_answer_and_no_signal(talk: Talk, numbers: tuple[str, ...]) -> None:
    at_place(talk, 7)
    talk.no()
    age, duration, pain = numbers
    assert talk.say(age)[-1]["asks"] == "duration_days"
    assert talk.say(duration)[-1]["asks"] == "pain_score"
    outcome = talk.say(pain)[0]
    assert (outcome["kind"], outcome["level"]) == ("outcome", "geen")
    assert talk.intake.facts.age in (71, 19, dutch_today().year - 1952)


def test_fever_in_degrees_is_told_once_and_not_asked_again(talk: Talk) -> None:
    at_place(talk, 4)
    talk.yes()
    for _ in range(3):
        talk.no()
    advice, age = talk.say("38,5")
    assert (advice["kind"], advice["level"], age["asks"]) == ("escalation", "vandaag", "age")
    assert talk.intake.facts.temperature == 38.5


def test_a_no_with_an_exception_asks_about_the_exception_only(talk: Talk) -> None:
    at_place(talk, 2)
    check = talk.say("nee, maar ik plas wel vaker", found=_unsure("plassen"))[-1]
    assert (check["asks"], check["red_flags"]) == ("confirm", ["plassen"])
    assert talk.no()[-1]["red_flags"] == ["beide_benen", "krachtverlies"]


def test_a_no_with_an_unsure_signal_of_another_question_is_kept(talk: Talk) -> None:
    at_place(talk, 1)
    check = talk.say("nee, alleen wat stijf", found=_unsure("ochtendstijfheid"))[-1]
    assert check["red_flags"] == ["ochtendstijfheid"]
    assert "plassen" in talk.no()[-1]["red_flags"]


def test_a_plain_no_with_two_unsure_signals_of_the_question_is_a_no_to_both(talk: Talk) -> None:
    at_place(talk, 2)
    found = {"uitkomst": "ask", "niveau": "spoed", "vlaggen": ["plassen", "rijbroek"], "uitleg": []}
    assert "krachtverlies" in talk.say("nee, niks daarvan", found=found)[-1]["red_flags"]


def test_a_number_with_words_is_judged(talk: Talk) -> None:
    at_place(talk, 7)
    talk.no()
    found = _sure("leeftijd_eerste_keer", "deze_week")
    assert kinds(talk.say("71 en voor het eerst rugpijn", found=found))[0] == "escalation"


def test_an_urgent_signal_ends_it(talk: Talk) -> None:
    at_place(talk, 5)
    (message,) = talk.say("ik kan trouwens niet plassen")
    assert (message["kind"], message["level"]) == ("escalation", "spoed")
    assert not talk.asking
    assert talk.slots["triage_antwoord"] is None


def test_another_signal_is_escalated_and_the_questions_go_on(talk: Talk) -> None:
    at_place(talk, 1)
    escalation, question = talk.say("nee, wel 39 graden koorts")
    assert (escalation["kind"], escalation["level"]) == ("escalation", "vandaag")
    assert question["asks"] == "red_flags"
    assert "rijbroek" in question["red_flags"]
    assert talk.asking


def test_the_last_answer_may_hold_a_signal(talk: Talk) -> None:
    at_place(talk, 7)
    talk.no()
    talk.say("45")
    talk.say("3 dagen")
    messages = talk.say("6 en nog iets", found=_sure("bobbel_vorm", "deze_week"))
    assert kinds(messages) == ["escalation", "outcome", "info"]
    outcome = messages[1]
    assert talk.intake.facts.pain_score == 6
    assert (outcome["level"], outcome["red_flags"]) == ("deze_week", ["bobbel_vorm"])


def test_a_signal_that_answers_the_last_open_question_ends_with_the_outcome(talk: Talk) -> None:
    feiten = {**TOLD["feiten"], "pain_score": 6}
    talk.say("welke matras?", answer=["matras"], found={**TOLD, "feiten": feiten})
    at_place(talk, 7)
    messages = talk.say("ja elke nacht wakker", found=_sure("nachtpijn", "deze_week"))
    assert kinds(messages) == ["escalation", "outcome", "info"]
    assert not talk.asking


def test_an_unsure_signal_is_asked_before_the_next_group(talk: Talk) -> None:
    at_place(talk, 5)
    (question,) = talk.say("nee, wel raar gevoel", found=_unsure("onzeker_lopen"))
    assert (question["asks"], question["red_flags"]) == ("confirm", ["onzeker_lopen"])
    assert talk.no()[-1]["asks"] == "red_flags"


def test_a_yes_with_unsure_words_of_an_urgent_group_ends_it(talk: Talk) -> None:
    at_place(talk, 2)
    messages = talk.say("ja, een raar gevoel", found=_unsure("rijbroek"))
    assert [(m["kind"], m["level"]) for m in messages] == [("escalation", "spoed")]
    assert not talk.asking


def test_a_signal_that_starts_with_niet_is_not_taken_for_a_no(talk: Talk) -> None:
    at_place(talk, 2)
    (question,) = talk.say("niet zo lekker plassen", found=_unsure("plassen"))
    assert (question["asks"], question["red_flags"]) == ("confirm", ["plassen"])


def test_a_signal_in_words_after_a_check_question_closes_the_form(talk: Talk) -> None:
    talk.say("beetje warm", found={**_unsure("koorts"), "niveau": "vandaag"})
    messages = talk.say("ja 39 graden koorts")
    assert kinds(messages) == ["escalation"]
    assert not talk.asking
    assert kinds(talk.say("welke matras?", answer=["matras"])) == ["answer"]


def test_it_starts_while_a_check_question_is_open(talk: Talk) -> None:
    talk.say("raar gevoel", found=_unsure("rijbroek"))
    intro, question = talk.start()
    assert intro["kind"] == "info"
    assert question["asks"] == "confirm"
    assert set(talk.no()[-1]["red_flags"]) == {"aneurysma", "borst_benauwd", "ernstig_ongeval"}


def test_starting_it_again_while_it_runs_puts_the_same_question(talk: Talk) -> None:
    question = at_place(talk, 3)
    assert talk.start()[-1]["text"] == question["text"]


# -- beside an urgent advice ---------------------------------------------------------------------


def test_it_starts_although_an_urgent_advice_is_open(talk: Talk) -> None:
    talk.say("ik kan niet plassen")
    messages = talk.start()
    assert kinds(messages) == ["escalation", "question"]
    assert messages[-1]["asks"] == "red_flags"
    assert talk.asking
    following = talk.no()[-1]
    assert "rijbroek" in following["red_flags"]
    assert talk.advice["niveau"] == "spoed"


def test_a_second_urgent_yes_ends_it_at_once_too(talk: Talk) -> None:
    talk.say("ik kan niet plassen")
    talk.say("ik bel nu")
    at_place(talk, 1)
    (message,) = talk.yes()
    assert (message["kind"], message["level"]) == ("escalation", "bel_112")


def test_an_urgent_signal_told_before_comes_back_at_the_end(talk: Talk) -> None:
    talk.say("ik kan niet plassen")
    talk.say("ik bel nu")
    talk.start()
    final = to_the_end(talk)
    assert (final["kind"], final["level"]) == ("escalation", "spoed")
    assert talk.advice["niveau"] == "spoed"


def test_after_an_outcome_it_can_be_done_again(talk: Talk) -> None:
    talk.start()
    to_the_end(talk)
    assert set(talk.start()[-1]["red_flags"]) == {"aneurysma", "borst_benauwd", "ernstig_ongeval"}
    (message,) = talk.yes()
    assert message["level"] == "bel_112"


# -- the end -------------------------------------------------------------------------------------


def test_the_outcome_gives_reason_what_to_do_and_when_to_call(talk: Talk) -> None:
    at_place(talk, 4)
    talk.say("ja, ik heb 38,6 koorts")
    outcome = to_the_end(talk)
    text = outcome["text"]
    assert outcome["level"] == "vandaag"
    assert "Bel vandaag uw huisarts" in text
    assert "Waarom dit advies: bij koorts" in text
    assert "blijf rustig in beweging" in text
    for when in ("Bel 112", "Bel meteen", "Bel dezelfde dag", "3 tot 4 weken"):
        assert when in text


def test_the_outcome_is_followed_by_a_summary_to_read_out(talk: Talk) -> None:
    at_place(talk, 4)
    talk.say("ja, ik heb 38,6 koorts")
    to_the_end(talk)
    summary = talk.turn[-1]
    assert summary["kind"] == "info"
    for words in (
        "voorlezen aan de telefoon",
        "bel vandaag de huisarts",
        "Leeftijd: 45 jaar.",
        "Rugpijn sinds: 3 dagen.",
        "Pijncijfer: 6 van 10.",
        "Temperatuur: 38,6 graden.",
        "koorts of een ziek gevoel: u mat 38,6 graden",
        "Bron: NHG M54",
        "U antwoordde nee op:",
        "computerprogramma",
    ):
        assert words in summary["text"]
    assert "patroon" not in summary["text"] and "references" not in summary["text"]


def test_one_yes_to_a_group_is_not_called_all_of_them(talk: Talk) -> None:
    at_place(talk, 2)
    (message,) = talk.yes()
    assert "over de klachten waar ik naar vroeg" in message["text"]
    assert "de klachten waar ik naar vroeg" in talk.say("hmm")[0]["text"]


# -- corrections of an urgent yes ----------------------------------------------------------------


def test_a_mistaken_yes_goes_back_to_the_questionnaire_after_one_check(talk: Talk) -> None:
    at_place(talk, 2)
    talk.yes()
    (check,) = talk.say("nee wacht, dat bedoelde ik niet")
    assert (check["kind"], check["asks"]) == ("question", "confirm")
    assert "plassen" in check["red_flags"]
    info, question = talk.no()
    assert info["kind"] == "info"
    assert set(question["red_flags"]) == {"beide_benen", "krachtverlies"}
    assert talk.asking and talk.advice is None


def test_a_yes_to_the_check_keeps_the_urgent_advice(talk: Talk) -> None:
    at_place(talk, 2)
    talk.yes()
    talk.say("ik maakte maar een grapje")
    (message,) = talk.yes()
    assert (message["kind"], message["level"]) == ("escalation", "spoed")
    assert not talk.asking and talk.advice["niveau"] == "spoed"


# -- what was said is not asked ------------------------------------------------------------------


def test_a_denial_in_words_is_not_asked_again_unless_it_is_urgent(talk: Talk) -> None:
    talk.say("ik heb geen koorts en ik ben niet gevallen", answer=["matras"])
    assert set(at_place(talk, 2)["red_flags"]) == {"rijbroek", "plassen", "ontlasting", "seksueel"}
    talk.no()
    assert talk.no()[-1]["red_flags"] == ["infectierisico"]
    talk.no()
    assert set(talk.no()[-1]["red_flags"]) == {"wervelbreuk", "ondraaglijk"}


def test_a_signal_told_before_is_in_the_summary_with_the_patients_words(talk: Talk) -> None:
    talk.say("ik heb rugpijn en 39 graden koorts")
    talk.start()
    to_the_end(talk)
    assert "39,0 graden" in talk.turn[-1]["text"]


@pytest.mark.parametrize("intent", ["praat", "buiten"])
def test_soms_een_beetje_is_an_answer_and_no_small_talk(talk: Talk, intent: str) -> None:
    at_place(talk, 5)
    question = talk.say("soms een beetje", intent)[-1]
    assert set(question["red_flags"]) == {"wervelbreuk", "ondraaglijk"}
    assert [set(g) for g in talk.intake.maybe] == [{"gewichtsverlies", "kanker"}]
