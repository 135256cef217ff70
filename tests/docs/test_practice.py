"""docs/praktijk.md: plain Dutch, what it quotes is really on a screen, and nobody is left out."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from rugwijzer.gateway.waiting_room.desk import SEEN_TEXT
from rugwijzer.knowledge.readability import (
    AVERAGE_WORDS,
    FLOOR,
    LONGEST_SENTENCE,
    score,
    sentences,
    words,
)
from rugwijzer.settings import Settings

from .pages import ROOT, page

PAGE = page("docs/praktijk.md")


def plain() -> str:
    """What is read as sentences: no pictures, tables, links or marks."""
    text = re.sub(r"!\[.*?\]\(.*?\)", "", PAGE.prose)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    lines = [line for line in text.splitlines() if not line.lstrip().startswith(("|", "#"))]
    # Lines that were broken to fit are one again; a new item or paragraph ends a sentence.
    joined = re.sub(r"\n(?!\s*(?:[-*>]|\d+\.) |\s*\n)\s*", " ", "\n".join(lines))
    return re.sub(r"(?m)^\s*(?:[-*>]|\d+\.) ", "", joined.replace("\n> ", " ")).replace("**", "")


def test_it_is_as_easy_as_the_answers_to_patients() -> None:
    lengths = {sentence: len(words(sentence)) for sentence in sentences(plain())}
    assert {s: n for s, n in lengths.items() if n > LONGEST_SENTENCE} == {}
    assert sum(lengths.values()) / len(lengths) <= AVERAGE_WORDS
    assert score(plain()) >= FLOOR


def screens() -> str:
    """All that the screens can say, on one line."""
    files = chain(
        (ROOT / "web").rglob("*.js"),
        (ROOT / "web").rglob("*.html"),
        (ROOT / "rugwijzer" / "portal").rglob("*.html"),
        (ROOT / "rugwijzer" / "portal").glob("*.py"),
        (ROOT / "rugwijzer" / "gateway").rglob("*.py"),
        (ROOT / "data").glob("whatsapp.yml"),
    )
    text = " ".join(path.read_text("utf8") for path in files)
    return re.sub(r'"\s+f?"|\s+', lambda m: "" if '"' in m.group() else " ", text)


def test_every_text_in_quotes_is_on_a_screen() -> None:
    """What staff says aloud stands in a block quote."""
    own = "\n".join(line for line in PAGE.prose.splitlines() if not line.startswith(">"))
    quoted = {" ".join(q.split()) for q in re.findall(r"(?<!\w)'([^']{3,}?)'(?!\w)", own)}
    assert len(quoted) > 15
    shown = screens()
    assert {text for text in quoted if text.rstrip(".") not in shown} == set()


@pytest.mark.parametrize(
    "heading",
    [
        *("Wat Rugwijzer is", "Wat Rugwijzer niet is", "De tablet in de wachtkamer"),
        *("Er komt een alarm bij de balie", "Een uitnodiging voor opvolging"),
        *("Wat u tegen patiënten zegt", "Privacy", "Als het niet werkt"),
        *("Een fout antwoord of een gemist signaal", "Het kaartje voor aan de balie"),
    ],
)
def test_each_part_is_there(heading: str) -> None:
    assert f"\n## {heading}\n" in PAGE.text


def test_its_facts_are_those_of_the_software() -> None:
    settings = Settings()
    assert settings.conversation_keep_days == 30
    assert "30 dagen op de computer" in PAGE.text
    assert settings.tablet_idle_s == 60
    assert "na een minuut stilte" in PAGE.text
    assert SEEN_TEXT.startswith("De balie heeft uw melding gezien. Blijf bij de balie.")
    assert "REPEAT_MS = 15000;" in (ROOT / "web" / "desk" / "desk.js").read_text("utf8")
    assert "elke 15 seconden" in PAGE.text
