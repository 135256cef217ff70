"""rugwijzer.triage.ages: numbers that look like the patient's age, and ages told in other ways."""

from __future__ import annotations

from datetime import date

import pytest

from rugwijzer.triage.facts import extract

TODAY = date(2026, 11, 18)


def age(text: str) -> int | None:
    return extract(text, today=TODAY).age


@pytest.mark.parametrize(
    "text",
    [
        "ik ben 30 jaar getrouwd",
        "ik ben al 30 jaar stratenmaker",
        "ik ben al 30 jaar aan het tobben",
        "ik ben 20 jaar metselaar geweest",
        "ik ben 20 jaar in de bouw geweest",
        "ik ben 52 jaar kraanmachinist",
        "mijn man is 20 jaar bezig met zijn rug",
        "de huisarts is 20 jaar ouder",
        "het is nu zeker 20 jaar",
        "dit is het 20 jaar zo",
        "ik ben van 2019 tot 2021 thuis geweest met rugpijn",
        "ik ben 10 afgevallen en heb rugpijn",
        "ik ben eind jaren tachtig geopereerd",
        "het is begonnen eind jaren negentig",
        "vrouw, 5 kinderen, rugpijn",
        "mijn oma is van 1905",
        "ik heb een 10-jarige zoon en last van mijn rug",
        "mijn buurman 8 heeft rugpijn",
        "mijn man 20 rondjes laten lopen met rugpijn",
        "ik ben 20 jaar kok geweest",
        "met een druk 10-jarig zoontje heb ik last van mijn rug",
    ],
)
def test_years_of_something_else(text: str) -> None:
    assert age(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ik ben 62 jaar heb al 3 weken pijn", 62),
        ("ik ben 45 jaar maar voel me ouder", 45),
        ("ik ben al 70 jaar oud", 70),
        ("ik ben 65 jaar en naar de fysio geweest", 65),
        ("ik ben nu 30 jaar getrouwd en 55 jaar oud", 55),
        ("hallo, ben 65 en heb rugpijn", 65),
        ("volgende maand word ik 50", 50),
        ("mijn leeftijd is 45", 45),
        ("geboren op 3 mei 1958", 68),
        ("ik ben uit 1958", 68),
        ("ik ben eind tachtig", 88),
        ("ben een 61 jaar oude vader en heb rugpijn", 61),
        ("mijn zoon en zijn gezin, die komen morgen. leeftijd 45, heb rugpijn", 45),
        ("15-jarig meisje, ik heb pijn in mijn rug", 15),
        ("ik ben 58, mijn man van 61 kan koken! mijn rug doet pijn", 58),
    ],
)
def test_the_writer(text: str, expected: int) -> None:
    assert age(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vrouw, 38, mijn zoon van 10 heeft rugpijn", 10),
        ("man, 45, mijn dochter van 14 heeft last van haar rug", 14),
        ("mijn 14 jaar oude dochter heeft rugpijn", 14),
        ("mijn 72 jaar oude moeder heeft rugpijn", 72),
        ("mijn man 61 heeft rugpijn", 61),
        ("het is een jongen van 12 jaar met rugpijn", 12),
        ("mijn zoon is zes en tien kilo te zwaar", 6),
    ],
)
def test_who_has_the_complaint(text: str, expected: int) -> None:
    assert age(text) == expected


def test_a_relative_who_is_only_named_leaves_the_writer() -> None:
    assert age("vrouw, 38, kan niet lopen van de pijn. mijn zoon is 10") == 38
