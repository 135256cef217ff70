"""Repeat, stop, start again, and a yes to nothing."""

from __future__ import annotations

from .conftest import Talk, kinds, titles


def test_repeating_says_the_last_turn_again_with_its_buttons(talk: Talk) -> None:
    first = talk.say("warmte en matras?", answer=["warmte", "matras"])
    again = talk.say("herhaal", "herhaal")
    assert [(m["text"], m["topic"], m["choices"]) for m in again] == [
        (m["text"], m["topic"], m["choices"]) for m in first
    ]
    assert [m["text"] for m in talk.say("nog eens", "herhaal")] == [m["text"] for m in first]


def test_repeating_a_response_of_the_domain_keeps_its_kind(talk: Talk) -> None:
    talk.say("is een tatoeage op mijn rug erg?", "buiten", outside="buiten/rug")
    talk.hear("Hierover heb ik geen nagekeken tekst.", "fallback")
    (message,) = talk.say("herhaal", "herhaal")
    assert (message["text"], message["kind"]) == (
        "Hierover heb ik geen nagekeken tekst.",
        "fallback",
    )


def test_nothing_to_repeat_gives_the_opening(talk: Talk) -> None:
    (message,) = talk.say("herhaal", "herhaal")
    assert message["kind"] == "smalltalk"
    assert "112" in message["text"]


def test_stop_says_whom_to_call(talk: Talk) -> None:
    (message,) = talk.say("stop", "stop")
    assert message["kind"] == "smalltalk"
    assert "huisarts" in message["text"]
    assert "112" in message["text"]


def test_starting_again_forgets(talk: Talk) -> None:
    talk.say("welke matras?", answer=["matras"])
    talk.say("ik heb 39 graden koorts")
    (message,) = talk.say("opnieuw", "opnieuw")
    assert titles(message) == ["Controleer mijn klachten"]
    assert not any(talk.slots.values())


def test_starting_again_never_forgets_an_open_urgent_advice(talk: Talk) -> None:
    talk.say("ik kan niet plassen")
    assert kinds(talk.say("opnieuw", "opnieuw"))[0] == "escalation"
    assert talk.advice["niveau"] == "spoed"
    talk.say("/opnieuw", "opnieuw")
    assert talk.advice["niveau"] == "spoed"


def test_a_yes_or_no_to_nothing_asks_what_is_meant(talk: Talk) -> None:
    for intent in ("ja", "nee", "weet_niet"):
        (message,) = talk.say(intent, intent)
        assert message["kind"] == "fallback"
        assert "huisarts" in message["text"]
