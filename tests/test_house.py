"""The house: every room is found, what is named exists, and the page of imports is the code's own."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from importlinter import api

from scripts import imports
from scripts.imports import ROOT
from tests.docs.pages import MADE_BY_READERS

#: What people read and what starts things.
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*"), *ROOT.glob(".github/**/*"), *ROOT.glob("d[eo]*/**/*"))
    if path.suffix in {".md", ".yml", ".yaml", ".service", ".sh"}
    or path.name in {"Makefile", "Dockerfile"}
)


def test_page_of_imports_is_that_of_the_code() -> None:
    assert imports.PAGE.read_text("utf8") == imports.page(imports.rooms())


def test_rooms_that_import_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="a, b"):
        imports.ordered({"a": Counter("b"), "b": Counter("a"), "c": Counter()})


def test_an_arrow_that_follows_from_others_is_left_out() -> None:
    found = {"a": Counter("bc"), "b": Counter("c"), "c": Counter()}
    assert imports.ordered(found) == ["a", "b", "c"]
    assert imports.essential(found, "a") == {"b"}


def test_no_module_stands_loose_beside_the_rooms() -> None:
    loose = {p.name for p in (ROOT / "rugwijzer").glob("*.py")} - {"__init__.py"}
    assert loose == set()


def test_every_room_is_on_the_page_of_the_architecture() -> None:
    page = (ROOT / "docs" / "architectuur.md").read_text("utf8")
    rooms = {p.parent.name for p in (ROOT / "rugwijzer").glob("*/__init__.py")}
    assert {room for room in rooms if f"rugwijzer/{room}" not in page} == set()


def test_every_room_but_those_of_rasa_is_kept_from_rasa() -> None:
    contracts = {c["name"]: c for c in api.read_configuration()["contracts_options"]}
    kept = contracts["Only nlu, channel and the start of Rasa know Rasa"]["source_modules"]
    rooms = {f"rugwijzer.{p.parent.name}" for p in (ROOT / "rugwijzer").glob("*/__init__.py")}
    assert rooms - set(kept) == {"rugwijzer.channel", "rugwijzer.nlu", "rugwijzer.run"}


@pytest.mark.parametrize("name", PAGES)
def test_every_module_and_path_that_is_named_exists(name: str) -> None:
    text = (ROOT / name).read_text("utf8")
    commands = re.findall(r"-m[ ,]+((?:rugwijzer|scripts|benchmarks)(?:\.\w+)+)", text)
    assert [m for m in commands if not _runs(m)] == []
    # Not after a slash: that is a folder of a server, an image or a site.
    paths = re.findall(r"(?<![\w/.@-])(?:rugwijzer|actions)/[a-z]\w*(?:/\w+)*(?:\.\w+)?", text)
    lost = [p for p in paths if not ((ROOT / p).exists() or (ROOT / "tests" / p).exists())]
    assert [p for p in lost if not MADE_BY_READERS.fullmatch(p)] == []


def _runs(module: str) -> bool:
    """Whether `python -m` finds something to run there."""
    path = ROOT / Path(*module.split("."))
    return path.with_suffix(".py").exists() or (path / "__main__.py").exists()
