from __future__ import annotations

import pytest

from rugwijzer.knowledge.leveltexts import LevelTexts, Phones

from .conftest import Content

NONE = Phones()


@pytest.fixture
def texts(content: Content) -> LevelTexts:
    with content.edit("red_flags/niveaus.yml") as levels:
        levels["bijzonder"]["overdosis"] = "Bel nu uw huisarts over de pillen."
        levels["als"] = "Als dit bij u zo is:"
        levels["vasthouden"] = {"vraag": "Kunt u nu bellen?"}
    return LevelTexts.load(content.root / "red_flags" / "niveaus.yml")


def test_names_come_from_the_flag_files(texts: LevelTexts) -> None:
    assert texts.name("plassen") == "niet kunnen plassen"
    assert texts.name("onbekend") == "onbekend"


def test_a_number_that_is_not_configured_is_left_out(texts: LevelTexts) -> None:
    assert texts.text("spoed", ["plassen"], "website", NONE) == (
        "Bel nu uw huisarts over niet kunnen plassen."
    )
    assert texts.text("spoed", ["plassen"], "website", Phones(practice="010-1234567")) == (
        "Bel nu uw huisarts (010-1234567) over niet kunnen plassen."
    )


@pytest.mark.parametrize(
    ("flags", "shown"),
    [
        ([], "uw klachten"),
        (["a"], "a"),
        (["a", "b"], "a en b"),
        (["a", "b", "c", "d"], "a, b en c"),
    ],
)
def test_at_most_three_signals_are_named(texts: LevelTexts, flags: list[str], shown: str) -> None:
    assert texts.text("vandaag", flags, "website", NONE) == f"Bel vandaag uw huisarts over {shown}."


@pytest.mark.parametrize(
    ("level", "surface", "desk"),
    [
        ("spoed", "tablet", True),
        ("bel_112", "tablet", True),
        ("vandaag", "tablet", False),
        ("spoed", "website", False),
    ],
)
def test_the_desk_is_named_on_the_tablet_when_it_is_urgent(
    texts: LevelTexts, level: str, surface: str, desk: bool
) -> None:
    text = texts.text(level, ["plassen"], surface, NONE)
    assert text.startswith("Meld dit nu bij de balie.") is desk


def test_thoughts_of_suicide_have_their_own_text_with_113_first(texts: LevelTexts) -> None:
    text = texts.text("bel_112", ["plassen", "overdosis", "suicidaal"], "website", NONE)
    assert text.startswith("Bel nu 113.")


def test_an_overdose_has_its_own_text_until_it_is_112(texts: LevelTexts) -> None:
    assert (
        texts.text("spoed", ["overdosis"], "website", NONE) == "Bel nu uw huisarts over de pillen."
    )
    assert texts.text("bel_112", ["overdosis"], "website", NONE).startswith("Bel nu 112 over")


def test_a_message_is_an_escalation_with_its_level_and_flags(texts: LevelTexts) -> None:
    assert texts.message("vandaag", ("plassen",)) == {
        "text": "Bel vandaag uw huisarts over niet kunnen plassen.",
        "kind": "escalation",
        "level": "vandaag",
        "red_flags": ["plassen"],
    }


def test_the_texts_of_the_hold_are_given(texts: LevelTexts) -> None:
    assert texts.holding["vraag"] == "Kunt u nu bellen?"
    assert texts.conditional == "Als dit bij u zo is:"
