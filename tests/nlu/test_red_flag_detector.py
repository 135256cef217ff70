"""rugwijzer.nlu.red_flag_detector, with a folder of two flags and Rasa's own model storage."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rugwijzer.nlu.red_flag_detector import PARSE_KEY, RedFlagDetector

from .conftest import ROOT
from .test_flag_model import KOORTS, PLAS

RESOURCE = Resource("vlaggen")


def flag(name: str, level: str, words: list[str], maybe: list[str], examples: list[str]) -> str:
    return yaml.safe_dump(
        {
            "id": name,
            "niveau": level,
            "naam": name,
            "controle": f"Hebt u {name}?",
            "uitleg": "Daarom.",
            "bron": "test",
            "lexicon": {"zeker": words, "misschien": maybe},
            "voorbeelden": {"stem": examples},
            "geen_vlag": {"ontkend": {"stem": [f"geen {e}" for e in examples[:2]]}},
        }
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "red_flags"
    target.mkdir()
    for name in ("context.yml", "vragenlijst.yml", "woorden.yml"):
        shutil.copy(ROOT / "data" / "red_flags" / name, target)
    (target / "koorts.yml").write_text(flag("koorts", "vandaag", ["koorts"], ["warm"], KOORTS))
    (target / "plassen.yml").write_text(
        flag("plassen", "spoed", ["kan niet plassen", "verlies plas"], ["plas*"], PLAS)
    )
    return target


@pytest.fixture
def detector(
    folder: Path,
    storage: LocalModelStorage,
    context: ExecutionContext,
    training_data: TrainingData,
) -> RedFlagDetector:
    config = {"folder": str(folder)}
    RedFlagDetector.create(config, storage, RESOURCE, context).train(training_data)
    shutil.rmtree(folder)
    return RedFlagDetector.load(config, storage, RESOURCE, context)


def parse(detector: RedFlagDetector, text: str) -> Any:
    return detector.process([Message(data={"text": text})])[0].get(PARSE_KEY)


def test_a_loaded_model_is_complete_without_the_folder(detector: RedFlagDetector) -> None:
    found = parse(detector, "ik kan niet plassen")
    assert (found["uitkomst"], found["niveau"], found["vlaggen"]) == (
        "escalate",
        "spoed",
        ["plassen"],
    )


def test_the_explanation_names_words_and_pattern(detector: RedFlagDetector) -> None:
    found = parse(detector, "Sinds gisteren kan ik niet plassen: kan niet plassen")
    sure = [item for item in found["uitleg"] if item["sterkte"] == "zeker"]
    assert sure[0]["patroon"] == "kan niet plassen"
    assert sure[0]["woorden"] == "kan niet plassen"


def test_a_denied_signal_is_explained_and_does_not_escalate(detector: RedFlagDetector) -> None:
    found = parse(detector, "ik heb geen koorts, welke matras is goed voor mijn rug")
    assert found["uitkomst"] != "escalate"
    assert found["uitleg"][0]["telt_niet"] == "ontkend"
    assert found["uitleg"][0]["door"] == "geen"


def test_an_ordinary_question_is_nothing(detector: RedFlagDetector) -> None:
    found = parse(detector, "is een boxspring goed bij rugklachten")
    assert (found["uitkomst"], found["niveau"], found["vlaggen"]) == ("none", "geen", [])


def test_facts_and_modifiers_come_along(detector: RedFlagDetector) -> None:
    found = parse(detector, "ik ben 71 en gisteren gevallen, 39 graden koorts")
    assert found["feiten"] == {"age": 71, "temperature": 39.0}
    assert found["kenmerken"] == ["val"]


@pytest.mark.parametrize(
    "text", ["ik kan niet plassen", "geen koorts", "ik ben 45 jaar", "warm", "👍", "e" * 1000]
)
def test_the_verdict_is_plain_json_for_the_tracker(detector: RedFlagDetector, text: str) -> None:
    found = parse(detector, text)
    assert json.loads(json.dumps(found)) == found
    assert found["uitkomst"] in ("escalate", "ask", "none")


@pytest.mark.parametrize(
    "text", ["", "/kies_vragenlijst", '/kies_onderwerp{"onderwerp": "koorts"}']
)
def test_payloads_and_empty_messages_are_not_judged(detector: RedFlagDetector, text: str) -> None:
    assert parse(detector, text) is None


def test_the_fingerprint_follows_the_content(folder: Path) -> None:
    config = {"folder": str(folder)}
    before = RedFlagDetector.fingerprint_addon(config)
    assert RedFlagDetector.fingerprint_addon(config) == before
    path = folder / "koorts.yml"
    path.write_text(path.read_text().replace("Daarom.", "Daarom wel."))
    assert RedFlagDetector.fingerprint_addon(config) != before
