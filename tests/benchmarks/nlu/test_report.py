"""benchmarks.nlu.report and the ratios, on made-up figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.nlu.floors import Floor
from benchmarks.nlu.report import costs, scores, table, verdicts, write_json
from benchmarks.nlu.run import Outcome, add_ratios


def outcome(engine: str, **figures: Any) -> Outcome:
    share = {"accuracy": 0.9, "wrong_answer": 0.05, "oos_answered": None, "questions": 20, "oos": 0}
    return Outcome(engine, {"p50_ms": 4.0, "train_s": 60.0, "delivered": share, **figures})


def test_columns_line_up() -> None:
    lines = table(["a", "lang woord"], [["xyz", "1"]]).splitlines()
    assert len({len(line) for line in lines}) == 1


def test_ratios_are_to_rugwijzer_and_only_of_what_both_have() -> None:
    ours, other = outcome("rugwijzer", rss_mb=0), outcome("nlpjs", p50_ms=1.0, rss_mb=5)
    add_ratios([ours, other])
    assert other.figures["p50_ms_ratio"] == 0.25
    assert ours.figures["p50_ms_ratio"] == 1
    assert "rss_mb_ratio" not in other.figures
    assert "0,25x" in costs([ours, other])


def test_shares_have_their_ratio_to_rugwijzer_in_the_table() -> None:
    ours, other = outcome("rugwijzer"), outcome("nlpjs")
    other.figures["delivered"] = {**other.figures["delivered"], "accuracy": 0.45}
    text = scores([ours, other], held_out=False)
    assert "0,900 (1,00x)" in text
    assert "0,450 (0,50x)" in text
    assert "x)" not in scores([other], held_out=False)


def test_without_rugwijzer_there_are_no_ratios() -> None:
    lonely = outcome("nlpjs")
    add_ratios([lonely])
    assert not any(key.endswith("_ratio") for key in lonely.figures)


def test_the_number_of_folds_is_said_plainly() -> None:
    one = outcome("rasa_init")
    one.figures["held_out"] = {"folds": 1, "of": 3, "delivered": one.figures["delivered"]}
    text = scores([one], held_out=True)
    assert "1 van 3 vouwen" in text
    assert "0,900" in text


def test_a_floor_that_is_not_held_stands_out() -> None:
    text = verdicts([Floor("accuracy", 0.9, 0.92, at_least=True), Floor("x", None, 1.0)])
    assert "NIET GEHAALD" in text
    assert "niet gemeten" in text


def test_the_json_has_each_engine_by_name(tmp_path: Path) -> None:
    path = tmp_path / "build" / "a.json"
    write_json(path, [outcome("tfidf", accuracy=0.9)], [Floor("x", 0.1, 1.0)], machine={"cores": 2})
    read = json.loads(path.read_text())
    assert read["engines"]["tfidf"]["accuracy"] == 0.9
    assert read["floors"] == [
        {"name": "x", "value": 0.1, "limit": 1.0, "at_least": False, "held": True}
    ]
    assert read["machine"] == {"cores": 2}
