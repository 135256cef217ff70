"""What is done with each kind of code block.

sh         read by bash; every command is the project's or a named tool of the machine; make's
           targets and variables, `python -m` with its options (test_commands.py), paths and
           settings (test_inventory.py) exist; commands without consequences are run
python     compiled, every import is resolved; recepten.md and channel.md are run
yaml       read; recepten.md is carried out on a copy
json, js   read by Python and by the node that Playwright brings
html       its element, attributes and JSON are those of the chat
mermaid    a known kind of diagram, every node of an arrow has a name
text       the output of the block before it, compared where that is run
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import json
import os
import re
import subprocess
import sys

import pytest
import yaml

from .pages import ROOT, Block, blocks
from .shell import commands

LANGUAGES = {"sh", "python", "yaml", "json", "html", "js", "mermaid", "text"}
#: Programs of the machine that a page may name, and words of the shell itself.
OUTSIDE = {
    *("sudo", "docker", "systemctl", "journalctl", "systemd-run", "helm", "kubectl", "git"),
    *("cp", "cat", "mkdir", "tee", "printf", "sh", "cd", "export", "grep", "rm", "."),
    *("createuser", "createdb", "psql"),
}
#: Commands of the project, or of what it installs.
OWN = {"make", "python", "rasa", "uv", "deploy/geheimen.sh", "./geheimen.sh"}


def ids(block: Block) -> str:
    return str(block)


def test_every_block_says_its_language() -> None:
    assert [str(b) for b in blocks() if b.language not in LANGUAGES] == []


@pytest.mark.parametrize("block", blocks("sh"), ids=ids)
def test_shell_is_read_by_bash_and_names_known_commands(block: Block) -> None:
    read = subprocess.run(["bash", "-n"], input=block.text, capture_output=True, text=True)
    assert read.returncode == 0, read.stderr
    unknown = {words[0] for words in commands(block.text)} - OUTSIDE - OWN
    assert unknown == set()


def test_what_has_no_consequences_is_run() -> None:
    harmless = [
        # What stands before it says where: 'docker compose exec portal python ...'.
        words[words.index("python") + 1 :]
        for block in blocks("sh")
        for words in commands(block.text)
        if words[:2] == ["python", "-c"] or words[-2:] == ["store", "nieuwe-sleutel"]
    ]
    assert harmless
    for words in harmless:
        ran = subprocess.run(
            [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert len(ran.stdout.strip()) >= 40


def test_every_command_of_rasa_is_one_of_rasa() -> None:
    found = [w[1:] for b in blocks("sh") for w in commands(b.text) if w[0] == "rasa"]
    assert len(found) >= 5
    # In a process of its own and without TensorFlow, which takes Rasa most of its time to import.
    program = (
        "import json, sys; from rugwijzer.run.light_rasa import leave_out_tensorflow as leave; leave();"
        "from rasa.__main__ import create_argument_parser as make; parser = make();"
        "[parser.parse_args(words) for words in json.loads(sys.argv[1])]"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, json.dumps(found)],
        cwd=ROOT,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr[-500:]


@pytest.mark.parametrize("block", blocks("python"), ids=ids)
def test_python_compiles_and_imports_what_exists(block: Block) -> None:
    tree = ast.parse(block.text, str(block))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                assert importlib.util.find_spec(name.name), name.name
        elif isinstance(node, ast.ImportFrom):
            name, room = "." * node.level + str(node.module), _room(block)
            module = importlib.import_module(name, room)
            assert [n.name for n in node.names if not hasattr(module, n.name)] == []


def _room(block: Block) -> str | None:
    """The package of the file that a block says it is."""
    file = re.match(r"# ([\w/]+)/\w+\.py\n", block.text)
    return file.group(1).replace("/", ".") if file else None


def test_a_page_trains_rasa_as_the_project_does() -> None:
    """Rasa's cache knows the source of a component, not of what it calls."""
    trained = [w for b in blocks("sh") for w in commands(b.text) if w[:2] == ["rasa", "train"]]
    assert trained and all("--force" in words for words in trained)


@pytest.mark.parametrize("block", blocks("yaml"), ids=ids)
def test_yaml_can_be_read(block: Block) -> None:
    # A block that goes into a file begins with a comment and may be indented there.
    assert yaml.safe_load(block.text)


@pytest.mark.parametrize("block", blocks("json", "js", "html"), ids=ids)
def test_the_front_end_of_another_site_can_be_read(block: Block) -> None:
    if block.language == "json":
        json.loads(block.text)
    elif block.language == "js":
        from playwright._impl._driver import compute_driver_executable

        node = compute_driver_executable()[0]
        read = subprocess.run(
            [str(node), "--check", "--input-type=module", "-"],
            input=block.text,
            capture_output=True,
            text=True,
        )
        assert read.returncode == 0, read.stderr
    else:
        element = (ROOT / "web" / "rugwijzer.js").read_text("utf8")
        known = set(re.findall(r'(?:getAttribute|#one)\("([a-z-]+)"', element))
        used = re.findall(r"<rugwijzer-chat([^>]*)>", block.text)
        assert used
        assert {name for tag in used for name in re.findall(r'([a-z-]+)="', tag)} <= known
        for inside in re.findall(
            r'<script type="application/json">(.*?)</script>', block.text, re.S
        ):
            texts = (ROOT / "web" / "texts.js").read_text("utf8")
            assert [key for key in json.loads(inside) if f"\n  {key}:" not in texts] == []


@pytest.mark.parametrize("block", blocks("mermaid"), ids=ids)
def test_a_diagram_is_complete(block: Block) -> None:
    kind, *lines = block.text.splitlines()
    assert re.fullmatch(r"flowchart (LR|TB|TD)|sequenceDiagram|stateDiagram-v2", kind)
    assert lines
    for opened, closed in ("()", "[]", "{}"):
        text = block.text.replace("-)", "")
        assert text.count(opened) == text.count(closed)
    if kind == "sequenceDiagram":
        known = set(re.findall(r"participant (\w+) as", block.text))
        used = re.findall(r"^\s*(\w+)--?>>[+-]?(\w+):", block.text, re.M)
        assert used
        assert {name for pair in used for name in pair} == known
    elif kind.startswith("flowchart"):
        named = set(re.findall(r"\b([A-Z]\w*)[\[\{\(]", block.text))
        arrows = re.findall(r"^\s*(\w+)\b.*?(?:-->|-\.->)(?:\|[^|]*\|)? *(\w+)", block.text, re.M)
        assert arrows
        # A capital stands for a name that is given once; a word is its own.
        used = {name for pair in arrows for name in pair}
        assert {name for name in used if name[0].isupper()} <= named
