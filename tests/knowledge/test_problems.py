from __future__ import annotations

from rugwijzer.knowledge.problems import Problem, name_of, shorten, unreadable

from .conftest import Content


def test_a_problem_is_one_line_and_sorts_by_file() -> None:
    later, sooner = Problem("data/faq/b.yml", "a"), Problem("data/faq/a.yml", "b")
    assert str(sooner) == "data/faq/a.yml: b"
    assert sorted([later, sooner]) == [sooner, later]


def test_files_have_the_name_an_editor_knows(content: Content) -> None:
    assert name_of(content.root / "faq" / "matras.yml", content.root) == "data/faq/matras.yml"


def test_every_unreadable_file_is_named_with_its_line(content: Content) -> None:
    assert list(unreadable(content.root)) == []
    content.write("faq/matras.yml", "a: b\nc: d: e\n")
    content.write("red_flags/plassen.yml", "a: [\n")
    first, second = unreadable(content.root)
    assert first.file == "data/faq/matras.yml"
    assert first.text.startswith("kan niet gelezen worden bij regel 2. Kijk daar naar inspringen")
    assert second.file == "data/red_flags/plassen.yml"


def test_a_short_text_is_quoted_whole() -> None:
    assert shorten("kort", 10) == "kort"
    assert shorten("veel te lang", 10) == "veel te..."
