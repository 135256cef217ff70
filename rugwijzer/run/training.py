"""Trains the Rasa model when what it is made of has changed; else the one on disk is used.

The model's name carries the hash of its inputs: content, configuration, code of the components and
the lock file. `models/rugwijzer.tar.gz` points at the current one.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from .rasa import ROOT, rasa_command, rasa_environment

MODELS = ROOT / "models"
CURRENT = MODELS / "rugwijzer.tar.gz"
_INPUTS = (
    "config.yml",
    "domain.yml",
    "uv.lock",
    "data",
    "rugwijzer/nlu",
    "rugwijzer/triage/text.py",
    "rugwijzer/triage/dialect.py",
    "rugwijzer/triage/streektaal.tsv",
)
#: Read at run time only; editing these trains nothing.
_UNTRAINED = tuple(ROOT / "data" / name for name in ("plans", "wachtkamer.yml", "whatsapp.yml"))
_ERROR_LINE = re.compile(r"^[\w.]*(?:Error|Exception): .*", re.MULTILINE)


def _files() -> Iterator[Path]:
    for name in _INPUTS:
        path = ROOT / name
        if path.is_dir():
            found = (p for p in path.rglob("*") if p.suffix in {".yml", ".py"})
            yield from sorted(p for p in found if not {p, *p.parents}.intersection(_UNTRAINED))
        elif path.exists():
            yield path


def fingerprint() -> str:
    """Sixteen hex digits over everything the model is made of."""
    digest = hashlib.sha256()
    for path in _files():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def model_path() -> Path:
    """Where the model of the present inputs lies or will lie."""
    return MODELS / f"rugwijzer-{fingerprint()}.tar.gz"


def point_current(target: Path) -> None:
    """Let models/rugwijzer.tar.gz be this model, in one step."""
    link = CURRENT.with_suffix(".new")
    link.unlink(missing_ok=True)
    link.symlink_to(target.name)
    link.replace(CURRENT)


def ensure_model() -> Path:
    """Train when needed, with progress; returns the model file.

    Raises RuntimeError when Rasa could not train.
    """
    target = model_path()
    if not target.exists():
        _train(target)
    point_current(target)
    return target


def _train(target: Path) -> None:
    started = time.monotonic()
    print(
        "Het model wordt getraind (een paar minuten, alleen als de inhoud veranderd is) ...",
        flush=True,
    )
    # `make test` validates the data on its own; here that would take longer than the training.
    # Rasa's own cache knows the source of a component but not of what it calls, or of the list of
    # regional forms: it would give back features of before an edit. What is slow is in KeptVectors.
    command = rasa_command(
        "train",
        "--force",
        "--skip-validation",
        "--fixed-model-name",
        target.name.removesuffix(".tar.gz"),
        "--out",
        str(MODELS),
    )
    log = ROOT / "build" / "train.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=rasa_environment(), stdout=out, stderr=subprocess.STDOUT
        )
        done = threading.Event()
        ticker = threading.Thread(target=_tick, args=(started, done), daemon=True)
        ticker.start()
        code = process.wait()
        done.set()
        ticker.join()
    if code != 0 or not target.exists():
        raise RuntimeError(_failure(log))
    print(f"Het model is klaar na {time.monotonic() - started:.0f} s.", flush=True)


def _failure(log: Path) -> str:
    """What went wrong: every error of the log by name, first cause first, then its end."""
    text = log.read_text(errors="replace")
    causes = "\n".join(dict.fromkeys(_ERROR_LINE.findall(text)))
    return f"Trainen is mislukt (zie {log.relative_to(ROOT)}).\n{causes}\n\n{text[-2000:]}"


def _tick(started: float, done: threading.Event) -> None:
    while not done.wait(15):
        print(f"  ... nog bezig, {time.monotonic() - started:.0f} s", flush=True)


def main() -> int:
    """Command line: python -m rugwijzer.run.training."""
    try:
        print(f"Model: {ensure_model().relative_to(ROOT)}")
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
