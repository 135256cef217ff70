from __future__ import annotations

from typing import Any

import pytest

from .conftest import Content

FILE = "data/red_flags/niveaus.yml: "


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"vandaag": {"tekst": "Ga vandaag naar uw huisarts."}},
            "in niveau 'vandaag' ontbreekt het woord 'bel'. Schrijf wie men belt.",
        ),
        (
            {"spoed": {"tekst": "Bel nu[ uw huisarts ({praktijk})]."}},
            "in niveau 'spoed' ontbreekt het woord 'huisarts'. Schrijf wie men belt.",
        ),
        ({"deze_week": {}}, "het niveau 'deze_week' heeft geen 'tekst'. Schrijf die."),
        (
            {"bel_112": {"tekst": "Bel nu de ambulance en uw huisarts."}},
            "in niveau 'bel_112' ontbreekt 112. Zet dat vooraan.",
        ),
        (
            {"bel_112": {"tekst": "Bel uw huisarts of 112."}},
            "in niveau 'bel_112' moet 112 vóór huisarts komen. Draai het om.",
        ),
        (
            {"bijzonder": {"suicidaal": "Bel 112 of 113, en uw huisarts."}},
            "in de eigen tekst van 'suicidaal' moet 113 vóór 112 komen. Draai het om.",
        ),
        (
            {"bijzonder": {"overdosis": "Bel 112."}},
            "in de eigen tekst van 'overdosis' ontbreekt het woord 'huisarts'.",
        ),
        (
            {"vandaag": {"tekst": "Bel vandaag uw huisarts ({telefoon})."}},
            "niveau 'vandaag' heeft {telefoon}; alleen {opent}, {post}, {praktijk}, {signalen} worden",
        ),
        (
            {"spoed": {"tekst": "Bel nu uw huisarts.", "gesloten": "Bel nu uw huisarts."}},
            "in niveau 'spoed' (gesloten) ontbreekt huisartsenpost. Zet dat vooraan.",
        ),
        (
            {"kort": {"suicidaal": "Bel 112, 113 of uw huisarts."}},
            "in de korte tekst van 'suicidaal' moet 113 vóór 112 komen. Draai het om.",
        ),
        (
            {"tablet": {"spoed": "Meld dit nu bij de balie."}},
            "bij 'tablet' moet 'bel_112' deze zin hebben: 'Meld dit nu bij de balie.'",
        ),
    ],
)
def test_what_is_wrong_in_a_level_text_is_said(
    content: Content, values: dict[str, Any], message: str
) -> None:
    with content.edit("red_flags/niveaus.yml") as levels:
        levels.update(values)
    (problem,) = content.problems()
    assert problem.startswith(FILE + message)


def test_a_file_without_levels_is_reported(content: Content) -> None:
    content.write("red_flags/niveaus.yml", "- bel_112\n")
    assert content.problems() == [f"{FILE}hier horen de niveaus te staan, elk met 'tekst'."]


def test_belt_is_not_the_word_bel(content: Content) -> None:
    with content.edit("red_flags/niveaus.yml") as levels:
        levels["vandaag"]["tekst"] = "U belt vandaag uw huisarts."
    (problem,) = content.problems()
    assert "ontbreekt het woord 'bel'" in problem
