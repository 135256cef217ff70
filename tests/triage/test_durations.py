"""rugwijzer.triage.durations: how long, counted from a fixed date."""

from __future__ import annotations

from datetime import date, datetime, timezone, tzinfo

import pytest

from rugwijzer.triage import FlagBook, Triage
from rugwijzer.triage.durations import SOME_YEARS_DAYS
from rugwijzer.triage.facts import dutch_today, extract
from rugwijzer.triage.number_answers import read_number

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
        ("sinds januari last, 2019 ook", date(2026, 1, 1)),
        ("al sinds begin maart", date(2026, 3, 1)),
        ("sinds half augustus", date(2026, 8, 15)),
        ("sinds eind december", date(2025, 12, 25)),
        ("sinds december", date(2025, 12, 1)),
        ("sinds november", date(2026, 11, 1)),
        ("sinds 3 maart", date(2026, 3, 3)),
        ("sinds 3 maart 2024", date(2024, 3, 3)),
        ("sinds okt 2025", date(2025, 10, 1)),
        ("sinds 3 maart 2024 last", date(2024, 3, 3)),
        ("sinds half, zo rond 1 maart", date(2026, 3, 1)),
        ("sinds maart last, cijfer 5", date(2026, 3, 1)),
        ("sinds december 2026", TODAY),
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
        ("sinds mijn twintigste stijf", SOME_YEARS_DAYS),
        ("al vanaf mijn 16e last", SOME_YEARS_DAYS),
        ("sinds m'n jeugd", SOME_YEARS_DAYS),
        ("ik ben stijf sinds mijn twintigste", SOME_YEARS_DAYS),
        ("chemo gehad, stijf sinds mijn twintigste", SOME_YEARS_DAYS),
        ("stijf sinds mijn twintigste en de chemo", SOME_YEARS_DAYS),
        ("sinds mijn tiende last", SOME_YEARS_DAYS),
        ("sinds de twintigste stijf", None),
        ("sinds zo ongeveer rond half van de maandag", None),
        ("sinds mijn eerste bevalling", None),
        ("sinds mijn val", None),
        ("sinds mijn tiende bestraling", None),
        ("sinds mijn 12e chemo", None),
        ("sinds mijn 16 kilo zware koffer", None),
        ("sinds mijn vijfde kind drie weken geleden kwam", 21),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("al drie ruime weken last", 21),
        ("al zo'n ruime week last", 7),
        ("al twee of weken last", 14),
        ("pijn of weken last", None),
        ("al een kleine week last", 7),
        ("weken last", None),
        ("weken last, cijfer 3", None),
        ("al een week last", 7),
        ("al een paar weken last", 21),
        ("al weken last", 14),
        ("al week last", 7),
        ("de week last", 7),
        ("al 3 weken zwanger en pijn", None),
        ("al 3 dagen pijn, 12 weken zwanger", 3),
        ("3 weken oud", None),
        ("ben 3 weken pijn", None),
        ("ik ben al zeker 3 weken last gewend", 21),
        ("al 2 dagen koorts en al 3 weken pijn", 21),
        ("al 3 weken pijn en al 2 dagen koorts", 21),
    ],
)
def test_an_amount_of_time(text: str, expected: float | None) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vandaag pijn", None),
        ("sinds vandaag pijn", 0),
        ("al 3 a b c d weken", None),
        ("al a b 3 weken", 21),
        ("al a b c 3 weken", None),
        ("3 weken a pijn", None),
        *[(f"al 12 {u} zwanger en pijn", None) for u in ("weken", "wk", "wkn", "maanden")],
        ("al 1 week zwanger", None),
        ("al 3 weken oud", None),
        ("ben al a 3 weken thuis", 21),
        ("ben al 3 weken thuis", 21),
        ("al 2 mnd last", 60),
        # what is ahead
        ("het begint nu pas over 6 weken", None),
        ("pijn, over een paar weken vakantie", None),
        ("nu over 6 weken vakantie", None),
        ("over 10 dagen feest, al 6 weken pijn", 42),
        ("sinds gisteren pijn, over 10 dagen een feest", 1),
        ("pijn over mijn hele rug, al 6 weken", 42),
        ("het ging over, nu al 3 weken weer", 21),
        ("het was bijna over: nu al 3 weken pijn", 21),
        ("ik zit nu al over de maand", 30),
        ("ik zit nu al over de 6 weken", 42),
        ("ben ziek, al 3 weken oud, al 2 weken pijn", 14),
        ("3 weken", None),
        ("3 weken lang", 21),
        ("3 weken nu", 21),
        ("al 1 uur", 1 / 24),
        ("twee goede weken last", 14),
        ("twee dikke weken last", 14),
        ("twee hele weken last", 14),
        ("een tal weken last", 7),
        ("hele week last", 7),
        ("afgelopen week last", 7),
        ("paar weken last", 21),
        ("sinds weken", 14),
        ("sinds a b 2019", None),
        ("sinds 1930", (TODAY - date(1930, 1, 1)).days),
        ("sinds 1929", None),
        ("sinds 2026", (TODAY - date(2026, 1, 1)).days),
        ("sinds 2027", None),
        ("sinds 1 maart", (TODAY - date(2026, 3, 1)).days),
        ("sinds 28 maart", (TODAY - date(2026, 3, 28)).days),
        ("sinds half maart 1930", (TODAY - date(1930, 3, 15)).days),
        ("sinds maart 2026", (TODAY - date(2026, 3, 1)).days),
        ("sinds 18 november", 0),
        ("sinds 19 november", 17),
        ("sinds 29 maart", (TODAY - date(2026, 3, 1)).days),
    ],
)
def test_time_by_the_word(text: str, expected: float | None) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "today"),
    [
        ("sinds pasen", date(2026, 4, 5)),
        ("sinds koningsdag", date(2026, 4, 27)),
        ("sinds kerst", date(2026, 12, 25)),
    ],
)
def test_a_feast_is_today_and_the_day_before_it_is_a_year_ago(text: str, today: date) -> None:
    assert days(text, today) == 0
    before = days(text, date.fromordinal(today.toordinal() - 1))
    assert before is not None
    assert 340 < before < 385


def test_the_date_is_that_of_the_netherlands(monkeypatch: pytest.MonkeyPatch) -> None:
    class Late(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Late:
            night = cls(2026, 6, 30, 22, 30, tzinfo=timezone.utc)
            return night.astimezone(tz) if tz else night.replace(tzinfo=None)  # type: ignore[return-value]

    monkeypatch.setattr("rugwijzer.triage.facts.datetime", Late)
    assert dutch_today() == date(2026, 7, 1)
