"""docs/website.md names everything that a site can set, hear and call, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "web"
DOC = (ROOT / "docs" / "website.md").read_text("utf8")
COMPONENT = sorted(WEB.glob("*.js"))
STYLES = "\n".join((WEB / name).read_text("utf8") for name in ("chat.css", "windows.css"))
CODE = "\n".join(path.read_text("utf8") for path in COMPONENT)
ELEMENT = (WEB / "rugwijzer.js").read_text("utf8")


def _table(head: str) -> set[str]:
    """The words in code style in the first column of the table that begins with `head`."""
    lines = DOC[DOC.index(f"| {head} |") :].split("\n\n")[0].splitlines()[2:]
    return {word for line in lines for word in re.findall(r"`([^`]+)`", line.split(" | ")[0])}


def test_every_attribute() -> None:
    used = set(re.findall(r'(?:getAttribute|#one)\("([a-z-]+)"', ELEMENT))
    assert _table("attribuut") == used


def test_every_variable() -> None:
    assert _table("variabele") == set(re.findall(r"var\((--rw-[a-z-]+)", STYLES))


def test_every_event() -> None:
    direct = set(re.findall(r'emit\("([a-z]+)"', CODE))
    either = set(re.findall(r'emit\(\w+ \? "([a-z]+)" : "([a-z]+)"\)', CODE).pop())
    assert _table("gebeurtenis") == {f"rugwijzer:{name}" for name in direct | either}


def test_every_method() -> None:
    public = re.findall(r"^  (?!#|connected|disconnected)([a-z]\w*)\((\w*)\) \{", ELEMENT, re.M)
    assert _table("methode") == {f"{name}({argument})" for name, argument in public}


def test_every_text() -> None:
    source = (WEB / "texts.js").read_text("utf8")
    body = source[source.index("TEXTS = {") : source.index("\n};")]
    assert _table("tekst") == set(re.findall(r"^  (\w+):", body, re.M))


def test_every_text_is_used() -> None:
    source = (WEB / "texts.js").read_text("utf8")
    rest = CODE.replace(source, "")
    unused = [name for name in _table("tekst") if not re.search(rf"\b{name}\b", rest)]
    assert unused == []


def test_the_defaults_of_the_colours() -> None:
    colours = dict(re.findall(r"var\((--rw-[a-z-]+), (#[0-9a-f]{6})\)", STYLES))
    for line in DOC.splitlines():
        names, _, rest = line.partition(" | ")
        values = re.findall(r"`(#[0-9a-f]{6})`", rest.split(" | ")[0])
        if values:
            assert [colours[name] for name in re.findall(r"`(--rw-[a-z-]+)`", names)] == values


def test_the_page_fetches_every_part_at_once() -> None:
    """Without this the browser finds the parts one after another, each a round trip later."""
    text = (WEB / "index.html").read_text("utf8")
    preloaded = set(re.findall(r'rel="modulepreload" href="/web/([a-z]+\.js)"', text))
    assert preloaded == {path.name for path in COMPONENT}
