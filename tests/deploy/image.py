"""What the Dockerfile puts into the image, read from the Dockerfile itself."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

from tests.tools import ROOT

DOCKERFILE = ROOT / "deploy" / "Dockerfile"
#: The stage that runs; the others only make what it takes.
STAGE = "programma"


def stages() -> dict[str, list[str]]:
    """The instructions of each named stage, continued lines joined, without comments."""
    text = re.sub(r"\\\n\s*", " ", DOCKERFILE.read_text())
    found: dict[str, list[str]] = {}
    current = ""
    for line in text.splitlines():
        begin = re.match(r"FROM \S+ AS (\w+)$", line)
        if begin:
            current = begin.group(1)
            found[current] = []
        elif current and line.strip() and not line.startswith("#"):
            found[current].append(line)
    return found


def copied(stage: str = STAGE) -> list[tuple[list[str], str]]:
    """The COPY instructions from the project: sources and destination."""
    lines = [line.split()[1:] for line in stages()[stage] if line.startswith("COPY ")]
    return [(words[:-1], words[-1]) for words in lines if not words[0].startswith("--from")]


def entrypoint() -> list[str]:
    """How every container begins."""
    line = next(line for line in stages()[STAGE] if line.startswith("ENTRYPOINT "))
    return list(json.loads(line.removeprefix("ENTRYPOINT ")))


def lay_out(folder: Path) -> None:
    """Make /app of the image in a folder: exactly the files that are copied, and the model."""
    for sources, destination in copied():
        for source in sources:
            origin = ROOT / source
            if origin.is_dir():
                unwanted = shutil.ignore_patterns("__pycache__")
                shutil.copytree(origin, folder / destination, ignore=unwanted)
            else:
                target = folder / destination
                target = target / origin.name if destination.endswith("/") else target
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(origin, target)
    (folder / "models").mkdir()
    model = os.path.realpath(ROOT / "models" / "rugwijzer.tar.gz")
    (folder / "models" / "rugwijzer.tar.gz").symlink_to(model)
