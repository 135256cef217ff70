"""rugwijzer.triage.summary: what a patient can read out on the phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from rugwijzer.triage import Facts, FlagBook
from rugwijzer.triage.intake import ANSWERED, Intake
from rugwijzer.triage.summary import duration, source, summary

DATA = Path(__file__).resolve().parents[2] / "data" / "red_flags"


@pytest.fixture(scope="module")
def texts() -> dict[str, Any]:
    return yaml.safe_load((DATA / "vragenlijst.yml").read_text())["samenvatting"]


def rule(name: str) -> str:
    return f"regel {name}."


def test_words_rule_and_source_are_named(book: FlagBook, texts: dict[str, Any]) -> None:
    intake = Intake(facts=Facts(age=67, duration_days=14, pain_score=8, temperature=39.2))
    intake.note(["koorts"], "u mat 39,2 graden")
    intake.note(["nieren"], ANSWERED)
    intake.deny(["plassen"])
    lines = summary(intake, book, texts, rule).splitlines()
    assert lines[1] == "Advies van Rugwijzer: bel nu de huisarts of de huisartsenpost."
    assert lines[2:6] == [
        "Leeftijd: 67 jaar.",
        "Rugpijn sinds: 2 weken.",
        "Pijncijfer: 8 van 10.",
        "Temperatuur: 39,2 graden.",
    ]
    signals = [line for line in lines if line.startswith("- ")]
    assert len(signals) == 2
    assert any("u mat 39,2 graden. (Bron: NHG M54" in line for line in signals)
    assert "Waarom zo snel: regel nieren_met_koorts_of_ondraaglijk." in lines
    assert "U antwoordde nee op: problemen met plassen." in lines
    assert "computerprogramma" in lines[-1]


def test_without_a_combination_the_most_urgent_signal_is_the_reason(
    book: FlagBook, texts: dict[str, Any]
) -> None:
    intake = Intake()
    intake.note(["koorts", "plassen"], ANSWERED)
    text = summary(intake, book, texts, rule)
    assert "het dringendste signaal telt, hier problemen met plassen." in text


def test_one_yes_with_several_meanings(book: FlagBook, texts: dict[str, Any]) -> None:
    intake = Intake(maybe=[["kanker", "gewichtsverlies"]])
    text = summary(intake, book, texts, rule)
    assert "- een van deze dingen: kanker nu of vroeger; afvallen zonder reden." in text


def test_no_signals(book: FlagBook, texts: dict[str, Any]) -> None:
    text = summary(Intake(), book, texts, rule)
    assert "geen alarmsignalen gehoord" in text and "- " not in text


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("NHS (kopieën); Brits regionaal zorgpad; references 1.3, rij 8", "NHS (kopieën), Brits regionaal zorgpad"),
        ("HAP De LIMES 2022; Medicinfo; Cardiopas (references 1.3, rij 1)", "HAP De LIMES 2022, Medicinfo, Cardiopas"),
        ("references 1.3, rij 30 (de grens van 4 gram is nog te bevestigen)", ""),
    ],
)  # fmt: skip
def test_references_inside_the_project_are_left_out(
    texts: dict[str, Any], raw: str, shown: str
) -> None:
    assert source(raw, texts) == (shown or texts["eigen_bron"])


def test_every_flag_has_a_source_that_can_be_read_out(
    book: FlagBook, texts: dict[str, Any]
) -> None:
    for flag in book.flags.values():
        spoken = source(flag.source, texts)
        assert spoken and "reference" not in spoken and spoken.count("(") == spoken.count(")")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "vandaag"),
        (1, "1 dag"),
        (3, "3 dagen"),
        (14, "2 weken"),
        (30, "1 maand"),
        (90, "3 maanden"),
        (182, "een half jaar"),
        (365, "1 jaar"),
        (1000, "3 jaar"),
        (912.5, "enkele jaren"),
        (36500, "al heel lang"),
    ],
)
def test_durations_in_words(days: float, words: str) -> None:
    assert duration(days) == words
