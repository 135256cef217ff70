"""The messages to train and test on: this project's own content with a test set beside it, or two files."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rugwijzer.knowledge.messages import load_messages

from .engines.contract import Example, Settings

#: The retrieval intent whose labels are topics, and the one that is out of scope, in data/.
TOPICS, OUTSIDE = "faq", "buiten"
#: The label of training messages without a topic in other people's files.
NO_TOPIC = "__geen_onderwerp__"


class DataError(ValueError):
    """A file cannot be used; the text is Dutch and names file and line."""


@dataclass(frozen=True)
class Question:
    """A test message. `accepts` are the labels that are right; none when it is out of scope."""

    text: str
    accepts: frozenset[str]
    voice: str = ""


@dataclass(frozen=True)
class Task:
    """Messages to train on and questions to test with; `tests` may be empty."""

    name: str
    examples: list[Example]
    settings: Settings
    tests: list[Question] = field(default_factory=list)

    def is_topic(self, label: str | None) -> bool:
        """Whether answering with this label means giving a topic's answer."""
        if self.settings.topics is None:
            return label is not None and label != NO_TOPIC
        return label is not None and label.startswith(f"{self.settings.topics}/")

    def as_question(self, example: Example) -> Question | None:
        """A held-out training message as a question; None for small talk and steering."""
        if self.is_topic(example.label):
            return Question(example.text, frozenset({example.label}), example.voice)
        if example.label == NO_TOPIC or example.label.partition("/")[0] == OUTSIDE:
            return Question(example.text, frozenset(), example.voice)
        return None


def own_content(content: Path, test: Path, epochs: int) -> Task:
    """The messages of data/; `test` is a folder with faq*.jsonl and oos*.jsonl, or absent."""
    examples = [Example(m.text, m.intent, m.voice) for m in load_messages(content)]
    settings = Settings("nl", TOPICS, epochs)
    return Task("eigen inhoud", examples, settings, list(_labelled(test)))


def _labelled(folder: Path) -> Iterator[Question]:
    for path in sorted(folder.glob("faq*.jsonl")):
        for number, row in _rows(path):
            accepted = [_topic(path, number, row), *_also(path, number, row)]
            yield Question(_text(path, number, row), frozenset(f"{TOPICS}/{t}" for t in accepted))
    for path in sorted(folder.glob("oos*.jsonl")):
        for number, row in _rows(path):
            yield Question(_text(path, number, row), frozenset())


def two_files(train: Path, test: Path, language: str, epochs: int) -> Task:
    """Any two files of {"text", "topic"}; raises DataError with the line that is wrong.

    TRAIN may name the author in "voice". In TEST a row without a topic is out of scope, and "ook"
    may list topics that are right too. A TRAIN row with topic null is an example of out of scope.
    """
    examples = []
    for number, row in _rows(train):
        if "topic" not in row:
            raise DataError(f"{train}, regel {number}: 'topic' ontbreekt (null mag: buiten bereik)")
        label = _topic(train, number, row) or NO_TOPIC
        examples.append(Example(_text(train, number, row), label, str(row.get("voice") or "")))
    if len({e.label for e in examples}) < 2:
        raise DataError(f"{train}: er zijn ten minste twee verschillende onderwerpen nodig")
    tests = []
    for number, row in _rows(test):
        topic = _topic(test, number, row)
        accepts = frozenset([topic, *_also(test, number, row)]) if topic else frozenset()
        tests.append(Question(_text(test, number, row), accepts))
    if not tests:
        raise DataError(f"{test}: er staat geen enkel bericht in")
    return Task(f"{train.name} en {test.name}", examples, Settings(language, None, epochs), tests)


def limited(task: Task, size: int | None) -> Task:
    """The task with at most `size` training messages, drawn with a fixed seed."""
    if size is None or size >= len(task.examples):
        return task
    chosen = random.Random(0).sample(task.examples, size)
    return Task(task.name, chosen, task.settings, task.tests)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise DataError(f"{path} bestaat niet of kan niet worden gelezen") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise DataError(f"{path}, regel {number}: geen UTF-8") from error
        except json.JSONDecodeError as error:
            raise DataError(f"{path}, regel {number}: geen geldige JSON ({error.msg})") from error
        if not isinstance(row, dict):
            raise DataError(f"{path}, regel {number}: verwacht een object met 'text' en 'topic'")
        yield number, row


def _text(path: Path, number: int, row: dict[str, Any]) -> str:
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise DataError(f"{path}, regel {number}: 'text' ontbreekt of is geen tekst")
    return text.strip()


def _topic(path: Path, number: int, row: dict[str, Any]) -> str | None:
    topic = row.get("topic")
    if topic is not None and not isinstance(topic, str):
        raise DataError(f"{path}, regel {number}: 'topic' is geen tekst")
    return topic.strip() or None if topic else None


def _also(path: Path, number: int, row: dict[str, Any]) -> list[str]:
    also = row.get("ook") or []
    if not isinstance(also, list) or not all(isinstance(t, str) for t in also):
        raise DataError(f"{path}, regel {number}: 'ook' is geen lijst van onderwerpen")
    return also
