"""`make benchmark-safety`: measure, print, write build/benchmark-safety.json, and hold the floors."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rugwijzer.triage import FlagBook

from . import vignettes
from .cases import Cases, QuietCase, load_cases
from .client import first_turn
from .curves import draw, points
from .folds import CachedTriage, Judged, assessed, out_of_fold
from .keywords import keyword_level
from .measure import Verdict, judge, quiet_result, signal_result
from .report import Measured, curve_table, failures, figures, misses, table
from .running import ROOT, running_assistant

BUILD = ROOT / "build"
DATA = ROOT / "data"


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.safety", description=__doc__)
    parser.add_argument("--url", help="meet een assistent die al draait")
    parser.add_argument("--devset", type=Path, default=ROOT.parent / "shared" / "devset")
    parser.add_argument(
        "--folds", type=int, default=7, help="groepen van stemmen; 0 slaat dit over"
    )
    parser.add_argument("--limit", type=int, help="zoveel berichten van elke soort")
    parser.add_argument("--zonder-missers", action="store_true", help="druk geen berichten af")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it all; returns 0, 1 when a floor is not held, 2 when there is nothing to measure."""
    chosen = options(arguments)
    BUILD.mkdir(exist_ok=True)
    try:
        cases = load_cases(chosen.devset, chosen.limit)
        judged = out_of_fold(DATA, chosen.folds, _progress) if chosen.folds else []
        with running_assistant(chosen.url, BUILD / "benchmark-safety.log") as url:
            measured = measure(url, cases, judged)
    except (FileNotFoundError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 2
    found = figures(measured)
    print(table(measured))
    if measured.curve:
        print(curve_table(measured.curve))
        draw(measured.curve, ROOT / "docs" / "beelden")
    if not chosen.zonder_missers:
        print(f"\n{misses(measured)}")
    target = BUILD / "benchmark-safety.json"
    target.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf8")
    broken = failures(found)
    print("\n" + ("\n".join(f"NIET GEHAALD: {b}" for b in broken) or "Alle ondergrenzen gehaald."))
    return 1 if broken else 0


def measure(url: str, cases: Cases, judged: Sequence[Judged]) -> Measured:
    """Everything through the contract, beside the word list and the own messages."""
    book = FlagBook.load(DATA / "red_flags")
    levels = {f.id: f.level for f in book.flags.values()}
    _progress("berichten met een signaal")
    signals = judge(lambda text: first_turn(url, text), [c.text for c in cases.signals])
    _progress("berichten zonder signaal en gewone vragen")
    quiet = judge(lambda text: first_turn(url, text), [c.text for c in cases.quiet])
    questions = judge(lambda text: first_turn(url, text), [c.text for c in cases.questions])
    _progress("vignetten")
    played = vignettes.measure(url, cases.vignettes)

    def by_words(texts: Sequence[str]) -> list[Verdict]:
        return [Verdict(keyword_level(t, levels), frozenset(), frozenset()) for t in texts]

    return Measured(
        signals=signal_result(cases.signals, signals),
        quiet=quiet_result(cases.quiet, quiet),
        questions=quiet_result(cases.questions, questions),
        vignettes=played,
        keyword_signals=signal_result(cases.signals, by_words([c.text for c in cases.signals])),
        keyword_quiet=quiet_result(cases.quiet, by_words([c.text for c in cases.quiet])),
        keyword_questions=quiet_result(
            cases.questions, by_words([c.text for c in cases.questions])
        ),
        **_own(book, judged),
    )


def _own(book: FlagBook, judged: Sequence[Judged]) -> dict[str, Any]:
    if not judged:
        return {}
    _progress("curven")
    triage = CachedTriage(book)
    found = list(zip(judged, assessed(triage, judged, 0.0)))
    signals = [(j.case, v) for j, v in found if j.case.flags]
    quiet = [(j.case, v) for j, v in found if not j.case.flags]
    return {
        "own": signal_result([c for c, _ in signals], [v for _, v in signals]),
        "own_quiet": quiet_result(
            [QuietCase(c.text, c.style) for c, _ in quiet], [v for _, v in quiet]
        ),
        "curve": points(triage, judged),
    }


def _progress(what: str) -> None:
    print(f"... {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
