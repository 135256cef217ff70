"""rugwijzer.triage.assess: from a message to escalate, ask or none."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rugwijzer.triage import FlagError, Triage


@pytest.mark.parametrize(
    ("text", "level", "flag"),
    [
        ("ik kan niet plassen", "spoed", "plassen"),
        ("doof gevoel tussen mijn benen sinds vandaag", "spoed", "rijbroek"),
        ("pijn op de borst en rugpijn", "bel_112", "borst_benauwd"),
        ("ik wil niet meer leven", "bel_112", "suicidaal"),
        ("ik heb 39 graden koorts en rugpijn", "vandaag", "koorts"),
        ("ik heb 38,5 gemeten", "vandaag", "koorts"),
        ("geen koorts, 38,5 gemeten", "vandaag", "koorts"),
        ("vandaag 12 paracetamol op", "spoed", "overdosis"),
        ("ik kan niet plassen\nen wil weten welke matras goed is", "spoed", "plassen"),
        ("Helpt warmte? Ik kan trouwens niet meer plassen.", "spoed", "plassen"),
    ],
)
def test_clear_signals_escalate(triage: Triage, text: str, level: str, flag: str) -> None:
    found = triage.assess(text)
    assert (found.outcome, found.level) == ("escalate", level)
    assert flag in found.flags


@pytest.mark.parametrize(
    "text",
    [
        "welke matras is goed voor mijn rug",
        "mijn buurman had 39 graden koorts en rugpijn",
        "vroeger had ik 39 graden koorts",
        "ik heb geen koorts, 37,2 gemeten",
        "wat betekent cauda equina",
        "ik lach me dood",
        "",
        "👍",
        "ja",
    ],
)
def test_other_messages_do_not(triage: Triage, text: str) -> None:
    found = triage.assess(text)
    assert (found.outcome, found.level, found.flags) == ("none", "geen", ())


def test_unsure_words_lead_to_a_question_of_one_level(triage: Triage) -> None:
    found = triage.assess("groeipijn")
    assert (found.outcome, found.flags, found.level) == ("ask", ("kind",), "deze_week")


def test_the_detector_alone_can_escalate_and_ask(triage: Triage) -> None:
    assert triage.assess("het is raar daar", {"rijbroek": 0.9}).outcome == "escalate"
    found = triage.assess("het is raar daar", {"rijbroek": 0.1, "koorts": 0.2})
    assert (found.outcome, found.flags) == ("ask", ("rijbroek", "koorts"))


def test_unsure_flags_beside_an_escalation_are_kept(triage: Triage) -> None:
    found = triage.assess("ik kan niet plassen", {"plassen": 0.9, "rijbroek": 0.3})
    assert found.flags == ("plassen",)
    assert found.also == ("rijbroek",)


def test_an_age_dismisses_what_cannot_be(triage: Triage) -> None:
    found = triage.assess("ik ben 45 en heb rugpijn", {"kind": 0.99})
    assert "kind" not in found.flags


def test_a_fall_at_night_pain_is_today(triage: Triage) -> None:
    found = triage.assess("ik ben gevallen", {"nachtpijn": 0.9})
    assert found.level in ("vandaag", "spoed", "bel_112")


def test_facts_and_modifiers_come_along(triage: Triage) -> None:
    found = triage.assess("ik ben 71 en ben gisteren gevallen, pijncijfer 8")
    assert (found.facts.age, found.facts.pain_score) == (71, 8)
    assert "val" in found.modifiers


def test_a_flag_file_that_is_not_complete_is_named(tmp_path: Path) -> None:
    source = Path(__file__).resolve().parents[2] / "data" / "red_flags"
    for name in ("woorden.yml", "context.yml", "vragenlijst.yml"):
        (tmp_path / name).write_text((source / name).read_text())
    (tmp_path / "koorts.yml").write_text("id: koorts\nniveau: vandaag\n")
    with pytest.raises(FlagError, match=r"koorts\.yml: er ontbreekt"):
        Triage.load(tmp_path)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": "griep"}, r"koorts\.yml: de id is griep, maar het bestand heet anders"),
        ({"niveau": "gisteren"}, r"koorts\.yml: onbekend niveau gisteren"),
        ({"niveau": "geen"}, r"koorts\.yml: onbekend niveau geen"),
    ],
)
def test_a_flag_file_with_another_name_or_level_is_refused(
    tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    source = Path(__file__).resolve().parents[2] / "data" / "red_flags"
    for name in ("woorden.yml", "context.yml", "vragenlijst.yml"):
        (tmp_path / name).write_text((source / name).read_text())
    raw = yaml.safe_load((source / "koorts.yml").read_text()) | changed
    (tmp_path / "koorts.yml").write_text(yaml.safe_dump(raw))
    with pytest.raises(FlagError, match=said):
        Triage.load(tmp_path)


def test_the_level_of_flags_is_the_most_urgent_of_them(triage: Triage) -> None:
    assert triage.book.level_of(["koorts", "plassen", "nachtpijn"]) == "spoed"
    assert triage.book.level_of([]) == "geen"
