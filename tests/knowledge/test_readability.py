from __future__ import annotations

import pytest

from rugwijzer.knowledge.readability import FLOOR, score, sentences, words

from .conftest import Content

FILE = "data/faq/matras.yml: "
EASY = "Blijf rustig lopen. Doe wat u fijn vindt. Dat is goed voor uw rug."
HARD = (
    "Radiologische degeneratieverschijnselen correleren nauwelijks met gerapporteerde "
    "pijnintensiteit of functionaliteitsbeperkingen."
)


def test_sentences_end_at_marks_and_at_new_lines() -> None:
    assert sentences("Ja. Dat kan\nBij 0,6 punt! Toch?\n\n") == [
        "Ja.",
        "Dat kan",
        "Bij 0,6 punt!",
        "Toch?",
    ]


def test_words_are_what_stands_between_spaces() -> None:
    assert words("rug- of nekklachten - ja") == ["rug-", "of", "nekklachten", "ja"]


def test_the_score_tells_easy_from_hard() -> None:
    assert score(EASY) > FLOOR + 20
    assert score(HARD) < FLOOR - 40


def test_jargon_counts_as_a_plain_word_with_every_ending() -> None:
    text = "De tussenwervelschijven zijn soepel. Een Tussenwervelschijf is rond."
    assert score(text, ["tussenwervelschij*"]) == score(
        "De woorden zijn soepel. Een woorden is rond."
    )
    assert score(text, ["tussenwervel"]) == score(text)


def test_a_hard_answer_is_reported_with_its_hard_words(content: Content) -> None:
    with content.topic("matras") as answer:
        answer["text"] += " " + HARD
    (problem,) = [p for p in content.problems() if "te moeilijk" in p]
    assert problem.startswith(f"{FILE}het antwoord is te moeilijk (leesbaarheid ")
    assert "minstens 60 nodig" in problem
    assert "degeneratieverschijnselen" in problem


def test_a_hard_nuance_is_reported_with_the_answer(content: Content) -> None:
    with content.topic("matras") as answer:
        answer["metadata"]["meer"] += " " + HARD
    (problem,) = content.problems()
    assert problem.startswith(f"{FILE}antwoord en 'meer' samen is te moeilijk")


@pytest.mark.parametrize(("count", "fine"), [(20, True), (21, False)])
def test_a_sentence_has_at_most_20_words(content: Content, count: int, fine: bool) -> None:
    with content.topic("matras") as answer:
        answer["text"] += " Loop" + " goed" * (count - 1) + "." + " Doe dat."
    found = content.problems()
    assert (found == []) is fine
    assert any("een zin in het antwoord heeft 21 woorden" in p for p in found) is not fine


def test_sentences_are_short_on_average(content: Content) -> None:
    with content.topic("matras") as answer:
        answer["metadata"]["meer"] = (
            "In de studie zaten 313 mensen die op een goed bed of een oud bed lagen."
        )
    assert content.problems() == [
        f"{FILE}de zinnen in 'meer' hebben gemiddeld 16,0 woorden, hoogstens 12 mag. Maak de zinnen "
        "korter."
    ]
