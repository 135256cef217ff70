"""rugwijzer.nlu.parts."""

from __future__ import annotations

import pytest

from rugwijzer.nlu.parts import MIN_WORDS, split_message


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("welke matras is goed?", ["welke matras is goed?"]),
        ("Welke matras is goed? Helpt warmte ook?", ["Welke matras is goed?", "Helpt warmte ook?"]),
        ("welke matras is goed en helpt warmte ook", ["welke matras is goed", "helpt warmte ook"]),
        (
            "mag ik wandelen en verder wil ik weten of massage helpt",
            ["mag ik wandelen", "wil ik weten of massage helpt"],
        ),
        ("mag ik wandelen en fietsen", ["mag ik wandelen en fietsen"]),
        ("Goedemorgen. Helpt een warme kruik?", ["Helpt een warme kruik?"]),
        ("ja", []),
        ("", []),
    ],
)
def test_parts_that_could_each_be_a_question(text: str, parts: list[str]) -> None:
    assert split_message(text) == parts


def test_no_part_is_shorter_than_a_question() -> None:
    for part in split_message("ok. ja. en dan? wat nu weer? helpt dat wel echt?"):
        assert len(part.split()) >= MIN_WORDS
