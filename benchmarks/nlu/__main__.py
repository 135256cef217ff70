"""`make benchmark-nlu`: exit code 0 when every measured floor is held, 1 when not, 2 when it cannot run."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from benchmarks.machine import machine

from .data import DataError, Task, limited, own_content, two_files
from .floors import floors
from .language import guess
from .options import ENGINES, Options, parse
from .process import prepare_nlpjs
from .report import costs, scores, verdicts, write_json
from .run import OURS, SLOW, Outcome, add_ratios, add_turns, run_engine
from .versions import versions

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "benchmark-nlu"
RESULT = ROOT / "build" / "benchmark-nlu.json"
DOCS = ROOT / "docs" / "beelden"


def say(line: str) -> None:
    """Progress, at once."""
    print(line, flush=True)


def load_task(options: Options) -> Task:
    """All the messages that the options ask for."""
    if options.train is None or options.test is None:
        test = options.devset if options.devset.is_absolute() else ROOT / options.devset
        task = own_content(ROOT / "data", test, options.epochs)
        if not task.tests:
            say(f"Geen testset in {options.devset}: alleen de vouwen worden gemeten.")
        return task
    task = two_files(options.train, options.test, options.language or "nl", options.epochs)
    if options.language is None:
        language = guess(e.text for e in task.examples)
        say(f"Taal van {options.train.name}: {language} (anders: geef TAAL=)")
        task = two_files(options.train, options.test, language, options.epochs)
    return task


def benchmark(options: Options) -> int:
    """Run, print, write; returns the exit code."""
    whole = load_task(options)
    task = limited(whole, options.limit)
    node = prepare_nlpjs() if "nlpjs" in options.engines else None
    say(
        f"{task.name}: {len(task.examples)} berichten om van te leren, {len(task.tests)} om te testen"
    )
    outcomes: list[Outcome] = []
    # The slow one last: the file already holds the others while it trains.
    for name in sorted(options.engines, key=lambda engine: engine == SLOW):
        outcomes.append(run_engine(name, task, options, BUILD, say))
        outcomes.sort(key=lambda outcome: ENGINES.index(outcome.engine))
        add_ratios(outcomes)
        _write(outcomes, task, options, node)
    add_turns(outcomes, whole, BUILD, say)
    add_ratios(outcomes)
    _write(outcomes, task, options, node)
    _print(outcomes, task, options)
    _draw(outcomes, task, options)
    if not _has_floors(task):
        return 0
    demands = floors({o.engine: o.figures for o in outcomes}, options.epochs)
    say("\n" + verdicts(demands))
    return 1 if any(f.held is False for f in demands) else 0


def _has_floors(task: Task) -> bool:
    """The floors are about this project's own content and a test set of others."""
    return task.settings.topics is not None and bool(task.tests)


def _write(outcomes: list[Outcome], task: Task, options: Options, node: str | None) -> None:
    found = {o.engine: o.figures for o in outcomes}
    write_json(
        RESULT,
        outcomes,
        floors(found, options.epochs) if _has_floors(task) else [],
        data={
            "name": task.name,
            "train": len(task.examples),
            "test": len(task.tests),
            "language": task.settings.language,
            "epochs": options.epochs,
            "limit": options.limit,
        },
        machine=machine(),
        versions=versions(node),
    )


def _print(outcomes: list[Outcome], task: Task, options: Options) -> None:
    if task.tests:
        say(f"\nTestset ({task.name}), getraind op alle berichten:\n\n{scores(outcomes, False)}")
    if any("held_out" in o.figures for o in outcomes):
        say(f"\nBerichten van stemmen die niet in de training zaten:\n\n{scores(outcomes, True)}")
    say(f"\nKosten, met de verhouding tot Rugwijzer:\n\n{costs(outcomes)}")
    if options.epochs != 100 and "rasa_init" in options.engines:
        say(f"\nRasa zoals `rasa init` leerde {options.epochs} rondes in plaats van 100.")
    say(f"\nAlles staat in {RESULT.relative_to(ROOT)}.")


def _draw(outcomes: list[Outcome], task: Task, options: Options) -> None:
    """Pictures for the docs after a complete run, beside the other results otherwise."""
    # Loaded last: memory of the parent at a fork would count in the peaks of the engines.
    from .pictures import calibration, compare

    complete = _has_floors(task) and not options.limit and options.engines == ENGINES
    folder = DOCS if complete else BUILD
    about = f"{task.name}, {len(task.examples)} berichten geleerd"
    if options.epochs != 100:
        about += f", Rasa met {options.epochs} rondes"
    if all(o.predictions and o.figures["accuracy"] is not None for o in outcomes):
        compare(outcomes, task.is_topic, folder / "benchmark-nlu.svg", about)
    ours = next((o for o in outcomes if o.engine == OURS and o.held_out), None)
    if ours:
        title = "Kans en werkelijkheid, stemmen buiten de training"
        calibration(ours.held_out, folder / "betrouwbaarheid.svg", title)


def main() -> int:
    """Command line."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    try:
        return benchmark(parse(sys.argv[1:]))
    except (DataError, RuntimeError) as error:
        print(f"Fout: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
