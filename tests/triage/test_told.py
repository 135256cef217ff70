"""rugwijzer.triage.told: what earlier messages told already."""

from __future__ import annotations

from typing import Any

from rugwijzer.triage import Facts, FlagBook
from rugwijzer.triage.told import condensed, told_absent, told_facts

WHOLE = ["koorts", "kanker", "plassen"]


def found(flag: str, ruling: str | None = None, **facts: float) -> dict[str, Any]:
    item = {"vlag": flag, "woorden": flag, **({"telt_niet": ruling} if ruling else {})}
    return {"uitleg": [item], "feiten": facts}


def test_later_numbers_win() -> None:
    told = [found("koorts", temperature=38.2), {}, found("koorts", temperature=39.0, age=40)]
    assert told_facts(told) == Facts(temperature=39.0, age=40)


def test_numbers_of_another_person_do_not_count() -> None:
    assert told_facts([found("koorts", "ander", age=12)]) == Facts()


def test_a_denied_flag_is_absent(book: FlagBook) -> None:
    assert told_absent([found("koorts", "ontkend")], WHOLE, book) == ["koorts"]


def test_a_flag_that_was_also_affirmed_is_not_absent(book: FlagBook) -> None:
    told = [found("koorts", "ontkend"), found("koorts")]
    assert told_absent(told, WHOLE, book) == []


def test_other_rulings_say_nothing(book: FlagBook) -> None:
    assert told_absent([found("koorts", "verleden"), {}], WHOLE, book) == []


def test_an_urgent_flag_is_asked_whatever_was_denied(book: FlagBook) -> None:
    assert told_absent([found("plassen", "ontkend")], WHOLE, book) == []


def test_only_flags_that_one_word_denies_altogether(book: FlagBook) -> None:
    assert told_absent([found("wervelbreuk", "ontkend")], WHOLE, book) == []


LONG = [
    found("koorts", "ontkend", temperature=37.2),
    {},
    found("kanker"),
    found("kanker", "ontkend"),
    found("koorts", "ontkend", age=61),
    found("plassen", "ander", age=12),
]


def test_a_long_conversation_is_remembered_in_two_verdicts_without_words(book: FlagBook) -> None:
    short = condensed(iter(LONG))
    assert short == [
        {"feiten": {"age": 61, "temperature": 37.2}},
        {
            "uitleg": [
                {"vlag": "koorts", "telt_niet": "ontkend"},
                {"vlag": "kanker"},
                {"vlag": "kanker", "telt_niet": "ontkend"},
                {"vlag": "plassen"},
            ]
        },
    ]
    assert told_facts(short) == told_facts(LONG)
    assert told_absent(short, WHOLE, book) == told_absent(LONG, WHOLE, book) == ["koorts"]
    assert condensed(short) == short


def test_nothing_told_is_nothing_to_remember() -> None:
    assert condensed([{}, {"uitleg": [], "feiten": {}}]) == []
    assert condensed([{"feiten": {"age": 40}}]) == [{"feiten": {"age": 40}}]
    assert condensed([found("koorts")]) == [{"uitleg": [{"vlag": "koorts"}]}]


def test_what_was_affirmed_once_stays_affirmed_after_any_denial(book: FlagBook) -> None:
    told = [found("koorts"), found("koorts", "ontkend"), found("koorts", "ontkend")]
    assert told_absent(told, WHOLE, book) == []
