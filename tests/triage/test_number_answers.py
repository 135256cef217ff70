"""rugwijzer.triage.number_answers: reading replies to questions for a number."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugwijzer.triage.answers import (
    CORRECT,
    EXPLAIN,
    NUMBER,
    OTHER,
    STOP,
    UNKNOWN,
    Reply,
    read_yes_no,
)
from rugwijzer.triage.number_answers import read_number


@pytest.mark.parametrize(
    ("asks", "text", "number"),
    [
        ("age", "45", 45),
        ("age", "ik ben 45", 45),
        ("age", "67 jaar", 67),
        ("age", "bijna zeventig", 70),
        ("age", "tweeëndertig", 32),
        ("age", "mijn dochter is 9", 9),
        ("age", "een jaar of 60", 60),
        ("age", "bijna 45 jaar", 45),
        ("age", "ik ben al 70 jaar oud", 70),
        ("age", "over 2 jaar 65", 65),
        ("age", "mijn baby is nog 0 jaar", 0),
        ("age", "115", 115),
        ("duration_days", "3 dagen", 3),
        ("duration_days", "een week", 7),
        ("duration_days", "een half jaar", 182.5),
        ("duration_days", "anderhalve maand", 45),
        ("duration_days", "2 a 3 weken", 21),
        ("duration_days", "een dag of 3", 3),
        ("duration_days", "al een dag of 3 denk ik", 3),
        ("duration_days", "twee hele lange weken", 14),
        ("duration_days", "een week of", 7),
        ("duration_days", "een week of zo", 7),
        ("duration_days", "een paar dagen of een week", 3),
        ("duration_days", "al 2 weken, cijfer 6", 14),
        ("duration_days", "ik heb 2 kinderen en al weken pijn", 21),
        ("duration_days", "daarnet", 0),
        ("duration_days", "ongeveer 5", 5),
        ("duration_days", "400", 400),
        ("duration_days", "sinds gisteren", 1),
        ("duration_days", "sinds vorige week", 7),
        ("duration_days", "vorige week", 7),
        ("duration_days", "vanochtend", 0),
        ("duration_days", "paar dagen", 3),
        ("duration_days", "5", 5),
        ("duration_days", "mijn hele leven", 36500),
        ("duration_days", "al jaren", 912.5),
        ("pain_score", "7", 7),
        ("pain_score", "een 6", 6),
        ("pain_score", "8/10", 8),
        ("pain_score", "tien", 10),
        ("pain_score", "0", 0),
        ("pain_score", "geen pijn", 0),
        ("pain_score", "7,5", 8),
        ("pain_score", "al 3 dagen een 8", 8),
        ("pain_score", "al 3 jaar een 8", 8),
        ("pain_score", "op die ene plek een 7", 7),
        ("pain_score", "een", 1),
        ("pain_score", "een op tien", 1),
        ("pain_score", "op een schaal van 0 tot 10: 8", 8),
        ("pain_score", "van een tot en met tien: een zeven", 7),
        ("temperature", "38,5", 38.5),
        ("temperature", "38.9 graden", 38.9),
        ("temperature", "39", 39),
        ("temperature", "achtendertig komma vijf", 38.5),
        ("temperature", "38 en een half", 38.5),
        ("temperature", "39 en een halve", 39.5),
        ("temperature", "38 punt 5", 38.5),
        ("temperature", "38 komma twee", 38.2),
        ("temperature", "38 komma veel", 38),
        ("temperature", "38 komma tien", 38),
        ("temperature", "38 komma twaalf", 38),
        ("temperature", "34", 34),
        ("temperature", "43", 43),
        ("temperature", "normaal 36,5 maar nu 38,7", 38.7),
        ("temperature", "gisteren 39,5 en nu 37,2", 39.5),
        ("temperature", "eerst 37 komma 5, nu 38 komma 2", 38.2),
    ],
)
def test_numbers(asks: str, text: str, number: float) -> None:
    reply = read_number(text, asks)
    assert reply.kind == "getal"
    assert reply.number == pytest.approx(number)


@pytest.mark.parametrize(
    ("asks", "text", "kind"),
    [
        ("age", "weet ik niet", UNKNOWN),
        ("age", "zeg ik liever niet", UNKNOWN),
        ("age", "liever niet", UNKNOWN),
        ("age", "2019", "te_raar"),
        ("age", "sinds 1999", "te_raar"),
        ("age", "ik heb al 3 dagen pijn", OTHER),
        ("pain_score", "3 dagen", OTHER),
        ("age", "130", "te_raar"),
        ("age", "waarom wilt u dat weten?", EXPLAIN),
        ("age", "stop", STOP),
        ("age", "oud", OTHER),
        ("age", "nee", UNKNOWN),
        ("age", "neen", UNKNOWN),
        ("age", "nee hoor", UNKNOWN),
        ("age", "al 5 jaar", OTHER),
        ("age", "al 5 jaar een zere rug", OTHER),
        ("age", "niersteen in 2005, sindsdien last", "te_raar"),
        ("age", "ik zeg het liever niet", UNKNOWN),
        ("age", "30 jaar geleden begonnen", OTHER),
        ("age", "vanaf 1998 last", "te_raar"),
        ("age", "45,5", "te_raar"),
        ("age", "116", "te_raar"),
        ("duration_days", "geen idee", UNKNOWN),
        ("duration_days", "nee", UNKNOWN),
        ("duration_days", "liever niet", UNKNOWN),
        ("duration_days", "heel lang", OTHER),
        ("duration_days", "een poosje", OTHER),
        ("duration_days", "ik ben er liever niet meer", OTHER),
        ("duration_days", "ik ben 45", OTHER),
        ("duration_days", "401", "te_raar"),
        ("duration_days", "2019", "te_raar"),
        ("duration_days", "vorige vraag", CORRECT),
        ("pain_score", "11", "te_raar"),
        ("pain_score", "weet niet", UNKNOWN),
        ("pain_score", "heel erg", OTHER),
        ("pain_score", "een stuk erger", OTHER),
        ("temperature", "Niet gemeten", UNKNOWN),
        ("temperature", "ik heb geen thermometer", UNKNOWN),
        ("temperature", "101", "te_raar"),
        ("temperature", "33", "te_raar"),
        ("temperature", "44", "te_raar"),
        ("temperature", "ik voel me warm en rillerig", OTHER),
        ("temperature", "een beetje warm", OTHER),
        ("temperature", "nee", UNKNOWN),
    ],
)
def test_replies_without_a_usable_number(asks: str, text: str, kind: str) -> None:
    assert read_number(text, asks).kind == kind


@given(st.text(max_size=60), st.sampled_from(["age", "duration_days", "pain_score", "temperature"]))
def test_any_reply_is_read_and_numbers_stay_in_range(text: str, asks: str) -> None:
    read_yes_no(text)
    reply = read_number(text, asks)
    if reply.kind == "getal":
        assert reply.number is not None
        assert reply.number >= 0
        if asks in ("age", "pain_score"):
            assert reply.number <= {"age": 115, "pain_score": 10}[asks]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        *[(t, 78) for t in ("1952", "15-3-1952", "geboren in 1952", "ik ben van 1952")],
        *(("1915", 115), ("2012", 18), ("mijn dochter is geboren in 2019", 11)),
    ],
)
def test_a_date_of_birth_is_an_age(text: str, age: int) -> None:
    assert read_number(text, "age", date(2030, 1, 1)) == Reply(NUMBER, age)


@pytest.mark.parametrize("text", ["1914", "2013"])
def test_a_bare_year_is_the_birth_of_an_adult_only(text: str) -> None:
    assert read_number(text, "age", date(2030, 1, 1)).kind == "te_raar"


def test_a_number_of_something_else_is_a_fault() -> None:
    with pytest.raises(ValueError, match="shoe_size"):
        read_number("44", "shoe_size")


def test_an_age_beside_a_duration() -> None:
    assert read_number("al 3 weken last en ik ben 71", "age").number == 71
