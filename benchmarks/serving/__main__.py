"""`make benchmark-serving`: this project beside a stock Rasa project, and many at once while parts die.

Options, as NAME=value: EPOCHS (of stock, 100), TURNS (of each level, 320), LONG (turns of the long
conversation, 500), STORED (conversations in the full store, 100000), CONVERSATIONS (that talk while
parts die, 500; 0 leaves it out), LIMIT (messages that stock trains on; 0 is all), TRAIN (ja or nee: whether to time this project's training).
"""

from __future__ import annotations

import asyncio
import importlib.metadata
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.machine import machine
from rugwijzer.knowledge.messages import load_messages

from .machines import machines
from .many import all_trouble
from .many import measure as measure_many
from .speed import measure
from .systems import ROOT, Ours, Stock, train_ours, train_stock

OUTPUT = ROOT / "build" / "benchmark-serving.json"
OPTIONS = {"EPOCHS": 100, "TURNS": 320, "LONG": 500, "STORED": 100_000, "CONVERSATIONS": 500}
OPTIONS |= {"LIMIT": 0}
PACKAGES = ("rasa", "tensorflow", "sanic", "starlette", "uvicorn", "redis", "SQLAlchemy")
#: The least or the most that is good; a ratio is this project divided by stock, except that of turn
#: 500, which is this project's turn 500 divided by its turn 5.
AT_LEAST = {"throughput_ratio": 2.0}
AT_MOST = {
    "p50_ratio": 0.7,
    "memory_ratio": 0.8,
    "ready_ratio": 0.7,
    "turn_500_ratio": 1.2,
    "full_store_ratio": 1.0,
    "training_ratio": 0.5,
    "lost": 0,
    "doubled": 0,
    "reordered": 0,
    "server_errors": 0,
}


def options(arguments: list[str]) -> tuple[dict[str, int], bool]:
    """The numbers, and whether to train this project; raises ValueError with a Dutch text."""
    found, train = dict(OPTIONS), True
    for argument in arguments:
        name, _, value = argument.partition("=")
        if name == "TRAIN" and value in ("ja", "nee"):
            train = value == "ja"
        elif name in OPTIONS and value.isdecimal():
            found[name] = int(value)
        else:
            raise ValueError(
                f"onbekende optie '{argument}'; kies uit {', '.join(OPTIONS)} en TRAIN"
            )
    return found, train


def ratios(ours: dict[str, Any], stock: dict[str, Any]) -> dict[str, float]:
    """Each figure of this project divided by that of stock."""
    pairs = {
        "throughput_ratio": "per_second_64",
        "p50_ratio": "p50_ms_1",
        "memory_ratio": "memory_mb",
        "ready_ratio": "ready_s",
        "full_store_ratio": "full_store_p50_ms",
        "training_ratio": "training_s",
    }
    found = {k: ours[v] / stock[v] for k, v in pairs.items() if v in ours and v in stock}
    return found | {"turn_500_ratio": ours["turn_500_to_5"]}


def failed(figures: dict[str, Any]) -> list[str]:
    """The names of the floors that do not hold."""
    low = [name for name, least in AT_LEAST.items() if figures.get(name, least) < least]
    return low + [name for name, most in AT_MOST.items() if figures.get(name, most) > most]


def _many(folder: Path, conversations: int) -> dict[str, Any]:
    with machines(folder / "many.log") as world:
        found = asyncio.run(measure_many(world, conversations, 3, all_trouble))
    return found | {"server_errors": sum(n for s, n in found["errors"].items() if s >= 500)}


def main() -> int:
    """Measure all; 1 when a floor does not hold, 2 for a wrong option."""
    try:
        size, train = options(sys.argv[1:])
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    texts = [m.text for m in load_messages(ROOT / "data") if m.intent.startswith("faq/")]
    texts = random.Random(0).sample(texts, 400)
    both: dict[str, dict[str, Any]] = {}
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="rugwijzer-serving-") as home:
        for kind in (Stock, Ours):
            folder = Path(home) / kind.__name__.lower()
            folder.mkdir()
            system = kind(folder.name, folder)
            trained = {}
            if kind is Stock:
                trained = {"training_s": train_stock(folder, size["EPOCHS"], size["LIMIT"])}
            elif train:
                trained = {"training_s": train_ours(folder)}
            run = measure(system, texts, size["TURNS"], size["LONG"], size["STORED"])
            both[folder.name] = trained | asyncio.run(run)
        if size["CONVERSATIONS"]:
            figures |= _many(Path(home), size["CONVERSATIONS"])
    figures = ratios(both["ours"], both["stock"]) | figures
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    report = {**figures, **both, "options": size, "machine": machine(), "versions": versions}
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf8")
    _table(both, figures)
    return int(bool(failed(figures)))


def _table(both: dict[str, dict[str, Any]], figures: dict[str, Any]) -> None:
    print(f"{'':22}{'rugwijzer':>12}{'stock':>12}")
    for name in both["stock"]:
        row = "".join(f"{both[who].get(name, float('nan')):>12.2f}" for who in ("ours", "stock"))
        print(f"{name:22}{row}")
    print()
    missed = failed(figures)
    for name, value in figures.items():
        shown = f"{value:>12.2f}" if isinstance(value, float) else f"{value!s:>12}"
        print(f"{name:22}{shown}{'  NIET GEHAALD' if name in missed else ''}")


if __name__ == "__main__":
    raise SystemExit(main())
