"""What exists is on a page, and what a page names exists: settings, content, files, figures."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from rugwijzer.gateway.openapi import document
from rugwijzer.knowledge.flag_checks import read_flags
from rugwijzer.settings import PREFIX, Settings, environment_names
from rugwijzer.triage import FlagBook, Triage
from rugwijzer.triage.context import REASONS
from scripts import content_page

from .pages import MADE_BY_READERS, ROOT, files, page, pages, table_rows

SETTINGS = page("docs/instellingen.md")
CONTENT = page("docs/inhoud.md")
_OWN = re.compile(r"\bRUGWIJZER_[A-Z0-9_]+\b")
#: What a laptop makes up itself, as the table says it.
_MADE = {
    "secret": "laptop: willekeurig",
    "engine_secret": "laptop: willekeurig",
    "worker_secret": "make start: willekeurig",
    "store_keys": "laptop: `var/sleutels.json`",
    "lookup_key": "laptop: `var/sleutels.json`",
}
_ROOTS = "actions|benchmarks|data|deploy|docs|models|rugwijzer|scripts|tests|web"


def default(name: str, value: object) -> str:
    """A default as the table shows it."""
    if name in _MADE:
        return _MADE[name]
    if isinstance(value, bool):
        return "`ja`" if value else "`nee`"
    return f"`{value}`" if value not in ("", ()) else "leeg"


def test_every_setting_is_in_the_table_with_its_line_and_its_default() -> None:
    lines = environment_names()
    expected = [
        [f"`{PREFIX}{f.name.upper()}`", default(f.name, f.default), lines[PREFIX + f.name.upper()]]
        for f in fields(Settings)
    ]
    assert table_rows(SETTINGS.text, "variabele") == expected


def test_every_variable_that_the_project_reads_is_on_the_page_and_no_other() -> None:
    code = [
        path
        for path in files()
        if path.endswith((".py", ".yml", ".yaml", ".sh", "@.service", ".env", "Dockerfile"))
    ]
    read = {name for path in code for name in _OWN.findall((ROOT / path).read_text("utf8"))}
    part = SETTINGS.text.split("### Niet van de gateway")[1].split("\n## ")[0]
    others = set(_OWN.findall(part))
    assert others == read - set(environment_names())


def test_no_page_names_a_variable_that_nobody_reads() -> None:
    known = set(_OWN.findall(SETTINGS.text))
    assert {n for p in pages() for n in _OWN.findall(p.text) if n not in known} == set()


def test_the_page_of_content_is_the_one_that_is_made() -> None:
    assert CONTENT.text == content_page.text()


def test_every_topic_flag_and_intent_is_on_the_page_of_content() -> None:
    """What the page is made with could forget one as well, so they are counted here apart."""
    shown = set(re.findall(r"^\| `([^`]+)` \|", CONTENT.text, re.M))
    topics = {path.stem for path in (ROOT / "data" / "faq").glob("*.yml")}
    flags = {flag.id for flag in read_flags(ROOT / "data" / "red_flags")}
    intents = set(yaml.safe_load((ROOT / "domain.yml").read_text("utf8"))["intents"])
    split = {
        f"{kind}/{path.stem}"
        for kind in ("praat", "buiten")
        for path in (ROOT / "data" / kind).glob("*.yml")
    }
    intents = (intents - {"faq", "praat", "buiten"}) | split | {"faq/<onderwerp>"}
    assert shown == topics | flags | intents


#: Ids of flags, read by code.
_NO_TEXT = {"een_ontkenning"}


def leaves(content: object) -> list[str]:
    if isinstance(content, str):
        return [content]
    parts = content.values() if isinstance(content, dict) else content
    return [text for part in parts if not isinstance(part, int) for text in leaves(part)]  # type: ignore[attr-defined]


def test_what_patients_are_asked_is_on_the_page_of_content() -> None:
    page = CONTENT.text.replace("<br>", "\n")
    texts = yaml.safe_load((ROOT / "data" / "red_flags" / "vragenlijst.yml").read_text("utf8"))
    said = leaves({key: part for key, part in texts.items() if key not in _NO_TEXT})
    assert len(said) > 50
    assert [text for text in said if text not in page] == []
    flags = read_flags(ROOT / "data" / "red_flags")
    assert [f.id for f in flags if f.raw["controle"] not in page] == []


def test_what_counts_all_the_same_is_on_the_page_of_content() -> None:
    book = FlagBook.load(ROOT / "data" / "red_flags")
    told = {row[0].strip("`"): row[3] for row in table_rows(CONTENT.text, "alarmsignaal")}
    assert set(content_page.REASONS) == set(REASONS)
    for flag in book.flags.values():
        words = [content_page.REASONS[r] for r in REASONS if r in flag.ignores]
        assert sorted(told[flag.id].split(", ")) == sorted(words or ["-"])


@pytest.mark.parametrize(
    ("pattern", "known"),
    [
        (r"\bfaq/(\w+)", {p.stem for p in (ROOT / "data" / "faq").glob("*.yml")}),
        (r"\bpraat/(\w+)", {p.stem for p in (ROOT / "data" / "praat").glob("*.yml")}),
        (r"\bbuiten/(\w+)", {p.stem for p in (ROOT / "data" / "buiten").glob("*.yml")}),
        (r"^(action_\w+|validate_\w+)$", set(content_page.domain()["actions"])),
        (r"^(kies_\w+|EXTERNAL_\w+)$", set(content_page.domain()["intents"])),
    ],
    ids=["topics", "small talk", "out of scope", "actions", "intents"],
)
def test_content_that_a_page_names_exists(pattern: str, known: set[str]) -> None:
    spans = [
        (str(p.path), span)
        for p in pages()
        for span in p.spans()
        if not MADE_BY_READERS.search(span)
    ]
    named = [(path, name) for path, span in spans for name in re.findall(pattern, span)]
    assert named
    assert [found for found in named if found[1] not in known] == []


def test_the_readme_counts_right_and_its_examples_do_what_it_says() -> None:
    text = " ".join(page("README.md").text.split())
    topics = len(list((ROOT / "data" / "faq").glob("*.yml")))
    flags = len(read_flags(ROOT / "data" / "red_flags"))
    assert f"{topics} topics from reviewed texts" in text
    assert f"watches every message for {flags} alarm signals" in text
    [alarm] = re.findall(r"type '([^']+)'", text)
    assert Triage.load(ROOT / "data" / "red_flags").assess(alarm).outcome == "escalate"


def test_every_figure_that_a_page_names_is_in_the_table_of_figures() -> None:
    table = {row[0].strip("`") for row in table_rows(page("docs/meten.md").text, "cijfer")}
    named = {
        (str(p.path), span)
        for p in pages()
        for span in p.spans()
        if re.fullmatch(r"rugwijzer_[a-z_]+", span)
    }
    assert {found for found in named if found[1] not in table} == set()


def _paths(text: str) -> list[str]:
    found = re.findall(rf"(?<![\w/.-])((?:{_ROOTS})/[\w./@*-]*)", text)
    return [path.rstrip("./") for path in found if not MADE_BY_READERS.search(path)]


@pytest.mark.parametrize("source", pages(), ids=lambda p: str(p.path))
def test_every_file_that_a_page_names_exists(source: Path) -> None:
    texts = [*source.spans(), *(b.text for b in source.blocks())]  # type: ignore[attr-defined]
    folders = {str(parent) for name in files() for parent in Path(name).parents}
    #: Made by a person or a run, so in no commit.
    made = re.compile(
        r"models/rugwijzer\.tar\.gz|deploy/(backups|certificaten|geheimen)|models/nl_core_news_sm/"
        r"|models$|web/rugwijzer\.js|docs/recepten\.md|rugwijzer/geheimen|rugwijzer/rugwijzer\.env"
        r"|models/\*"
    )
    lost = []
    for text in texts:
        for path in _paths(text):
            exists = path in files() or path in folders or any(Path(f).match(path) for f in files())
            if not exists and not made.search(path):
                lost.append(path)
    assert lost == []


def test_every_module_named_without_its_folder_exists() -> None:
    known = {Path(name).name for name in files()}
    named = {
        (str(p.path), span)
        for p in pages()
        for span in p.spans()
        if re.fullmatch(r"\w+\.(?:py|js|css|sh)", span)
    }
    assert len(named) > 10
    assert {found for found in named if found[1] not in known} - _EXAMPLES == set()


#: Files of a recipe, which a reader makes.
_EXAMPLES = {("docs/channel.md", "practice_app.py")}


def test_every_name_that_a_page_places_in_a_module_is_there() -> None:
    """As in: `_SWITCHES` of `rugwijzer/settings/whole.py`."""
    placed = re.compile(r"`(\w+)(?:\(\))?`\s+(?:of|in|van|uit)\s+`([\w/]+\.py)`")
    found = [(str(p.path), *names) for p in pages() for names in placed.findall(p.prose)]
    assert ("docs/channel.md", "_SWITCHES", "rugwijzer/settings/whole.py") in found
    lost = [
        (where, name, path)
        for where, name, path in found
        if not re.search(rf"\b{name}\b", (ROOT / path).read_text("utf8"))
    ]
    assert lost == []


def test_every_address_of_the_api_that_a_page_names_is_served() -> None:
    served = set(document()["paths"]) | {"/api/v1/openapi.json"}
    named = {
        (str(p.path), address)
        for p in pages()
        for address in re.findall(r"(/api/v1/[\w./-]*\w)", p.text)
    }
    assert named
    assert {found for found in named if found[1] not in served} == set()
