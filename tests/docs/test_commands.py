"""Every command that a page names can be given as it stands there, and every command is named."""

from __future__ import annotations

import argparse
import re
import runpy
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import pytest

from .pages import ROOT, blocks, page, pages, table_rows
from .shell import PLACEHOLDERS, commands

REFERENCE = page("docs/instellingen.md")
#: Started by a program of the project, never by a person.
INTERNAL = {"benchmarks.nlu.worker", "benchmarks.followup_worker", "benchmarks.serving.stock"}
#: Their command line is that of another program, or of make.
OTHERS = {"pytest", "rugwijzer.run.light_rasa", "benchmarks.nlu", "benchmarks.serving"}


class Parsed(Exception):
    """The command line was read; nothing of the command was done."""


def spans() -> list[str]:
    """Every command in code style outside a block."""
    found = [span for p in pages() for span in p.spans()]
    return [span for span in found if re.match(r"(make|python|\.venv/bin/python) ", span)]


def named() -> set[tuple[str, ...]]:
    """The words of every command on a page; `docker compose exec` and the like are left out."""
    lines = [words for b in blocks("sh") for words in commands(b.text)]
    lines += [words for span in spans() for words in commands(span)]
    return {tuple(_inner(words)) for words in lines}


def _inner(words: list[str]) -> list[str]:
    starts = [i for i, word in enumerate(words) if word == "python" or word.endswith("/python")]
    return ["python", *words[starts[-1] + 1 :]] if starts else words


def modules() -> set[tuple[str, ...]]:
    """Every `python -m` with its arguments."""
    return {words[2:] for words in named() if words[:2] == ("python", "-m")}


def read(module: str, *arguments: str, monkeypatch: pytest.MonkeyPatch) -> argparse.ArgumentParser:
    """Let a command read its command line with its own parser, and stop there."""
    held: list[argparse.ArgumentParser] = []
    parse = argparse.ArgumentParser.parse_args

    def stop(parser: argparse.ArgumentParser, args: Any = None, namespace: Any = None) -> NoReturn:
        held.append(parser)
        # Without an argument that it needs a command is named in a table, not written out to be run.
        if arguments:
            parse(parser, args, namespace)
        raise Parsed

    with monkeypatch.context() as patch:
        patch.setattr(argparse.ArgumentParser, "parse_args", stop)
        patch.setattr(sys, "argv", [module, *arguments])
        for name in (module, f"{module}.__main__"):
            # So that it is run anew; what it imports stays.
            patch.delitem(sys.modules, name, raising=False)
        with pytest.raises(Parsed):
            runpy.run_module(module, run_name="__main__")
    return held[0]


def has_parser(module: str) -> bool:
    path = source(module)
    text = path.read_text("utf8")
    # The command of a folder may stand in a module of its own.
    beside = [
        path.with_name(f"{name}.py") for name in re.findall(r"from \.(\w+) import main", text)
    ]
    return any("ArgumentParser" in one.read_text("utf8") for one in (path, *beside))


def source(module: str) -> Path:
    spec = find_spec(module)
    assert spec, f"there is no module {module}"
    if spec.submodule_search_locations:
        spec = find_spec(f"{module}.__main__")
        assert spec, f"{module} cannot be run"
    assert spec.origin
    return Path(spec.origin)


def runnable() -> set[str]:
    """Every module of the project that a person may run."""
    found = set()
    for top in ("rugwijzer", "scripts"):
        for path in (ROOT / top).rglob("*.py"):
            if 'if __name__ == "__main__"' in path.read_text("utf8"):
                parts = path.relative_to(ROOT).with_suffix("").parts
                found.add(".".join(parts[:-1] if parts[-1] == "__main__" else parts))
    return found - INTERNAL


@pytest.mark.parametrize("words", sorted(modules()), ids=" ".join)
def test_a_command_of_python_reads_what_the_page_gives_it(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    module, *arguments = words
    if module in OTHERS:
        assert find_spec(module)
    elif has_parser(module):
        read(module, *arguments, monkeypatch=monkeypatch)
    else:
        assert arguments == []
        assert 'if __name__ == "__main__"' in source(module).read_text("utf8")


def reference() -> dict[str, str]:
    """The modules of the table of commands, each with its row."""
    rows = [
        " ".join(row)
        for row in table_rows(REFERENCE.text.split("## Opdrachten van Python")[1], "opdracht")
    ]
    return {re.findall(r"python -m ([\w.]+)", row)[0]: row for row in rows}


def test_every_module_that_can_be_run_is_in_the_table() -> None:
    assert set(reference()) == runnable()


@pytest.mark.parametrize("module", sorted(m for m in runnable() if has_parser(m)))
def test_every_option_of_a_command_is_in_its_row(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parser = read(module, monkeypatch=monkeypatch)
    expected = set()
    for action in parser._actions:
        if action.option_strings:
            expected.add(action.option_strings[-1])
        elif isinstance(action, argparse._SubParsersAction) or isinstance(action.choices, tuple):
            expected |= set(action.choices or ())
    row = reference()[module]
    assert {name for name in expected - {"--help"} if f"`{name}`" not in row} == set()
    written = set(re.findall(r"`(--[a-z-]+)`", row))
    assert written <= expected


@cache
def targets() -> dict[str, str]:
    """Every target of the Makefile that does something, with its line of `make help` or ''."""
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = dict(re.findall(r"^([a-z][\w<>-]*)\s+(.*)$", shown.stdout, re.M))
    assert len(found) > 8
    # What make itself makes of the file, so that a list of names or a pattern is written out.
    database = subprocess.run(
        ["make", "--print-data-base", "--question", "--no-builtin-rules", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout
    measured = set(re.findall(r"^(benchmark-[a-z]+):", database, re.M))
    assert len(measured) > 5
    return {name: found.get(name, "") for name in {*found, *measured}}


def test_every_target_of_make_is_in_the_tables_and_the_other_way_round() -> None:
    part = REFERENCE.text.split("## Opdrachten van make")[1].split("\n## ")[0]
    general = {row[0].strip("`").removeprefix("make ") for row in table_rows(part, "opdracht")}
    measured = {row[0].strip("`") for row in table_rows(part, "meting")}
    one_line = "benchmark-<naam>"
    assert general | measured == {*targets(), one_line}


def test_every_target_that_a_page_names_exists() -> None:
    wrong = []
    for words in named():
        if words[:1] == ("make",):
            plain = [w for w in words[1:] if "=" not in w]
            wrong += [w for w in plain if w not in targets()]
    assert wrong == []


def test_every_variable_of_make_that_a_page_names_is_read() -> None:
    makefile = (ROOT / "Makefile").read_text("utf8")
    names = {w.partition("=")[0] for c in named() if c[:1] == ("make",) for w in c[1:] if "=" in w}
    names |= {s[:-1] for p in pages() for s in p.spans() if re.fullmatch(r"[A-Z]{3,}=", s)}
    assert len(names) > 5
    assert {name for name in names if not re.search(rf"\b{name}\b", makefile)} == set()


def test_placeholders_are_explained_by_their_name() -> None:
    written = {m for p in pages() for s in p.spans() for m in re.findall(r"<[a-z]+>", s)}
    in_commands = {m for s in spans() for m in re.findall(r"<[a-z ]+>", s)}
    assert in_commands <= set(PLACEHOLDERS)
    assert written
