"""One version: that of pyproject.toml. Everything that names it again agrees."""

from __future__ import annotations

import re

import pytest
import yaml

from scripts.release import version
from scripts.tools import ROOT

VERSION = version()


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf8")


def test_it_is_a_version() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)


def test_the_chart_and_the_app_in_it() -> None:
    chart = yaml.safe_load(text("deploy/helm/rugwijzer/Chart.yaml"))
    assert (chart["version"], chart["appVersion"]) == (VERSION, VERSION)


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("deploy/compose.yml", r"rugwijzer:\$\{RUGWIJZER_VERSION:-([^}]+)\}"),
        ("deploy/Dockerfile", r"-t rugwijzer:(\S+)"),
        ("uv.lock", r'name = "rugwijzer"\nversion = "([^"]+)"'),
    ],
)
def test_the_images_and_the_lock(name: str, pattern: str) -> None:
    assert set(re.findall(pattern, text(name))) == {VERSION}


def test_the_changelog_tells_of_it() -> None:
    """Released with its date, or as what [Unreleased] becomes; nothing in it is newer."""
    log = text("CHANGELOG.md")
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", log, re.MULTILINE)
    assert released[:1] == [VERSION] or f"Becomes {VERSION}." in log
    parts = [tuple(map(int, v.split("."))) for v in (VERSION, *released)]
    assert max(parts) == parts[0]
