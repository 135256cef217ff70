"""rugwijzer.triage.facts."""

from __future__ import annotations

import pytest

from rugwijzer.triage import Facts
from rugwijzer.triage.facts import extract


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("ik ben 45 jaar en heb rugpijn", 45),
        ("vrouw, 62 jaar, al 3 weken pijn", 62),
        ("ik ben 71", 71),
        ("ben nu 34 en heb last van mijn rug", 34),
        ("55-jarige man met rugpijn", 55),
        ("Mijn zoon van 12 heeft rugpijn", 12),
        ("ik ben zeventien", 17),
        ("ik ben tweeëntwintig jaar oud", 22),
        ("op mijn leeftijd 80", 80),
        ("mijn dochter is 9 jaar", 9),
        ("78 jaar oud en nog nooit rugpijn", 78),
        ("al 45 jaar rugpijn", None),
        ("ik ben 10 jaar geleden geopereerd", None),
        ("ik ben 30 weken zwanger", None),
        ("ik ben 3 dagen geleden gevallen", None),
        ("ik ben 80 kilo", None),
        ("ik ben 3 jaar bezig met mijn rugpijn", None),
        ("ik ben 20 jaar bezig in de bouw", None),
        ("hoe oud moet je zijn", None),
    ],
)
def test_age(text: str, age: int | None) -> None:
    assert extract(text).age == age


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("sinds 2 weken last van mijn rug", 14),
        ("al 3 maanden pijn", 90),
        ("half jaar last van mijn rug", 182.5),
        ("anderhalve week geleden begonnen", 10.5),
        ("al anderhalf jaar last", 547.5),
        ("6 weken pijn", 42),
        ("sinds gisteren rugpijn", 1),
        ("het begon eergisteren", 2),
        ("rugpijn sinds vanochtend", 0),
        ("rugpijn sinds een paar dagen", 3),
        ("al een week", 7),
        ("het duurt nu 5 dagen", 5),
        ("al 45 jaar rugpijn", 45 * 365),
        ("ik heb al drie dagen pijn", 3),
        ("ik ben 45 jaar oud", None),
        ("ik heb rugpijn", None),
        ("ik ga over 2 weken op vakantie", None),
        ("9" * 999, None),
    ],
)
def test_duration(text: str, days: float | None) -> None:
    assert extract(text).duration_days == (None if days is None else pytest.approx(days))


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("ik heb 38,9", 38.9),
        ("38.5 gemeten", 38.5),
        ("temperatuur van 39", 39),
        ("39 graden koorts", 39),
        ("koorts, 40 graden", 40),
        ("achtendertig komma vijf graden", 38.5),
        ("negenendertig en een half graden", 39.5),
        ("de thermometer zegt 37", 37),
        ("37,2 dus geen verhoging", 37.2),
        ("ik ben 39 jaar", None),
        ("39 kilo", None),
        ("al 40 weken zwanger", None),
        ("ik betaalde 39 euro", None),
        ("rugpijn en ziek", None),
        ("ik fiets 38 km", None),
    ],
)
def test_temperature(text: str, degrees: float | None) -> None:
    assert extract(text).temperature == (None if degrees is None else pytest.approx(degrees))


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("pijncijfer 7", 7),
        ("mijn pijnscore is nu 8", 8),
        ("een 6 op 10", 6),
        ("8 uit 10", 8),
        ("nrs 4", 4),
        ("ik heb pijn", None),
        ("ik heb 8 paracetamol", None),
    ],
)
def test_pain(text: str, score: int | None) -> None:
    assert extract(text).pain_score == score


def test_newer_facts_replace_older_ones_and_keep_the_rest() -> None:
    assert Facts(age=40, pain_score=3).merged(Facts(pain_score=8)) == Facts(age=40, pain_score=8)
    assert Facts(age=40).merged(Facts()) == Facts(age=40)


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("38 punt 7", 38.7),
        ("38 komma 7", 38.7),
        ("38°", 38),
        ("38 koorts", 38),
        ("38 en een half graden", 38.5),
        ("38 half", None),
        ("vanochtend 39 gemeten", 39),
        ("vanochtend negenendertig gemeten onder de arm", 39),
        ("vandaag 39, met koorts", 39),
        ("koorts heb ik vandaag van wel 39", 39),
        ("koorts heb ik van zeker negenendertig", 39),
        ("achtendertig komma negen", 38.9),
        ("ik had 39 op de thermometer", 39),
        ("39 volgens mijn oorthermometer", 39),
        ("ik ben 38 en heb geen thermometer", None),
        ("ik ben 38, geen koorts", None),
        ("geen koorts, maar wel moe en ik ben 38", None),
        ("geen koorts en ik ben al bijna achtendertig", None),
        ("ik ben achtendertig en heb nu geen koorts", None),
        ("koorts van negenendertig", 39),
        ("temperatuur is achtendertig vijf", 38.5),
        ("graden buiten en 38 mensen", None),
        ("koorts 38", 38),
        ("vijfendertig graden", 35),
        ("tweeenveertig graden", 42),
        ("vierendertig graden", None),
        ("drieenveertig graden", None),
        ("negenendertig en een halve graad", 39.5),
        ("39 en een halve graad", 39.5),
        ("38 graad", 38),
        ("achtendertig punt vijf graden", 38.5),
        ("achtendertig en vijf graden", 38.5),
        ("achtendertig graden", 38),
        ("achtendertig graden sinds vanmorgen half negen", 38),
        ("temperatuur achtendertig, tien minuten geleden gemeten", 38),
        ("drie dagen lang negenendertig graden", 39),
        ("veertig mensen hier om me heen en nu ook achtendertig graden", 38),
        ("achtendertig", None),
    ],
)
def test_degrees_by_the_word(text: str, degrees: float | None) -> None:
    assert extract(text).temperature == degrees


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("pijncijfer 0", 0),
        ("pijncijfer 10", 10),
        ("pijncijfer 11", None),
        ("pijncijfer 7,5", None),
        ("cijfer 7", 7),
        ("nrs 7", 7),
        ("pijnscore is nu wel 7", 7),
        ("pijnscore is nu ca. 7", 7),
        ("pijnscore is nu al de hele dag 7", None),
        ("pijncijfer heb ik niet, wel 3 paracetamol", None),
        ("een 8 op 10 vandaag", 8),
        ("8 uit 10", 8),
        ("8 van 10", 8),
        ("8 op de 10", 8),
        ("8 van de week", None),
    ],
)
def test_pain_by_the_word(text: str, score: int | None) -> None:
    assert extract(text).pain_score == score
