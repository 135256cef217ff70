"""rugwijzer.triage.durations: how long, counted from a fixed date."""

from __future__ import annotations

from datetime import date

import pytest

from rugwijzer.triage import FlagBook, Triage
from rugwijzer.triage.answers import read_number
from rugwijzer.triage.facts import extract

#: A Wednesday.
TODAY = date(2026, 11, 18)


def days(text: str, today: date = TODAY) -> float | None:
    return extract(text, today=today).duration_days


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("sinds maandag last van mijn rug", date(2026, 11, 16)),
        ("rugpijn sinds afgelopen vrijdag", date(2026, 11, 13)),
        ("sinds woensdag", date(2026, 11, 11)),
        ("sinds zaterdagavond pijn", date(2026, 11, 14)),
        ("sinds vorige week dinsdag", date(2026, 11, 10)),
        ("sinds januari", date(2026, 1, 1)),
        ("al sinds begin maart", date(2026, 3, 1)),
        ("sinds half augustus", date(2026, 8, 15)),
        ("sinds eind december", date(2025, 12, 25)),
        ("sinds december", date(2025, 12, 1)),
        ("sinds november", date(2026, 11, 1)),
        ("sinds 3 maart", date(2026, 3, 3)),
        ("sinds 3 maart 2024", date(2024, 3, 3)),
        ("sinds okt 2025", date(2025, 10, 1)),
        ("al vanaf Pasen", date(2026, 4, 5)),
        ("sinds tweede kerstdag", None),
        ("sinds kerst", date(2025, 12, 25)),
        ("sinds pinksteren", date(2026, 5, 24)),
        ("sinds hemelvaart", date(2026, 5, 14)),
        ("sinds carnaval", date(2026, 2, 15)),
        ("sinds koningsdag", date(2026, 4, 27)),
        ("sinds sinterklaas", date(2025, 12, 5)),
        ("sinds de zomervakantie", date(2026, 7, 15)),
        ("sinds de winter", date(2025, 12, 1)),
        ("al sinds 2019 last", date(2019, 1, 1)),
        ("het begon afgelopen maandag", date(2026, 11, 16)),
    ],
)
def test_since_a_day_in_the_calendar(text: str, since: date | None) -> None:
    assert days(text) == (None if since is None else (TODAY - since).days)


def test_koningsdag_of_a_year_in_which_it_moved() -> None:
    assert days("sinds koningsdag", date(2025, 5, 6)) == 10


def test_a_feast_that_is_still_to_come_was_last_year() -> None:
    assert days("sinds pasen", date(2026, 2, 1)) == (date(2026, 2, 1) - date(2025, 4, 20)).days


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sinds vorige week", 7),
        ("sinds vorig jaar last van mijn rug", 365),
        ("sinds vorige maand", 30),
        ("al 3 maanden, erger sinds maandag", 90),
        ("ik heb maandag een afspraak", None),
        ("volgende week ga ik in januari op vakantie", None),
        ("ik ben sinds mijn scheiding gestrest", None),
    ],
)
def test_other_words_of_time(text: str, expected: float | None) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("sinds maandag", 2),
        ("vanaf Pasen", 227),
        ("maandag", 2),
        ("januari", 321),
        ("gisteren", 1),
        ("sinds 2025", 686),
    ],
)
def test_a_reply_to_the_question_how_long(reply: str, expected: float) -> None:
    assert read_number(reply, "duration_days", TODAY).number == expected


def test_the_rules_count_from_their_own_calendar(book: FlagBook) -> None:
    triage = Triage(book, today=lambda: TODAY)
    assert triage.assess("sinds maandag rugpijn").facts.duration_days == 2
