"""Command line: `python -m benchmarks.endurance --minutes 60`.

Writes build/benchmark-endurance.json and the two curves; the exit code is 1 when memory or latency
grows, when a signal was missed, or when anything else went wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import random
import tempfile
from pathlib import Path

from benchmarks.machine import machine

from . import pictures
from .log import Log
from .run import run
from .trend import WARM_UP, windows
from .verdict import WINDOWS, verdict
from .world import ROOT, running

BUILD = ROOT / "build"
_NAMES = {"beurt": "website en tablet", "whatsapp": "WhatsApp"}


def main(arguments: list[str] | None = None) -> int:
    """Run, judge, draw."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endurance")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--people", type=int, default=6, help="at once on website and tablet")
    parser.add_argument("--whatsapp", type=int, default=3, help="at once on WhatsApp")
    parser.add_argument("--think", type=float, default=1.0, help="mean seconds between turns")
    parser.add_argument("--checkins", type=int, help="default: one a minute")
    parser.add_argument("--pictures", type=Path, default=BUILD, help="docs/beelden for the docs")
    parser.add_argument("--seed", type=int, default=8)
    chosen = parser.parse_args(arguments)
    random.seed(chosen.seed)
    checkins = max(1, round(chosen.minutes)) if chosen.checkins is None else chosen.checkins
    with (
        tempfile.TemporaryDirectory(prefix="rugwijzer-duurloop-") as folder,
        running(Path(folder), chosen.whatsapp, checkins, chosen.minutes) as world,
    ):
        log = Log()
        asyncio.run(run(world, log, chosen.minutes, chosen.people, chosen.think))
    figures, problems = verdict(log)
    figures |= {"minutes": chosen.minutes, "done": dict(log.done), "machine": machine()}
    figures["versions"] = {"python": platform.python_version()}
    BUILD.mkdir(exist_ok=True)
    result = {**figures, "problems": problems, "examples": log.mistakes}
    text = json.dumps(result, indent=2, ensure_ascii=False) + "\n"
    (BUILD / "benchmark-endurance.json").write_text(text, encoding="utf8")
    _draw(log, chosen.pictures, chosen.minutes)
    for name, value in figures.items():
        print(f"{name:<28} {value}")
    for problem in problems:
        print(f"NIET GOED: {problem}")
    return int(bool(problems))


def _draw(log: Log, folder: Path, minutes: float) -> None:
    warm, long = WARM_UP * minutes * 60, f"{minutes:g} minuten gemengd verkeer"
    pictures.memory(
        log.memory, warm, folder / "duurloop-geheugen.svg", f"Geheugen per proces, {long}"
    )
    curves: dict[str, tuple[list[float], list[float]]] = {}
    for kind, name in _NAMES.items():
        turns = log.turns.get(kind, [])
        times, half, most = windows([t for t, _ in turns], [s for _, s in turns], WINDOWS)
        curves |= {f"{name}, p50": (times, half), f"{name}, p95": (times, most)}
    pictures.latency(curves, warm, folder / "duurloop-tijd.svg", f"Tijd van een beurt, {long}")


if __name__ == "__main__":
    raise SystemExit(main())
