"""The topics: answer, verdict, sources and related topics of data/faq/<id>.yml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .files import ContentError, read_yaml

#: What a verdict may be, as in the catalogue.
VERDICTS = frozenset({"bewezen", "klein_effect", "niet_bewezen", "werkt_niet", "mythe", "uitleg"})


@dataclass(frozen=True)
class Source:
    """Where an answer comes from: a document and the chapter in it."""

    title: str
    section: str


@dataclass(frozen=True)
class Topic:
    """One topic of the catalogue with its reviewed texts.

    `title` fits on a button (24 characters). `more` and `more_source` are the nuance from guidelines
    or trials, empty when there is none.
    """

    id: str
    title: str
    text: str
    verdict: str
    sources: tuple[Source, ...]
    related: tuple[str, ...]
    theme: str
    more: str = ""
    more_source: str = ""


class Topics(Mapping[str, Topic]):
    """All topics by id."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        """Take parsed topics; see load."""
        self._topics = dict(topics)

    @classmethod
    def load(cls, folder: Path) -> Topics:
        """Read data/faq; raises ContentError when a file is not complete."""
        paths = sorted(folder.glob("*.yml"))
        if not paths:
            raise ContentError(f"geen onderwerpen gevonden in {folder}")
        return cls({path.stem: parse_topic(path.stem, read_yaml(path)) for path in paths})

    def __getitem__(self, key: str) -> Topic:
        return self._topics[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._topics)

    def __len__(self) -> int:
        return len(self._topics)


def parse_topic(topic_id: str, raw: Any) -> Topic:
    """The topic in a parsed data/faq file; raises ContentError naming what is missing."""
    try:
        response = raw["responses"][f"utter_faq/{topic_id}"][0]
        meta = response["metadata"]
        return Topic(
            id=topic_id,
            title=meta["kop"],
            text=response["text"].strip(),
            verdict=meta["oordeel"],
            sources=tuple(Source(s["titel"], s["onderdeel"]) for s in meta["bronnen"]),
            related=tuple(meta["verwant"]),
            theme=meta["thema"],
            more=meta.get("meer", "").strip(),
            more_source=meta.get("bron_meer", ""),
        )
    except (KeyError, TypeError, IndexError) as error:
        raise ContentError(f"data/faq/{topic_id}.yml: er ontbreekt {error}") from error
