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
    assert lines[0] == "Dit kunt u laten zien of voorlezen aan de telefoon:"
    assert lines[1] == "Advies van Rugwijzer: bel nu de huisarts of de huisartsenpost."
    assert lines[2:6] == [
        "Leeftijd: 67 jaar.",
        "Rugpijn sinds: 2 weken.",
        "Pijncijfer: 8 van 10.",
        "Temperatuur: 39,2 graden.",
    ]
    signals = [line for line in lines if line.startswith("- ")]
    assert len(signals) == 2
    assert signals[1].startswith("- koorts of een ziek gevoel: u mat 39,2 graden. (Bron: NHG M54")
    assert "Waarom zo snel: regel nieren_met_koorts_of_ondraaglijk." in lines
    assert not any(line.startswith("Waarom dit advies") for line in lines)
    assert "U antwoordde nee op: problemen met plassen." in lines
    assert "computerprogramma" in lines[-1]


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        (["koorts"], "koorts of een ziek gevoel"),
        (["koorts", "plassen"], "problemen met plassen"),
        (["kanker", "gewichtsverlies"], "afvallen zonder reden en kanker nu of vroeger"),
        (["koorts", "kanker", "gewichtsverlies"], "afvallen zonder reden en kanker nu of vroeger"),
    ],
)
def test_without_a_combination_the_most_urgent_signals_are_the_reason(
    book: FlagBook, texts: dict[str, Any], flags: list[str], named: str
) -> None:
    intake = Intake()
    intake.note(flags, ANSWERED)
    lines = summary(intake, book, texts, rule).splitlines()
    assert f"Waarom dit advies: het dringendste signaal telt, hier {named}." in lines


def test_a_signal_without_a_source_that_can_be_read_out_is_the_makers_own(
    book: FlagBook, texts: dict[str, Any]
) -> None:
    intake = Intake()
    intake.note(["overdosis"], ANSWERED)
    own = "(Bron: voorstel van de makers, nog niet getekend door een arts)"
    assert any(line.endswith(own) for line in summary(intake, book, texts, rule).splitlines())


def test_what_was_denied_is_listed(book: FlagBook, texts: dict[str, Any]) -> None:
    intake = Intake()
    intake.deny(["plassen", "koorts"])
    lines = summary(intake, book, texts, rule).splitlines()
    assert "U antwoordde nee op: problemen met plassen; koorts of een ziek gevoel." in lines


def test_one_yes_with_several_meanings(book: FlagBook, texts: dict[str, Any]) -> None:
    intake = Intake(maybe=[["kanker", "gewichtsverlies"]])
    text = summary(intake, book, texts, rule)
    assert "- een van deze dingen: kanker nu of vroeger; afvallen zonder reden." in text


def test_no_signals(book: FlagBook, texts: dict[str, Any]) -> None:
    text = summary(Intake(), book, texts, rule)
    assert "geen alarmsignalen gehoord" in text
    assert "- " not in text and "dringendste" not in text


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
        (7, "1 week"),
        (10, "10 dagen"),
        (10.5, "anderhalve week"),
        (13, "13 dagen"),
        (14, "2 weken"),
        (20, "3 weken"),
        (30, "1 maand"),
        (35, "5 weken"),
        (42, "6 weken"),
        (45, "anderhalve maand"),
        (59, "8 weken"),
        (60, "2 maanden"),
        (61, "2 maanden"),
        (90, "3 maanden"),
        (150, "5 maanden"),
        (179, "6 maanden"),
        (180, "een half jaar"),
        (182, "een half jaar"),
        (182.5, "een half jaar"),
        (185, "een half jaar"),
        (186, "6 maanden"),
        (210, "7 maanden"),
        (364, "52 weken"),
        (365, "1 jaar"),
        (371, "12 maanden"),
        (540, "18 maanden"),
        (547.5, "anderhalf jaar"),
        (730, "2 jaar"),
        (750, "2 jaar"),
        (1000, "3 jaar"),
        (3650, "10 jaar"),
        (912.5, "enkele jaren"),
        (36500, "al heel lang"),
    ],
)
def test_durations_in_words(days: float, words: str) -> None:
    assert duration(days) == words
