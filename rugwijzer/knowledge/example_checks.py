"""Checks of the example messages: enough of them, from enough voices, and none twice."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from .messages import Example
from .problems import Problem, shorten

LEAST_EXAMPLES = 80
LEAST_VOICES = 6


def normalise(text: str) -> str:
    """A message without capitals, marks and extra spaces; a message of marks alone stays itself."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(words) or text.strip()


def check_counts(topics: Iterable[str], messages: Iterable[Example]) -> Iterator[Problem]:
    """Topics with too few example messages or too few voices."""
    by_intent = defaultdict(list)
    for message in messages:
        by_intent[message.intent].append(message)
    for topic in topics:
        examples = by_intent[f"faq/{topic}"]
        voices = {example.voice for example in examples}
        file = f"data/faq/{topic}.yml"
        if len(examples) < LEAST_EXAMPLES:
            yield Problem(
                file,
                f"er zijn {len(examples)} voorbeelden, minstens {LEAST_EXAMPLES} zijn nodig. Schrijf "
                "er meer, zoals mensen het zelf zouden vragen.",
            )
        if len(voices) < LEAST_VOICES:
            yield Problem(
                file,
                f"de voorbeelden hebben {len(voices)} stemmen, minstens {LEAST_VOICES} zijn nodig. "
                "Laat ook andere mensen voorbeelden schrijven (stem: oudere, jongere ...).",
            )


def check_duplicates(examples: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Messages, as (file, text), that occur twice; capitals and marks make no difference."""
    first: dict[str, str] = {}
    for file, text in examples:
        key = normalise(text)
        if key not in first:
            first[key] = file
        elif first[key] == file:
            yield Problem(
                file, f"dit voorbeeld staat er twee keer: '{shorten(text)}'. Haal er een weg."
            )
        else:
            yield Problem(
                file,
                f"dit voorbeeld staat ook in {first[key]}: '{shorten(text)}'. Houd het op één plek.",
            )
