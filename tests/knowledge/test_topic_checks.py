from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rugwijzer.knowledge.topic_checks import REFERRING, THEMES

from .conftest import Content

FILE = "data/faq/matras.yml: "


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("kop", "onder metadata"),
        ("oordeel", "onder metadata"),
        ("thema", "onder metadata"),
        ("verwant", "onder metadata"),
        ("bronnen", "onder metadata"),
    ],
)
def test_a_missing_key_is_named(content: Content, key: str, place: str) -> None:
    with content.topic("matras") as answer:
        del answer["metadata"][key]
    assert f"{FILE}'{key}' ontbreekt of is leeg ({place}). Vul het in." in content.problems()


def test_every_missing_key_is_named_at_once(content: Content) -> None:
    with content.topic("matras") as answer:
        answer["text"] = ""
        del answer["metadata"]["kop"]
        answer["metadata"]["bronnen"] = [{"titel": "Folder"}]
    found = [p for p in content.problems() if p.startswith(FILE) and "ontbreekt of is leeg" in p]
    assert [p.removeprefix(FILE).split(" ")[0] for p in found] == ["'kop'", "'onderdeel'", "'text'"]


def test_a_file_without_an_answer_is_reported(content: Content) -> None:
    with content.edit("faq/matras.yml") as raw:
        raw["responses"] = {"utter_faq/bed": raw["responses"]["utter_faq/matras"]}
    assert any(
        p.startswith(f"{FILE}er ontbreekt een antwoord: responses, daaronder utter_faq/matras")
        for p in content.problems()
    )


def _title(value: str) -> Callable[[Any], None]:
    return lambda answer: answer["metadata"].update(kop=value)


def _meta(**values: Any) -> Callable[[Any], None]:
    return lambda answer: answer["metadata"].update(values)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_meta(oordeel="goed"), "onbekend oordeel 'goed'. Kies uit: bewezen, klein_effect,"),
        (_meta(thema="bedden"), "onbekend thema 'bedden'. Kies uit: behandeling, bewegen,"),
        (_meta(verwant=["bank"]), "'verwant' noemt 'bank', maar data/faq/bank.yml is er niet"),
        (_meta(verwant=["matras"]), "het onderwerp staat bij 'verwant' van zichzelf."),
        (_meta(verwant="stoel"), "'verwant' moet een lijst zijn (onder metadata)."),
        (_meta(meer=7), "'meer' moet een tekst zijn."),
        (_meta(bron_meer=""), "'meer' heeft geen bron. Vul 'bron_meer' in."),
        (_meta(bronnen=["Folder"]), "bij een bron hoort een blok met titel, onderdeel te staan."),
        (_title("Een matras die veel kost"), None),
        (_title("Een matras die veel koste"), "heeft 25 tekens. Op een knop passen er 24"),
    ],
)
def test_what_is_wrong_in_a_topic_is_said(
    content: Content, change: Callable[[Any], None], message: str | None
) -> None:
    with content.topic("matras") as answer:
        change(answer)
    found = [p.removeprefix(FILE) for p in content.problems() if p.startswith(FILE)]
    if message is None:
        assert found == []
    else:
        assert [p for p in found if message in p], found


def test_two_topics_may_not_have_the_same_title(content: Content) -> None:
    with content.topic("matras") as answer:
        answer["metadata"]["kop"] = "speciale Stoel"
    assert content.problems() == [
        "data/faq/stoel.yml: de kop 'Speciale stoel' staat ook in data/faq/matras.yml. "
        "Kies een andere."
    ]


@pytest.mark.parametrize(("count", "fits"), [(90, True), (91, False)])
def test_an_answer_has_at_most_90_words(content: Content, count: int, fits: bool) -> None:
    start = "Bij 85% gaat het over. Bel uw huisarts. "
    with content.topic("matras") as answer:
        answer["text"] = start + "Loop wat. " * ((count - 8) // 2) + "Goed." * (count % 2)
    expected = f"{FILE}het antwoord heeft 91 woorden, hoogstens 90 mag. Kort het in."
    assert (content.problems() == []) is fits
    assert (expected in content.problems()) is not fits


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_some_themes_must_name_the_gp(content: Content, theme: str) -> None:
    with content.topic("matras") as answer:
        answer["metadata"]["thema"] = theme
        answer["text"] = "Bij 85% gaat het over. Blijf rustig lopen."
    assert any("noemt de huisarts niet" in p for p in content.problems()) is (theme in REFERRING)


def test_a_topic_of_the_agreement_may_not_disappear(content: Content) -> None:
    (content.root / "faq/matras.yml").unlink()
    assert any(
        p.startswith(f"{FILE}dit onderwerp staat in data/bronnen.yml, maar het bestand is er niet")
        for p in content.problems()
    )


def test_a_new_topic_needs_a_place_in_the_agreement(content: Content) -> None:
    with content.edit("bronnen.yml") as facts:
        del facts["onderwerpen"]["matras"]
    assert content.problems() == [
        f"{FILE}dit onderwerp staat niet in data/bronnen.yml. Zet het daar bij, met oordeel, bron "
        "en feiten."
    ]


def test_a_verdict_that_differs_from_the_agreement_is_reported(content: Content) -> None:
    with content.topic("matras") as answer:
        answer["metadata"]["oordeel"] = "bewezen"
    assert content.problems() == [
        f"{FILE}het oordeel is 'bewezen', maar in data/bronnen.yml is dat 'mythe'. Maak ze gelijk."
    ]
