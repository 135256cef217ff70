"""Runs one job of one engine in its own process, and says what it cost."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rugwijzer.run.rasa import rasa_environment

from .engines.contract import Example, Prediction, Settings, write_lines

ROOT = Path(__file__).resolve().parents[2]
NLPJS = ROOT / "benchmarks" / "nlu" / "nlpjs"
#: Messages judged before the clock counts.
WARM_UP = 20
#: How often the memory of a running engine is read.
WATCH_S = 0.05


class EngineError(RuntimeError):
    """An engine could not be run; the text is Dutch and names its log."""


@dataclass(frozen=True)
class Cost:
    """Processor seconds of a job with its helpers, and peak memory in MB of its main process.

    Training of this project may use two processes side by side.
    """

    cpu_s: float
    rss_mb: float


@dataclass(frozen=True)
class Workshop:
    """A folder for one engine's files of one training."""

    engine: str
    settings: Settings
    folder: Path

    def train(self, examples: Sequence[Example]) -> tuple[dict[str, Any], Cost]:
        """Train in a fresh folder; gives `train_s` and the cost of the whole process."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        path = write_lines(self.folder / "examples.jsonl", examples)
        return self._run("train", examples=str(path))

    def serve(
        self, texts: Sequence[str], warm_up: Sequence[str]
    ) -> tuple[dict[str, Any], list[Prediction], Cost]:
        """Judge texts with the trained model; gives `load_s` beside the predictions."""
        path = write_lines(self.folder / "texts.jsonl", ({"text": t} for t in texts))
        first = write_lines(self.folder / "warm_up.jsonl", ({"text": t} for t in warm_up[:WARM_UP]))
        result, cost = self._run("serve", texts=str(path), warm_up=str(first))
        return result, [Prediction(**p) for p in result.pop("predictions")], cost

    def size_mb(self) -> float:
        """What training left, in MB (10^6 bytes)."""
        files = (p for p in (self.folder / "model").rglob("*") if p.is_file())
        return sum(p.stat().st_size for p in files) / 1e6

    def _run(self, step: str, **job: Any) -> tuple[dict[str, Any], Cost]:
        job_file, result_file = self.folder / f"{step}.json", self.folder / f"{step}-result.json"
        result_file.unlink(missing_ok=True)
        whole = {"step": step, "engine": self.engine, "folder": str(self.folder), **job}
        job_file.write_text(json.dumps({**whole, "settings": vars(self.settings)}))
        log = self.folder / f"{step}.log"
        cost = _measured([*_command(self.engine), str(job_file), str(result_file)], log)
        if not result_file.exists():
            end = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
            raise EngineError(f"{self.engine} ({step}) is mislukt, zie {log}\n{end}")
        return json.loads(result_file.read_text(encoding="utf8")), cost


def _measured(command: list[str], log: Path) -> Cost:
    """Run to the end and count.

    On Linux the peak is read from the process while it runs: the figure of wait4 begins at the size
    of the process that started it.
    """
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=rasa_environment(), stdout=out, stderr=subprocess.STDOUT
        )
        peak = 0.0
        try:
            pid = 0
            while not pid:
                peak = _high_water_mb(process.pid) or peak
                pid, status, usage = os.wait4(process.pid, os.WNOHANG if peak else 0)
                time.sleep(0 if pid else WATCH_S)
        except BaseException:
            process.terminate()
            process.wait()
            raise
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1e6 if sys.platform == "darwin" else 1e3  # ru_maxrss: bytes there, kilobytes on Linux
    return Cost(usage.ru_utime + usage.ru_stime, peak or usage.ru_maxrss / unit)


def _high_water_mb(pid: int) -> float | None:
    """The most memory that a running process held so far; None where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1e3 if found else None


def _command(engine: str) -> list[str]:
    if engine == "nlpjs":
        return ["node", str(NLPJS / "worker.js")]
    return [sys.executable, "-m", "benchmarks.nlu.worker"]


def prepare_nlpjs() -> str:
    """Install nlp.js from its lock file; returns node's version. Raises EngineError without node."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise EngineError(
            "node of npm is niet gevonden. nlp.js is een van de vergeleken systemen en heeft "
            "Node.js 18 of nieuwer nodig: installeer het (Debian: apt install nodejs npm), of laat "
            "nlp.js weg met ENGINES=rugwijzer,rasa_init,tfidf."
        )
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
    installed = NLPJS / "node_modules" / ".package-lock.json"
    lock = NLPJS / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        made = subprocess.run([npm, "ci"], cwd=NLPJS, capture_output=True, text=True)
        if made.returncode != 0:
            raise EngineError(
                f"npm ci in {NLPJS.relative_to(ROOT)} is mislukt:\n{made.stderr[-800:]}"
            )
    return version
