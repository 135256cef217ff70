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
        ("ik ben een en dertig", 31),
        ("ik ben moe en dertig", None),
        ("ik ben nul en dertig", None),
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
        ("ik ben 40 jaar bezig met mijn rug", None),
        ("ik ben ongeveer 40 jaar", 40),
        ("ik ben al 18 jaar", 18),
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


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("inmiddels ben ik 71", 71),
        ("ben 74 en heb rugpijn", 74),
        ("hallo, ben net 71 geworden", 71),
        ("ik ben 5", 5),
        ("leeftijd: 45, heb rugpijn", 45),
        ("een man, 45, met rugpijn", 45),
        ("vrouw, 18, rugpijn", 18),
        ("goedemorgen, ik ben een man 45 met rugpijn", 45),
        # the first word is the writer
        ("vrouw 62, heb rugpijn", 62),
        ("man, 45, heb last van mijn rug", 45),
        ("meisje van 15, ik heb pijn in mijn rug", 15),
        ("jongen van 16, heb last van mijn rug", 16),
        # '-jarige' is who it stands before
        ("53-jarige vrouw hier, heb rugpijn", 53),
        ("58-jarige man, heb last van mijn onderrug", 58),
        ("15-jarige meisje, ik heb pijn in mijn rug", 15),
        ("16-jarige jongen, heb last van mijn rug", 16),
        ("nu met een drukke 10-jarige zoon heb ik last van mijn rug", None),
        # 'ben' without 'ik' is the writer too
        ("mijn vader was net zo, ben 58 jaar en heb rugpijn", 58),
    ],
)
def test_the_age_of_who_writes(text: str, age: int | None) -> None:
    assert extract(text, today=TODAY).age == age


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("mijn zoontje van 1 huilt en heeft pijn in zijn rug", 1),
        ("mijn vrouw van 18 heeft rugpijn", 18),
        ("mijn oma is 110 en heeft rugpijn", 110),
        ("mijn vader van 80 jaar heeft pijn in zijn rug", 80),
        ("moeder is 80 en had dat ook, ik heb last van mijn rug", None),
        # who of the two has the complaint
        ("zoon van 10 heeft rugpijn, ik ben 38", 10),
        ("mijn zoon heeft rugpijn, hij is 10, ik ben 38", 10),
        ("ik ben 38 en mijn zoon is 10. de huisarts kan niets vinden aan mijn rug", 38),
        ("ik ben 58, mijn man van 61 kan koken. mijn rug doet pijn", 58),
        (
            "ik ben 58. mijn man van 61 heeft een nieuwe auto gekocht"
            " met te lage stoelen voor mijn rug",
            58,
        ),
    ],
)
def test_the_age_of_somebody_else(text: str, age: int | None) -> None:
    assert extract(text, today=TODAY).age == age


@pytest.mark.parametrize(
    ("text", "age"),
    [
        # 'zes en dertig' is one number, 'acht en 30 kilo' is two
        ("ik ben zes en dertig en heb rugpijn", 36),
        ("ik ben vijf en twintig kilo afgevallen", None),
        ("mijn dochter is acht en 30 kilo zwaar, ze heeft rugpijn", 8),
        ("mijn dochter is tien en veertig kilo zwaar, ze heeft rugpijn", 10),
        # about so old
        ("ben in de zeventig", 75),
        ("mijn moeder is eind zeventig en heeft rugpijn", 78),
        ("rugpijn sinds ik begin veertig was", None),
        ("de pijn is er sinds begin jaren negentig", None),
        ("mijn pijn is vijftig procent minder", None),
        # year of birth
        ("zelf ben ik van 1962", 64),
        ("geboortejaar 1958", 68),
        ("geboren 1958, rugpijn", 68),
        ("mijn oma is geboren in 1916 en heeft rugpijn", 110),
        ("ik ben in 2019 geopereerd", None),
        ("mijn moeder is in 2019 geopereerd en heeft rugpijn", None),
        ("ik ben in 2026 gevallen", None),
        ("de dosis is van 2.000 mg naar 1.000 mg gegaan", None),
        ("de pijn is van 3 weken geleden", None),
    ],
)
def test_words_decades_and_years_of_birth(text: str, age: int | None) -> None:
    assert extract(text, today=TODAY).age == age


@pytest.mark.parametrize(
    "text",
    [
        "ik ben 185 en weeg 90 kilo",
        "de pijn is nu 8",
        "mijn pijn is 8",
        "ik heb last van 2 wervels",
        "mijn dochter heeft last van 2 wervels",
        "moeder van 3 met rugpijn, wat kan ik doen",
        "vrouw, 2 kinderen, rugpijn",
        "mijn vrouw 30 traptreden omhoog gedragen, nu rugpijn",
        "dit is nu al zeker 20 jaar zo",
    ],
)
def test_a_number_that_is_no_age(text: str) -> None:
    assert extract(text, today=TODAY).age is None


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Ik ben zes en dertig kilo te zwaar", None),
        # from which age it can be someone's husband or wife
        ("Mijn vrouw 18 heeft rugpijn", 18),
        ("Mijn man 17 heeft rugpijn", None),
        ("Man 18 rugpijn", 18),
        ("Vrouw, 17 treetjes en dan rugpijn", None),
        # 'geweest' says that it is over when it is near and behind
        ("Ik ben 20 jaar bij defensie geweest", None),
        ("Ik ben 61 jaar heb pijn en ben geweest", 61),
        ("Ben bij de fysio geweest ben 61 jaar heb nog pijn", 61),
        # 'het is' counts time, unless it says who
        ("Het is weer mis hier, 61 jaar", 61),
        ("Het is weer mis, 20 jaar", None),
        ("Het is zo, ik ben 61 jaar en heb rugpijn", 61),
        # born
        ("Mijn zoontje is geboren in 2025", 1),
        ("Ik ben er van 2019 af mee bezig", None),
        ("geboren 31 mei 1960, rugpijn", 66),
        # decades
        ("Is dat ook voor eind vijftig?", None),
        ("Ik ben zo eind vijftig", 58),
        # a child's age before the child
        ("Ik heb rugpijn en mijn 3 jaar oude zoon is zwaar", None),
        ("Ik heb rugpijn en mijn 3 jarige zoon is zwaar", None),
        ("Ik ben een 61 jaar oude vader en heb rugpijn", 61),
        ("Ik ben een 61 jaar oude alleenstaande vader en heb rugpijn", 61),
        ("Ik ben 61 jaar moeder van 3 en heb rugpijn", 61),
        ("Hij is 61 jaar en heeft rugpijn", 61),
    ],
)
def test_how_far_words_reach(text: str, age: int | None) -> None:
    assert extract(text, today=TODAY).age == age
