"""Tools that are no part of the assistant, run by uv from PyPI, each at the version that is named here."""

from __future__ import annotations

import os
import subprocess

import pytest

from scripts.tools import ROOT, TOOLS, command

#: Fetching one takes seconds; running one less.
_WAIT_S = 180
_OFFLINE = ("error sending request", "dns error", "Failed to fetch", "Could not connect")


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
            pytest.fail(f"{TOOLS[name]} kon niet worden opgehaald:\n{ended.stderr}")
        pytest.skip(f"{TOOLS[name]} kan zonder netwerk niet worden opgehaald")
    return ended


def passes(name: str, *arguments: str, **options: object) -> str:
    """Run a tool that must be content; its output."""
    ended = run(name, *arguments, **options)
    assert ended.returncode == 0, f"{name}:\n{ended.stdout}\n{ended.stderr}"
    return ended.stdout
