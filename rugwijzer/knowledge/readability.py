"""Is an answer easy enough (B1)? Sentence length, and Flesch-Douma from textstat.

No formula gives a CEFR level; this catches texts that stand out. See FLOOR for the choice made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from typing import Any

from .problems import Problem, shorten
from .topics import Topic

#: Lowest Flesch-Douma score of an answer. 60 is where Douma's 'standard' text begins; below it a text
#: counts as fairly difficult. Of the 71 answers at the time of writing the median is 79 and 69 are above 60; the
#: two below (anatomie 46, onderzoek_voor_operatie 55) are there only through names that the source
#: imposes, which is what `vakwoorden` in data/bronnen.yml is for.
FLOOR = 60
AVERAGE_WORDS = 12
LONGEST_SENTENCE = 20
#: Takes the place of a word of the jargon list: two syllables, as an ordinary Dutch word has.
_PLAIN_WORD = "woorden"


def measurable() -> bool:
    """Whether textstat is there: it comes with `make setup`, not with the wheel."""
    return find_spec("textstat") is not None


def sentences(text: str) -> list[str]:
    """The sentences of a text; a new line also ends one."""
    parts = re.split(r"(?<=[.!?])\s+|\n+", text)
    return [part for part in parts if re.search(r"\w", part)]


def words(text: str) -> list[str]:
    """Words as an editor counts them: what stands between spaces."""
    return [word for word in text.split() if re.search(r"\w", word)]


def score(text: str, jargon: Iterable[str] = ()) -> float:
    """Flesch-Douma: about 100 is very easy, 60 standard, 30 difficult; jargon counts as plain."""
    for word in jargon:
        ending = r"\w*" if word.endswith("*") else ""
        pattern = rf"\b{re.escape(word.rstrip('*'))}{ending}\b"
        text = re.sub(pattern, _PLAIN_WORD, text, flags=re.IGNORECASE)
    return float(_textstat().flesch_reading_ease(text))


def check_language(topics: Mapping[str, Topic], jargon: Iterable[str]) -> Iterator[Problem]:
    """Answers and 'meer' texts with long sentences, and answers that score below FLOOR.

    'Meer' is scored with its answer: in the thirty words it has, a single long word moves the score
    by seven points.
    """
    jargon = tuple(jargon)
    for topic_id, topic in topics.items():
        file = f"data/faq/{topic_id}.yml"
        for place, text in (("het antwoord", topic.text), ("'meer'", topic.more)):
            if text:
                yield from _check_sentences(file, place, text)
        yield from _check_score(file, topic, jargon)


def _check_sentences(file: str, place: str, text: str) -> Iterator[Problem]:
    lengths = {sentence: len(words(sentence)) for sentence in sentences(text)}
    for sentence, length in lengths.items():
        if length > LONGEST_SENTENCE:
            yield Problem(
                file,
                f"een zin in {place} heeft {length} woorden, hoogstens {LONGEST_SENTENCE} mag. "
                f"Knip de zin in tweeën: '{shorten(sentence)}'",
            )
    average = sum(lengths.values()) / len(lengths) if lengths else 0
    if average > AVERAGE_WORDS:
        yield Problem(
            file,
            f"de zinnen in {place} hebben gemiddeld {_comma(average)} woorden, hoogstens "
            f"{AVERAGE_WORDS} mag. Maak de zinnen korter.",
        )


def _check_score(file: str, topic: Topic, jargon: tuple[str, ...]) -> Iterator[Problem]:
    both = f"{topic.text}\n\n{topic.more}"
    for place, text in (("het antwoord", topic.text), ("antwoord en 'meer' samen", both)):
        reached = score(text, jargon)
        if reached < FLOOR:
            plain = set(words(re.sub(r"[^\w\s-]", "", text)))
            hard = sorted(plain, key=lambda word: (-_syllables(word), word))[:3]
            yield Problem(
                file,
                f"{place} is te moeilijk (leesbaarheid {reached:.0f}, minstens {FLOOR} nodig). "
                f"Gebruik korte zinnen en gewone woorden. Moeilijke woorden: {', '.join(hard)}.",
            )
            return


def _syllables(word: str) -> int:
    return int(_textstat().syllable_count(word))


def _comma(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


@cache
def _textstat() -> Any:
    # Slow to import, and only the check needs it.
    import textstat

    textstat.set_lang("nl")
    return textstat
