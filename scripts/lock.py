"""`python -m scripts.lock`: whether uv.lock is the lock of pyproject.toml, as `uv sync --locked` wants it."""

from __future__ import annotations

import subprocess
import sys

from .tools import ROOT, uv


def main() -> int:
    """0 when it is; changes nothing."""
    return subprocess.run([uv(), "lock", "--check", "--quiet"], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
