"""Every relative link and picture of every page leads somewhere, and no page is left out."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pytest

from .pages import ROOT, Page, files, page, pages

_LINK = re.compile(
    r"\[[^\]]*\]\(([^)\s]+)\)|<img [^>]*?src=\"([^\"]+)\"|<a [^>]*?href=\"([^\"]+)\""
)


def targets(source: Page) -> list[str]:
    return [next(filter(None, groups)) for groups in _LINK.findall(source.prose)]


def anchors(source: Page) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    found: list[str] = []
    for heading in re.findall(r"^#{1,6} +(.+)$", source.prose, re.M):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        found.append(re.sub(r"[^\w\- ]", "", plain.lower()).strip().replace(" ", "-"))
    return set(found)


@pytest.mark.parametrize("source", pages(), ids=lambda p: str(p.path))
def test_every_link_leads_somewhere(source: Page) -> None:
    lost = []
    for target in targets(source):
        parts = urlsplit(target)
        if parts.scheme:
            assert parts.scheme == "https" and "." in parts.netloc, target
            continue
        path = (ROOT / source.path).parent / unquote(parts.path) if parts.path else None
        name = str((path or ROOT / source.path).resolve().relative_to(ROOT))
        if name not in files() or (parts.fragment and parts.fragment not in anchors(page(name))):
            lost.append(target)
    assert lost == []


def test_every_picture_says_what_it_shows() -> None:
    silent = [(str(p.path), m) for p in pages() for m in re.findall(r"!\[\s*\]\([^)]*\)", p.prose)]
    silent += [
        (str(p.path), m)
        for p in pages()
        for m in re.findall(r"<img [^>]*>", p.prose)
        if not re.search(r'alt="[^"]{10,}"', m)
    ]
    assert silent == []


def test_every_page_of_docs_is_found_from_the_readme() -> None:
    readme = set(targets(page("README.md")))
    assert {f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")} - readme == set()


def test_every_picture_of_docs_is_shown() -> None:
    shown = {target.rpartition("/")[2] for p in pages() for target in targets(p)}
    assert {p.name for p in (ROOT / "docs" / "beelden").iterdir()} - shown == set()


def test_the_readme_is_short_and_begins_with_what_it_is() -> None:
    lines = (ROOT / "README.md").read_text("utf8").splitlines()
    assert len(lines) < 200
    start = "\n".join(lines[:20])
    assert "![" in start or "<img" in start
    assert "not a certified medical device" in start
