"""Numbers in answers: each must come from the topic's own sources, and none may get lost.

Only numbers in digits are compared. Words ('twee benen', 'een derde') are too common to check, but
'drie tot vijf keer' in a source does allow '3 tot 5 keer' in the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from .facts import FactBook, TopicFacts
from .problems import Problem
from .topics import Topic

_DIGITS = r"\d+(?:[.,]\d+)*"
# Not the 01 of VER-01, not the 5 of L5, but both of 3-4.
_START = r"(?<!\w)(?<![^\W\d_]-)"
_NUMBER = re.compile(_START + _DIGITS)
_PHRASE = re.compile(_START + rf"{_DIGITS}%?(?: (?:tot|op de) {_DIGITS})?%?")
# fmt: off
_SPELLED = {
    "één": "1", "twee": "2", "drie": "3", "vier": "4", "vijf": "5", "zes": "6", "zeven": "7",
    "acht": "8", "negen": "9", "tien": "10", "elf": "11", "twaalf": "12", "vijftien": "15",
    "twintig": "20",
}
# fmt: on


def numbers(text: str) -> list[str]:
    """All numbers in digits as written: 549.000, 0,6, 85."""
    return _NUMBER.findall(text)


def phrases(text: str) -> list[str]:
    """Numbers with what belongs to them: '80 tot 90%', '1 op de 100', '549.000'."""
    return _PHRASE.findall(text)


def spelled(text: str) -> list[str]:
    """Numbers written as words, in digits."""
    return [_SPELLED[word] for word in re.findall(r"\w+", text.lower()) if word in _SPELLED]


def without_allowed(text: str, allowed: Iterable[str]) -> str:
    """The text without the numbers that any answer may use."""
    for item in sorted(allowed, key=len, reverse=True):
        text = re.sub(rf"(?<![\w.,]){re.escape(item)}(?!\w|[.,]\d)", " ", text)
    return text


def check_numbers(topics: Mapping[str, Topic], book: FactBook) -> Iterator[Problem]:
    """Numbers without a source, and numbers of the sources that the answer does not give."""
    for topic_id, topic in topics.items():
        agreed = book.topics.get(topic_id)
        if agreed:
            file = f"data/faq/{topic_id}.yml"
            yield from _invented(file, topic, agreed, book.allowed)
            yield from _lost(file, topic, agreed)


def _invented(
    file: str, topic: Topic, agreed: TopicFacts, allowed: Iterable[str]
) -> Iterator[Problem]:
    source = " ; ".join((*agreed.facts, agreed.nuance))
    known = {*numbers(source), *spelled(source)}
    for place, text in (("het antwoord", topic.text), ("'meer'", topic.more)):
        for number in dict.fromkeys(numbers(without_allowed(text, allowed))):
            if number not in known:
                yield Problem(
                    file,
                    f"het getal {number} in {place} staat niet bij dit onderwerp in "
                    "data/bronnen.yml. Haal het weg, of zet het feit met bron daar erbij.",
                )


def _lost(file: str, topic: Topic, agreed: TopicFacts) -> Iterator[Problem]:
    given = phrases(topic.text)
    for phrase in dict.fromkeys(p for fact in agreed.facts for p in phrases(fact)):
        if phrase not in given:
            yield Problem(
                file,
                f"het getal '{phrase}' uit data/bronnen.yml staat niet in het antwoord. "
                "Schrijf het zo in de tekst.",
            )
    # A year in a nuance ('Brinjikji 2015') is a reference and may stand in bron_meer.
    present = {*numbers(topic.more), *(n for n in numbers(topic.more_source) if _is_year(n))}
    for number in dict.fromkeys(numbers(agreed.nuance)):
        if number not in present:
            yield Problem(
                file,
                f"het getal {number} uit de kanttekening in data/bronnen.yml staat niet in 'meer'. "
                "Schrijf het daar op.",
            )


def _is_year(number: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", number) is not None
