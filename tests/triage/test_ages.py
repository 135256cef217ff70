"""rugwijzer.triage.ages: how old, and who."""

from __future__ import annotations

from datetime import date

import pytest

from rugwijzer.triage.facts import extract

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        # whose age it is
        ("ik ben 38 en mijn zoon van 10", 38),
        ("ik ben 38 en mijn zoon van 10 heeft last van zijn rug", 10),
        ("mijn zoon van 10 heeft rugpijn, ik ben 38", 10),
        ("ik heb een zoon van 10 en last van mijn rug", None),
        ("mijn moeder is 80 en heeft rugpijn", 80),
        ("mijn moeder van 80 had dat ook, ik heb last van mijn rug", None),
        ("mijn 72-jarige moeder kan niet meer lopen", 72),
        ("mijn man is 61 en ik ben 58, ik heb rugpijn", 58),
        ("ik ben 58. mijn man van 61 heeft pijn in zijn rug", 61),
        ("ik schrijf voor mijn vader, hij is 82", 82),
        ("onze dochter van veertien klaagt over haar rug", 14),
        ("ik ben oma van 6 kleinkinderen en heb rugpijn", None),
        # in words
        ("ik ben zesendertig", 36),
        ("ik ben zes en dertig", 36),
        ("ben vierenzeventig jaar", 74),
        ("ik ben begin vijftig", 52),
        ("ik ben eind zestig", 68),
        ("ik ben in de zeventig", 75),
        ("ik ben zeventig plus", 70),
        ("ik ben een vijftiger", 55),
        ("ik ben net 65 geworden", 65),
        ("ik ben al 81", 81),
        ("ik word 51", 51),
        ("vrouw 62 met rugpijn", 62),
        ("man, 45, al weken pijn", 45),
        # year of birth
        ("ik ben geboren in 1950", 76),
        ("ik ben van 1962", 64),
        ("bouwjaar 1958", 68),
        # no age
        ("in 2019 ben ik geopereerd", None),
        ("ik ben 2 keer gevallen", None),
        ("ik ben voor 80 procent afgekeurd", None),
        ("ik ben 1 meter 80", None),
        ("ik slik er 8 per dag", None),
        ("moeder van 3 hier, heb rugpijn", None),
        ("mijn man is twee maten kleiner geworden", None),
        ("acht jaar prednison geslikt", None),
    ],
)
def test_age_and_whose(text: str, age: int | None) -> None:
    assert extract(text, today=TODAY).age == age


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("38 en een half graden", 38.5),
        ("39 graden", 39.0),
        ("ik had 40 graden koorts", 40.0),
        ("38 komma 2", 38.2),
    ],
)
def test_degrees_with_a_half(text: str, degrees: float) -> None:
    assert extract(text, today=TODAY).temperature == degrees


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("ik ben 3 jaar", None),
        ("ik ben 5 jaar", 5),
        ("ik ben 40 jaar bezig", None),
        ("ik ben ongeveer 40 jaar", 40),
        ("mijn vader is ongeveer 80 jaar", 80),
        ("ik ben ongeveer 17 jaar", None),
        ("40 jaar", 40),
        ("40 jaar last", None),
        ("een man, 40 jaar", 40),
        ("40 jaar en rugpijn", 40),
        ("40 jaar rugpijn", None),
        ("pijn 40 jaar", None),
    ],
)
def test_years_that_are_an_age_and_years_that_are_not(text: str, age: int | None) -> None:
    assert extract(text, today=TODAY).age == age
