from __future__ import annotations

from typing import Any

import pytest

from rugwijzer.knowledge.flag_checks import flag_messages, read_flags

from .conftest import Content

NAME = "red_flags/plassen.yml"
FILE = f"data/{NAME}: "


def test_word_lists_and_level_texts_are_no_flags(content: Content) -> None:
    (flag,) = read_flags(content.root / "red_flags")
    assert (flag.id, flag.file) == ("plassen", "data/red_flags/plassen.yml")
    keys = [key for key, _ in flag_messages(flag)]
    assert (keys.count("voorbeelden"), keys.count("geen_vlag")) == (42, 30)


@pytest.mark.parametrize("key", ["id", "niveau", "naam", "controle", "uitleg", "bron", "lexicon"])
def test_a_missing_key_is_named(content: Content, key: str) -> None:
    with content.edit(NAME) as flag:
        del flag[key]
    assert f"{FILE}er ontbreekt: {key}. Vul dat in." in content.problems()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"id": "plas"}, "de id is 'plas', maar het bestand heet plassen.yml."),
        (
            {"niveau": "geen"},
            "onbekend niveau 'geen'. Kies uit: deze_week, vandaag, spoed, bel_112.",
        ),
        ({"controle": "Lukt plassen niet."}, "de controlevraag eindigt niet op een vraagteken."),
        (
            {"controle": "Lukt " * 30 + "plassen?"},
            "de controlevraag heeft 31 woorden, hoogstens 30 mag. Maak de vraag korter.",
        ),
        (
            {"lexicon": {"zeker": ["plas % niet"]}},
            "de regel 'plas % niet' bij 'zeker' is niet te lezen: onbekend teken in 'plas % niet'. "
            "Verbeter de regel.",
        ),
        (
            {"lexicon": {"misschien": [["blaas", "{vol}"]]}},
            "de regel 'blaas + {vol}' bij 'misschien' is niet te lezen: de woordenlijst 'vol' "
            "bestaat niet. Verbeter de regel.",
        ),
        (
            {"lexicon": ["plas*"]},
            "onder 'lexicon' hoort een lijst 'zeker' of 'misschien' te staan.",
        ),
        ({"niveau": "vandaag"}, "'niveau' is 'vandaag', maar in data/bronnen.yml is dat 'spoed'."),
        ({"vraag": 1}, "'vraag' is '1', maar in data/bronnen.yml is dat '2'."),
        ({"nieuw": False}, "'nieuw' is false, maar in data/bronnen.yml is dat true."),
        (
            {"negeer": ["figuurlijk", "vroeger", "later"]},
            "onbekende reden bij 'negeer': later, vroeger. "
            "Kies uit: ander, verleden, langbestaand, algemeen, figuurlijk.",
        ),
    ],
)
def test_what_is_wrong_in_a_flag_is_said(
    content: Content, values: dict[str, Any], message: str
) -> None:
    with content.edit(NAME) as flag:
        flag.update(values)
    assert [p for p in content.problems() if p.startswith(FILE + message)], content.problems()


def test_a_check_question_of_30_words_is_fine(content: Content) -> None:
    with content.edit(NAME) as flag:
        flag["controle"] = "Lukt " * 29 + "plassen?"
    assert content.problems() == []


def test_a_word_list_that_cannot_be_read_is_reported(content: Content) -> None:
    with content.edit("red_flags/woorden.yml") as lists:
        lists["niet"].append("{nergens}")
    assert (
        "data/red_flags/woorden.yml: in de lijst 'niet' is '{nergens}' niet te lezen: de "
        "woordenlijst 'nergens' bestaat niet. Verbeter de regel."
    ) in content.problems()


def test_a_word_list_that_no_rule_uses_is_reported(content: Content) -> None:
    with content.edit("red_flags/woorden.yml") as lists:
        lists |= {"los": ["{via}"], "via": ["blaas"], "ook": ["pot"]}
    unused = "data/red_flags/woorden.yml: geen enkele regel gebruikt de lijst '{}'."
    assert [p[: len(unused) + 1] for p in content.problems()] == [
        unused.format("los"),
        unused.format("ook"),
    ]
    with content.edit(NAME) as flag:
        flag["lexicon"]["zeker"] += ["{los} vol", ["nat", "{ook}"]]
    assert content.problems() == []


def test_word_lists_of_another_form_are_reported(content: Content) -> None:
    content.write("red_flags/woorden.yml", {"niet": "niet"})
    (problem,) = content.problems()
    assert "elke woordenlijst is een naam met een lijst erachter" in problem


@pytest.mark.parametrize(
    ("key", "rest", "message"),
    [
        ("voorbeelden", {"oudere": ["a"]}, "bij 'voorbeelden' staan 1 berichten, minstens 40 zijn"),
        (
            "geen_vlag",
            {"ander": {"a": ["b"]}},
            "bij 'geen_vlag' staan 1 berichten, minstens 25 zijn",
        ),
        ("geen_vlag", None, "bij 'geen_vlag' staan 0 berichten, minstens 25 zijn"),
    ],
)
def test_too_few_messages_are_counted(
    content: Content, key: str, rest: object, message: str
) -> None:
    with content.edit(NAME) as flag:
        flag[key] = rest
    (problem,) = content.problems()
    assert problem.startswith(FILE + message)


def test_a_flag_without_messages_yet_is_fine(content: Content) -> None:
    with content.edit(NAME) as flag:
        del flag["voorbeelden"], flag["geen_vlag"]
    assert content.problems() == []


def test_a_message_that_is_no_text_is_reported(content: Content) -> None:
    with content.edit(NAME) as flag:
        flag["voorbeelden"]["oudere"].append({"tekst": 112})
    assert content.problems() == [
        f"{FILE}een voorbeeld bij 'voorbeelden' is geen tekst: {{'tekst': 112}}. Zet "
        "aanhalingstekens om de zin."
    ]


def test_another_flag_in_a_message_must_exist(content: Content) -> None:
    with content.edit(NAME) as flag:
        flag["voorbeelden"]["oudere"].append({"tekst": "koorts en plassen", "ook": ["koorst"]})
    assert content.problems() == [f"{FILE}'ook' noemt 'koorst', maar dat alarmsignaal is er niet."]


def test_a_message_cannot_be_signal_and_no_signal(content: Content) -> None:
    with content.edit(NAME) as flag:
        flag["geen_vlag"]["ontkend"]["oudere"].append(flag["voorbeelden"]["oudere"][0])
    (problem,) = content.problems()
    assert problem.startswith(
        f"{FILE}dit voorbeeld staat er twee keer: 'oudere kan niet plassen 0'"
    )


def test_a_flag_of_the_agreement_may_not_disappear(content: Content) -> None:
    with content.edit("bronnen.yml") as facts:
        facts["alarmsignalen"] = {"koorts": {"niveau": "vandaag"}}
    gone, new = content.problems()
    assert gone.startswith("data/red_flags/koorts.yml: dit alarmsignaal staat in data/bronnen.yml")
    assert new == f"{FILE}dit alarmsignaal staat niet in data/bronnen.yml. Zet het erbij."


def test_a_flag_file_that_is_a_list_is_reported(content: Content) -> None:
    content.write(NAME, ["plassen"])
    assert any(p.startswith(f"{FILE}er ontbreekt: id, niveau, naam") for p in content.problems())
