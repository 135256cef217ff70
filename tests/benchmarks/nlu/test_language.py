"""benchmarks.nlu.language."""

from __future__ import annotations

import pytest

from benchmarks.nlu.language import guess


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["welke matras is goed voor mijn rug", "mag ik met een hernia naar het werk"], "nl"),
        (["what is the weather", "can you book a table for me", "play my songs"], "en"),
        (["wie ist das wetter", "kann ich bitte mit der karte zahlen"], "de"),
        (["今天天气怎么样", "帮我订一张票"], "xx"),
        ([], "xx"),
    ],
)
def test_guesses_by_function_words(texts: list[str], code: str) -> None:
    assert guess(texts) == code
