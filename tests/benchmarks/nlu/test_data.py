"""benchmarks.nlu.data: this project's content, and any two files."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.nlu.data import NO_TOPIC, DataError, Question, limited, own_content, two_files
from benchmarks.nlu.engines.contract import Example

ROOT = Path(__file__).resolve().parents[3]
TRAIN = '{"text": "book a flight", "topic": "travel/book"}\n{"text": "hi", "topic": "greet"}\n'
TEST = '{"text": "fly me home", "topic": "travel/book"}\n\n{"text": "what is love"}\n'


def files(folder: Path, train: str = TRAIN, test: str = TEST) -> tuple[Path, Path]:
    paths = folder / "a.jsonl", folder / "b.jsonl"
    for path, content in zip(paths, (train, test)):
        path.write_text(content, encoding="utf8")
    return paths


def test_plain_labels_are_all_topics(tmp_path: Path) -> None:
    task = two_files(*files(tmp_path), "en", 100)
    assert task.examples == [Example("book a flight", "travel/book"), Example("hi", "greet")]
    assert [q.accepts for q in task.tests] == [frozenset({"travel/book"}), frozenset()]
    assert task.is_topic("greet")
    assert task.is_topic("travel/book")
    assert not task.is_topic(None)


def test_a_training_row_with_topic_null_teaches_what_is_out_of_scope(tmp_path: Path) -> None:
    task = two_files(*files(tmp_path, TRAIN + '{"text": "love?", "topic": null}'), "en", 100)
    assert task.examples[2].label == NO_TOPIC
    assert not task.is_topic(NO_TOPIC)
    assert task.as_question(task.examples[2]) == Question("love?", frozenset())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{nee", "regel 3: geen geldige JSON"),
        ("[1]", "regel 3: verwacht een object"),
        ('{"topic": "x"}', "regel 3: 'text' ontbreekt"),
        ('{"text": " ", "topic": "x"}', "regel 3: 'text' ontbreekt"),
        ('{"text": "x"}', "regel 3: 'topic' ontbreekt"),
        ('{"text": "x", "topic": 3}', "regel 3: 'topic' is geen tekst"),
    ],
)
def test_a_bad_training_line_is_named_in_dutch(tmp_path: Path, line: str, said: str) -> None:
    train, test = files(tmp_path, TRAIN + line + "\n")
    with pytest.raises(DataError) as error:
        two_files(train, test, "en", 100)
    assert f"{train}, {said}" in str(error.value)


def test_other_bad_files_are_named_too(tmp_path: Path) -> None:
    train, test = files(tmp_path)
    with pytest.raises(DataError, match="kan niet worden gelezen"):
        two_files(tmp_path / "weg.jsonl", test, "en", 100)
    with pytest.raises(DataError, match="ten minste twee"):
        two_files(files(tmp_path, TRAIN.splitlines()[0])[0], test, "en", 100)
    with pytest.raises(DataError, match="geen enkel bericht"):
        two_files(*files(tmp_path, TRAIN, "\n"), "en", 100)
    with pytest.raises(DataError, match="'ook' is geen lijst"):
        two_files(*files(tmp_path, TRAIN, '{"text": "a", "topic": "b", "ook": "c"}'), "en", 100)
    train.write_bytes(b"\xff\xfe")
    with pytest.raises(DataError, match="regel 1: geen UTF-8"):
        two_files(train, test, "en", 100)


def test_own_content_knows_topics_and_out_of_scope(tmp_path: Path) -> None:
    (tmp_path / "faq.jsonl").write_text(
        '{"text": "welk bed", "topic": "matras", "ook": ["stoel"]}\n', encoding="utf8"
    )
    (tmp_path / "oos.jsonl").write_text('{"text": "mijn knie", "soort": "x"}\n', encoding="utf8")
    task = own_content(ROOT / "data", tmp_path, 100)
    assert task.tests == [
        Question("welk bed", frozenset({"faq/matras", "faq/stoel"})),
        Question("mijn knie", frozenset()),
    ]
    roles = {e.label.partition("/")[0]: task.as_question(e) for e in task.examples}
    assert roles["faq"] is not None
    assert roles["buiten"] == Question(roles["buiten"].text, frozenset(), roles["buiten"].voice)
    assert roles["praat"] is None
    assert roles["waarom"] is None


def test_without_a_test_set_there_are_no_test_questions(tmp_path: Path) -> None:
    assert own_content(ROOT / "data", tmp_path / "weg", 100).tests == []


def test_a_limit_draws_the_same_messages_every_time() -> None:
    task = own_content(ROOT / "data", Path("weg"), 100)
    small = limited(task, 50)
    assert len(small.examples) == 50
    assert small == limited(task, 50)
    assert limited(task, None) is task
