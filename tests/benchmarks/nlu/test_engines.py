"""The engines that train in seconds, each in its own process, on plain labels in English."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.nlu import process
from benchmarks.nlu.engines.contract import Example, Settings
from benchmarks.nlu.engines.rugwijzer import pipeline as own_pipeline
from benchmarks.nlu.engines.stock import pipeline as stock_pipeline
from benchmarks.nlu.process import EngineError, Workshop, prepare_nlpjs

BOOK = ["book a flight", "I want to fly", "get me a ticket", "reserve a seat", "flight to rome"]
WEATHER = ["will it rain", "is it sunny", "how warm is it", "weather in rome", "do I need a coat"]
EXAMPLES = [
    *(Example(text, "travel/book") for text in BOOK),
    *(Example(text, "weather") for text in WEATHER),
]
PLAIN = Settings("en", None, 1)
#: Tests fetch nothing; `make benchmark-nlu` installs nlp.js.
READY = bool(shutil.which("node")) and (process.NLPJS / "node_modules").exists()


@pytest.mark.parametrize(
    "engine",
    [
        "tfidf",
        pytest.param(
            "nlpjs", marks=pytest.mark.skipif(not READY, reason="nlp.js is not installed")
        ),
    ],
)
def test_an_engine_learns_and_its_costs_are_measured(engine: str, tmp_path: Path) -> None:
    shop = Workshop(engine, PLAIN, tmp_path / engine)
    trained, cost = shop.train(EXAMPLES)
    assert trained["train_s"] > 0
    assert cost.cpu_s > 0
    assert 20 < cost.rss_mb < 1000
    assert shop.size_mb() > 0
    texts = ["please book me a flight", "will it rain in rome"]
    _, predictions, _ = shop.serve(texts, BOOK)
    assert [p.label for p in predictions] == ["travel/book", "weather"]
    assert all(0 <= p.chance <= 1 and p.ms > 0 for p in predictions)


def test_a_failing_engine_is_named_with_its_log(tmp_path: Path) -> None:
    shop = Workshop("tfidf", PLAIN, tmp_path / "tfidf")
    with pytest.raises(EngineError, match=r"tfidf \(train\) is mislukt, zie .*train.log"):
        shop.train(EXAMPLES[:5])


def test_without_node_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process.shutil, "which", lambda name: None)
    with pytest.raises(EngineError, match="installeer het") as error:
        prepare_nlpjs()
    assert "ENGINES=rugwijzer,rasa_init,tfidf" in str(error.value)


def test_other_languages_do_without_dutch_components() -> None:
    for pipeline, dutch in ((own_pipeline, "LemmaAnnotator"), (stock_pipeline, "Spacy")):
        names = " ".join(c["name"] for c in pipeline(PLAIN))
        assert dutch not in names
        assert dutch in " ".join(c["name"] for c in pipeline(Settings("nl", None, 1)))


def test_own_content_gets_the_pipeline_of_config_yml_and_others_plain_topics() -> None:
    names = [c["name"].rsplit(".")[-1] for c in own_pipeline(Settings("nl", "faq", 1))]
    assert names[-1] == "RedFlagDetector"
    plain = own_pipeline(PLAIN)
    assert plain[-1]["topics"] is None
    assert plain[-1]["answer_at"] > 0
