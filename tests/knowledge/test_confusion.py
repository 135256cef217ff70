from __future__ import annotations

from rugwijzer.knowledge.confusion import mistakes, pairs, report
from rugwijzer.knowledge.messages import Example


def _examples(topic: str, *texts: str) -> list[Example]:
    """Three voices, each with the same number of the texts."""
    voices = ("oudere", "jongere", "vlaams")
    return [
        Example(text, f"faq/{topic}", voices[i % 3], f"{topic}.yml") for i, text in enumerate(texts)
    ]


CHAIR = _examples("stoel", *(f"welke stoel is goed om op te zitten {n}" for n in "abcdef"))
BED = _examples("matras", *(f"welk matras is fijn om op te slapen {n}" for n in "abcdef"))
STRAY = Example("welke stoel is goed om te zitten", "faq/matras", "oudere", "matras.yml")


def test_a_message_in_the_wrong_topic_is_found() -> None:
    assert mistakes([*CHAIR, *BED, STRAY]) == [(STRAY, "faq/stoel")]


def test_pairs_count_both_directions_and_the_worst_comes_first() -> None:
    one, two, three = CHAIR[0], BED[0], BED[1]
    found = [(one, "faq/zooltjes"), (one, "faq/matras"), (two, "faq/stoel"), (three, "faq/stoel")]
    assert pairs(found) == [
        (("faq/matras", "faq/stoel"), [found[1], found[2], found[3]]),
        (("faq/stoel", "faq/zooltjes"), [found[0]]),
    ]


def test_the_report_names_the_pair_and_the_message_in_dutch() -> None:
    other = Example("dag", "praat/afscheid", "oudere", "afscheid.yml")
    text = report([*CHAIR, *BED, STRAY, other])
    assert "13 voorbeelden bekeken, 92% kwam bij het goede onderwerp." in text
    assert "matras en stoel: 1 keer verward" in text
    assert "data/faq/matras.yml, 'welke stoel is goed om te zitten' leek op stoel" in text


def test_the_report_about_one_topic_names_every_message_and_no_other_pair() -> None:
    lost = [Example(f"welke stoel is goed {n}", "faq/matras", "oudere", "m.yml") for n in "abc"]
    text = report([*CHAIR, *BED, *lost], "stoel")
    assert text.count("leek op stoel") == 3
    other = report([*CHAIR, *BED, *lost], "zooltjes")
    assert "verward" not in other
    assert "Verplaats" not in other


def test_too_few_voices_is_said_in_dutch() -> None:
    assert "minstens 3 stemmen" in report([STRAY])
    assert "minstens 3 stemmen" in report([])


def test_the_report_shows_a_message_of_both_topics_when_both_have_one() -> None:
    more = Example("welke stoel is goed om op te zitten b", "faq/matras", "jongere", "matras.yml")
    back = Example("welk matras is fijn om te slapen", "faq/stoel", "oudere", "stoel.yml")
    text = report([*CHAIR, *BED, STRAY, more, back])
    assert "matras en stoel: 3 keer verward" in text
    assert text.count("leek op stoel") == text.count("leek op matras") == 1
