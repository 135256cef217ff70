"""rugwijzer.triage.flags: reading the flag files, and what an editor reads when one is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from rugwijzer.triage import Flag, FlagBook, FlagError, Triage
from rugwijzer.triage.context import LASTING

REAL = Path(__file__).resolve().parents[2] / "data" / "red_flags"
FEVER = {
    "id": "koorts",
    "niveau": "vandaag",
    "vraag": 4,
    "naam": "koorts of ziek zijn",
    "controle": "Hebt u koorts?",
    "uitleg": "Soms komt rugpijn door een ontsteking.",
    "bron": "NHG M54",
    "negeer": ["verleden"],
    "nieuw": True,
    "lexicon": {"zeker": ["hoge {koorts}"], "misschien": ["ziek", "gloeiend heet"]},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One flag, with the real words of the context."""
    for name in ("context.yml", "vragenlijst.yml"):
        (tmp_path / name).write_bytes((REAL / name).read_bytes())
    (tmp_path / "woorden.yml").write_text("koorts: [koorts, verhoging]", encoding="utf8")
    (tmp_path / "niveaus.yml").write_text("", encoding="utf8")
    write(tmp_path, FEVER)
    return tmp_path


def write(folder: Path, raw: dict[str, Any]) -> None:
    text = yaml.safe_dump(raw, allow_unicode=True)
    (folder / "koorts.yml").write_text(text, encoding="utf8")


def load(folder: Path) -> Flag:
    return FlagBook.load(folder).flags["koorts"]


def refusal(folder: Path) -> str:
    with pytest.raises(FlagError) as caught:
        FlagBook.load(folder)
    return str(caught.value)


def test_every_key_of_a_flag_file_is_read(folder: Path) -> None:
    flag = load(folder)
    assert flag == Flag(
        id="koorts",
        level="vandaag",
        name="koorts of ziek zijn",
        check="Hebt u koorts?",
        explanation="Soms komt rugpijn door een ontsteking.",
        source="NHG M54",
        question=4,
        ignores=("verleden",),
        sure=flag.sure,
        unsure=flag.unsure,
    )
    assert [p.source for p in flag.sure] == ["hoge {koorts}"]
    assert [p.source for p in flag.unsure] == ["ziek", "gloeiend heet"]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("ik heb hoge verhoging", "escalate"), ("ik voel me ziek", "ask"), ("mijn rug is stijf", "none")],
)  # fmt: skip
def test_clear_words_escalate_and_others_lead_to_a_question(
    folder: Path, text: str, outcome: str
) -> None:
    assert Triage.load(folder).assess(text).outcome == outcome


def test_a_flag_needs_no_place_exceptions_or_words_of_either_kind(folder: Path) -> None:
    optional = ("vraag", "negeer", "nieuw")
    write(folder, {k: v for k, v in FEVER.items() if k not in optional} | {"lexicon": {}})
    flag = load(folder)
    assert (flag.question, flag.ignores, flag.sure, flag.unsure) == (None, (LASTING,), (), ())


def test_accents_are_read_on_every_machine(folder: Path) -> None:
    write(folder, FEVER | {"uitleg": "Eén ontsteking is genoeg."})
    assert load(folder).explanation == "Eén ontsteking is genoeg."


def test_what_stands_beside_the_flags_is_no_flag(folder: Path) -> None:
    assert list(FlagBook.load(folder).flags) == ["koorts"]


def test_the_context_may_use_the_word_lists(folder: Path) -> None:
    context = yaml.safe_load((REAL / "context.yml").read_text(encoding="utf8"))
    context["ontkend"]["voor"] = ["nergens {koorts} of"]
    (folder / "context.yml").write_text(yaml.safe_dump(context), encoding="utf8")
    triage = Triage.load(folder)
    assert triage.assess("nergens verhoging of hoge koorts").outcome == "none"
    assert triage.assess("geen hoge koorts").outcome == "escalate"


def test_questions_are_found_by_their_place(folder: Path) -> None:
    questions = FlagBook.load(folder).questions
    assert [(place, q["plek"]) for place, q in questions.items()] == [(n, n) for n in range(1, 8)]


@pytest.mark.parametrize("key", ["id", "niveau", "naam", "controle", "uitleg", "bron", "lexicon"])
def test_a_missing_key_is_named(folder: Path, key: str) -> None:
    write(folder, {k: v for k, v in FEVER.items() if k != key})
    assert refusal(folder) == f"koorts.yml: er ontbreekt {key}"


def test_all_missing_keys_are_named_at_once(folder: Path) -> None:
    write(folder, {"id": "koorts", "niveau": "vandaag", "bron": "NHG M54", "lexicon": {}})
    assert refusal(folder) == "koorts.yml: er ontbreekt naam, controle, uitleg"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": "griep"}, "koorts.yml: de id is griep, maar het bestand heet anders"),
        ({"niveau": "gisteren"}, "koorts.yml: onbekend niveau gisteren"),
        ({"niveau": "geen"}, "koorts.yml: onbekend niveau geen"),
    ],
)
def test_another_name_or_level_is_refused(folder: Path, changed: dict[str, str], said: str) -> None:
    write(folder, FEVER | changed)
    assert refusal(folder) == said


@pytest.mark.parametrize("name", ["koorts.yml", "context.yml"])
def test_a_file_that_is_no_yaml_is_named_in_dutch(folder: Path, name: str) -> None:
    (folder / name).write_text("naam: [koorts", encoding="utf8")
    assert refusal(folder).startswith(f"{name} is geen geldige YAML: ")
