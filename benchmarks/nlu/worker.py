"""Trains or serves one engine in a process of its own: python -m benchmarks.nlu.worker JOB RESULT."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from .engines.contract import Engine, Example, Prediction, Settings, read_lines

#: The Python engines by name; imported only when asked, since each carries its own libraries.
ENGINES = {
    "rugwijzer": "benchmarks.nlu.engines.rugwijzer:Rugwijzer",
    "rasa_init": "benchmarks.nlu.engines.stock:Stock",
    "tfidf": "benchmarks.nlu.engines.tfidf:Tfidf",
}


def make_engine(name: str, settings: Settings, folder: Path) -> Engine:
    """Import and construct an engine; raises KeyError for an unknown name."""
    module, _, kind = ENGINES[name].partition(":")
    engine: Engine = getattr(import_module(module), kind)(settings, folder)
    return engine


def train(engine: Engine, job: dict[str, Any]) -> dict[str, Any]:
    """Train; the time is that of the training alone, without imports."""
    examples = [Example(**row) for row in read_lines(Path(job["examples"]))]
    started = time.perf_counter()
    engine.train(examples)
    return {"train_s": time.perf_counter() - started}


def serve(engine: Engine, job: dict[str, Any]) -> dict[str, Any]:
    """Load, warm up and judge every text, one at a time as a server would."""
    texts = [row["text"] for row in read_lines(Path(job["texts"]))]
    started = time.perf_counter()
    engine.load()
    loaded = time.perf_counter() - started
    for row in read_lines(Path(job["warm_up"])):
        engine.predict(row["text"])
    return {"load_s": loaded, "predictions": [asdict(_timed(engine, t)) for t in texts]}


def _timed(engine: Engine, text: str) -> Prediction:
    started = time.perf_counter()
    prediction = engine.predict(text)
    return replace(prediction, ms=(time.perf_counter() - started) * 1000)


def main(arguments: list[str]) -> None:
    """Do the job of the first file and write the result to the second."""
    job = json.loads(Path(arguments[0]).read_text(encoding="utf8"))
    engine = make_engine(job["engine"], Settings(**job["settings"]), Path(job["folder"]))
    result = train(engine, job) if job["step"] == "train" else serve(engine, job)
    Path(arguments[1]).write_text(json.dumps(result), encoding="utf8")


if __name__ == "__main__":
    main(sys.argv[1:])
