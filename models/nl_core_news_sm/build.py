"""Build the wheel ``nl_core_news_sm`` from the Universal Dependencies treebanks.

Run from the root of the repository, in an environment of CPython 3.10 (see README.md)::

    OMP_NUM_THREADS=2 python models/nl_core_news_sm/build.py ../shared/ud

The steps: choose, rewrite and vary the sentences (corpus.py, harmonise.py, augment.py), train with
config.cfg, add the compound marks (compounds.py, learn_compounds.py), score on the two test files
(scoring.py), write NOTICE and the wheel (release.py). The wheel lands beside this folder, NOTICE in
it. The seeds are fixed (corpus.py, config.cfg). Training takes about an hour on one core.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

from corpus import prepare
from learn_compounds import learn
from release import build_wheel, figures_table, load_trained, notice
from scoring import score_tests
from spacy.cli.train import train

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]


def build(treebanks: Path, work: Path, out: Path, max_steps: int | None) -> Path:
    """Do all steps.

    In: the folder with the treebanks, an empty folder for intermediate files, the folder for the
    wheel, the number of training steps when it should differ from config.cfg (a trial run).
    Out: the path of the wheel.
    """
    config = HERE / "config.cfg"
    counts = prepare(treebanks, work)
    print(json.dumps(counts, indent=2))
    overrides: dict[str, str | int] = {
        "paths.train": str(work / "train.spacy"),
        "paths.dev": str(work / "dev.spacy"),
    }
    if max_steps is not None:
        overrides["training.max_steps"] = max_steps
    start = time.monotonic()
    train(config, work / "trained", overrides=overrides)
    print(f"trained in {(time.monotonic() - start) / 60:.1f} minutes")
    nlp = load_trained(work / "trained" / "model-last", learn(treebanks))
    results = score_tests(nlp, treebanks)
    print(json.dumps(results, indent=2))
    print(figures_table(results))
    wheel = build_wheel(nlp, results, work, out)
    (HERE / "NOTICE").write_text(notice(results), encoding="utf-8")
    return wheel


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Build the Dutch spaCy model wheel.")
    parser.add_argument(
        "treebanks",
        nargs="?",
        type=Path,
        default=REPOSITORY.parent / "shared" / "ud",
        help="folder with the CoNLL-U files (default: ../shared/ud beside the repository)",
    )
    parser.add_argument("--out", type=Path, default=HERE.parent, help="folder for the wheel")
    parser.add_argument("--work", type=Path, help="keep intermediate files in this empty folder")
    parser.add_argument("--max-steps", type=int, help="train fewer steps, to try the script out")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = args.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        wheel = build(args.treebanks, work, args.out, args.max_steps)
    print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
