"""Checks of data/faq: complete topics that fit with each other and with data/bronnen.yml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .facts import FactBook
from .files import read_yaml
from .problems import Problem
from .readability import words
from .topics import VERDICTS, Topic, parse_topic

TITLE_LENGTH = 24
TEXT_WORDS = 90
#: Groups of topics; an answer in one of REFERRING says when to see the GP.
THEMES = frozenset(
    {
        "behandeling",
        "bewegen",
        "ernstig",
        "feiten",
        "foto_en_scan",
        "hulpmiddelen",
        "medicijnen",
        "onderzoek",
        "oorzaak",
        "rug_en_slijtage",
    }
)
REFERRING = frozenset({"medicijnen", "foto_en_scan", "ernstig", "behandeling"})
_KEYS: Mapping[str, type] = {
    "kop": str,
    "oordeel": str,
    "thema": str,
    "verwant": list,
    "bronnen": list,
}
_KINDS: Mapping[type, str] = {str: "een tekst", list: "een lijst"}


def load_sound(folder: Path) -> tuple[dict[str, Topic], list[Problem]]:
    """The topics that are complete enough to check further, and what is wrong with the others."""
    topics: dict[str, Topic] = {}
    problems = []
    for path in sorted(folder.glob("*.yml")):
        found = list(_incomplete(path.stem, read_yaml(path)))
        if found:
            problems += found
        else:
            topics[path.stem] = parse_topic(path.stem, read_yaml(path))
    return topics, problems


def _incomplete(topic_id: str, raw: Any) -> Iterator[Problem]:
    file = f"data/faq/{topic_id}.yml"
    answer = f"utter_faq/{topic_id}"
    try:
        response = raw["responses"][answer][0]
        meta = response["metadata"]
    except (KeyError, TypeError, IndexError):
        yield Problem(
            file,
            f"er ontbreekt een antwoord: responses, daaronder {answer}, met text en metadata. "
            "Neem een ander onderwerp als voorbeeld.",
        )
        return
    yield from _missing(file, response, {"text": str}, "naast metadata")
    yield from _missing(file, meta, _KEYS, "onder metadata")
    for key in ("meer", "bron_meer"):
        if isinstance(meta, dict) and not isinstance(meta.get(key, ""), str):
            yield Problem(file, f"'{key}' moet een tekst zijn. Zet aanhalingstekens om de tekst.")
    sources = meta.get("bronnen") if isinstance(meta, dict) else None
    for source in sources if isinstance(sources, list) else []:
        yield from _missing(file, source, {"titel": str, "onderdeel": str}, "bij een bron")


def _missing(file: str, part: Any, keys: Mapping[str, type], place: str) -> Iterator[Problem]:
    if not isinstance(part, dict):
        yield Problem(file, f"{place} hoort een blok met {', '.join(keys)} te staan.")
        return
    for key, kind in keys.items():
        if not part.get(key):
            yield Problem(file, f"'{key}' ontbreekt of is leeg ({place}). Vul het in.")
        elif not isinstance(part[key], kind):
            yield Problem(file, f"'{key}' moet {_KINDS[kind]} zijn ({place}).")


def check_topics(topics: Mapping[str, Topic]) -> Iterator[Problem]:
    """Verdict, theme, related topics, title, length, sources and the referral to the GP."""
    for topic_id, topic in topics.items():
        file = f"data/faq/{topic_id}.yml"
        yield from _check_choices(file, topic)
        yield from _check_related(file, topic, topics)
        yield from _check_texts(file, topic)
    yield from _check_unique(topics)


def _check_choices(file: str, topic: Topic) -> Iterator[Problem]:
    for key, value, known in (
        ("oordeel", topic.verdict, VERDICTS),
        ("thema", topic.theme, THEMES),
    ):
        if value not in known:
            yield Problem(file, f"onbekend {key} '{value}'. Kies uit: {', '.join(sorted(known))}.")


def _check_related(file: str, topic: Topic, topics: Mapping[str, Topic]) -> Iterator[Problem]:
    for other in topic.related:
        if other == topic.id:
            yield Problem(
                file, "het onderwerp staat bij 'verwant' van zichzelf. Haal het daar weg."
            )
        elif other not in topics:
            yield Problem(
                file,
                f"'verwant' noemt '{other}', maar data/faq/{other}.yml is er niet of is niet "
                "compleet. Verbeter de naam.",
            )


def _check_texts(file: str, topic: Topic) -> Iterator[Problem]:
    if len(topic.title) > TITLE_LENGTH:
        yield Problem(
            file,
            f"kop '{topic.title}' heeft {len(topic.title)} tekens. Op een knop passen er "
            f"{TITLE_LENGTH}: maak de kop korter.",
        )
    for place, text in (("het antwoord", topic.text), ("'meer'", topic.more)):
        if len(words(text)) > TEXT_WORDS:
            yield Problem(
                file,
                f"{place} heeft {len(words(text))} woorden, hoogstens {TEXT_WORDS} mag. Kort het in.",
            )
    if topic.more and not topic.more_source:
        yield Problem(file, "'meer' heeft geen bron. Vul 'bron_meer' in.")
    if topic.theme in REFERRING and "huisarts" not in topic.text.lower():
        yield Problem(
            file,
            f"het antwoord noemt de huisarts niet, en dat moet bij het thema {topic.theme}. Schrijf "
            "erbij wanneer iemand de huisarts belt of raadpleegt.",
        )


def _check_unique(topics: Mapping[str, Topic]) -> Iterator[Problem]:
    by_title = defaultdict(list)
    for topic_id, topic in topics.items():
        by_title[topic.title.casefold()].append(topic_id)
    for first, *others in by_title.values():
        for other in others:
            yield Problem(
                f"data/faq/{other}.yml",
                f"de kop '{topics[other].title}' staat ook in data/faq/{first}.yml. Kies een andere.",
            )


def check_agreement(topics: Mapping[str, Topic], book: FactBook) -> Iterator[Problem]:
    """The topics and verdicts of data/bronnen.yml against those of data/faq."""
    for topic_id in book.topics:
        if topic_id not in topics:
            yield Problem(
                f"data/faq/{topic_id}.yml",
                "dit onderwerp staat in data/bronnen.yml, maar het bestand is er niet of is niet "
                "compleet. Een onderwerp hernoemen of weglaten mag niet.",
            )
    for topic_id, topic in topics.items():
        agreed = book.topics.get(topic_id)
        if not agreed:
            yield Problem(
                f"data/faq/{topic_id}.yml",
                "dit onderwerp staat niet in data/bronnen.yml. Zet het daar bij, met oordeel, bron "
                "en feiten.",
            )
        elif agreed.verdict != topic.verdict:
            yield Problem(
                f"data/faq/{topic_id}.yml",
                f"het oordeel is '{topic.verdict}', maar in data/bronnen.yml is dat "
                f"'{agreed.verdict}'. Maak ze gelijk.",
            )
