"""rugwijzer.triage.weigh: lexicon and detector together."""

from __future__ import annotations

from math import nan

import pytest

from rugwijzer.triage import URGENT, Finding, FlagBook
from rugwijzer.triage.context import Ruling
from rugwijzer.triage.finding import COUNTED
from rugwijzer.triage.weigh import OTHER_WEIGHTS, URGENT_WEIGHTS, Weights, weigh

DENIED = Ruling("ontkend", "geen")


def finding(flag: str, strength: str = "zeker", ruling: Ruling | None = None) -> Finding:
    return Finding(flag, strength, flag, flag, ruling)


@pytest.mark.parametrize(
    ("findings", "sure", "unsure"),
    [
        ([], set(), set()),
        ([finding("plassen")], {"plassen"}, set()),
        ([finding("plassen", "misschien")], set(), {"plassen"}),
        ([finding("plassen", ruling=DENIED)], set(), set()),
        ([finding("plassen", ruling=DENIED), finding("plassen")], {"plassen"}, set()),
        ([finding("plassen", "misschien"), finding("plassen")], {"plassen"}, set()),
        ([finding("koorts"), finding("kanker", "misschien")], {"koorts"}, {"kanker"}),
    ],
)
def test_without_the_detector_the_lexicon_decides(
    book: FlagBook, findings: list[Finding], sure: set[str], unsure: set[str]
) -> None:
    assert weigh(findings, None, book.flags) == (sure, unsure)


def outcome(book: FlagBook, findings: list[Finding], chance: float, flag: str = "plassen") -> str:
    sure, unsure = weigh(findings, {flag: chance}, book.flags)
    assert sure | unsure <= {flag}
    return "sure" if flag in sure else "unsure" if flag in unsure else "none"


@pytest.mark.parametrize(
    ("findings", "chance", "expected"),
    [
        ([finding("plassen")], 1.0, "sure"),
        ([finding("plassen")], 0.3, "sure"),
        ([finding("plassen")], 0.01, "unsure"),
        ([finding("plassen")], 0.0, "none"),
        ([finding("plassen", "misschien")], 0.5, "sure"),
        ([finding("plassen", "misschien")], 0.05, "unsure"),
        ([finding("plassen", "misschien")], 0.0, "none"),
        ([finding("plassen", ruling=DENIED)], 0.0, "none"),
        ([finding("plassen", ruling=DENIED)], 0.3, "unsure"),
        ([finding("plassen", ruling=DENIED)], 1.0, "sure"),
        ([], 1.0, "sure"),
        ([], 0.1, "unsure"),
        ([], 0.0, "none"),
    ],
)
def test_with_the_detector(
    book: FlagBook, findings: list[Finding], chance: float, expected: str
) -> None:
    assert outcome(book, findings, chance) == expected


@pytest.mark.parametrize("weights", [URGENT_WEIGHTS, OTHER_WEIGHTS])
def test_more_heard_or_found_is_never_a_lower_chance(weights: Weights) -> None:
    for found in (None, "terzijde", "misschien", "zeker", "geteld"):
        chances = [weights.chance(p, found) for p in (0.0, 0.01, 0.2, 0.5, 0.9, 1.0)]
        assert chances == sorted(chances)
        assert 0 < chances[0] < chances[-1] < 1
    assert weights.chance(0.2, None) < weights.chance(0.2, "misschien")
    assert weights.chance(0.2, "misschien") < weights.chance(0.2, "zeker")


def test_a_clear_word_for_an_urgent_flag_is_asked_about_at_a_low_chance(book: FlagBook) -> None:
    for flag in book.flags.values():
        expected = "unsure" if flag.level in URGENT else "none"
        assert outcome(book, [finding(flag.id)], 0.01, flag.id) == expected
        assert outcome(book, [finding(flag.id)], 0.0, flag.id) == "none"


def test_arithmetic_is_asked_about_at_a_low_chance(book: FlagBook) -> None:
    counted = Finding("koorts", "zeker", "38,5 graden", COUNTED)
    assert outcome(book, [counted], 0.01, "koorts") == "unsure"
    assert outcome(book, [counted], 0.0, "koorts") == "none"


def test_a_number_is_enough_from_its_own_limit(
    book: FlagBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = only(sure_at=1.0, ask_at=1.0).chance(0.2, "geteld")
    for limit, expected in ((exact, "unsure"), (exact + 1e-9, "none")):
        weights = only(sure_at=0.9, ask_at=0.8, counted_at=limit)
        monkeypatch.setattr("rugwijzer.triage.weigh.URGENT_WEIGHTS", weights)
        assert outcome(book, [Finding("plassen", "zeker", "x", COUNTED)], 0.2) == expected
        assert outcome(book, [Finding("plassen", "zeker", "x", "x")], 0.2) == "none"


def test_a_flag_that_the_detector_does_not_know_is_left_to_the_lexicon(book: FlagBook) -> None:
    assert weigh([finding("koorts")], {"plassen": 0.0}, book.flags) == ({"koorts"}, set())


def test_a_detector_that_gives_no_number_is_left_out(book: FlagBook) -> None:
    assert weigh([finding("plassen")], {"plassen": nan}, book.flags) == ({"plassen"}, set())


def test_urgent_flags_are_asked_about_sooner_than_others() -> None:
    assert URGENT_WEIGHTS.ask_at < OTHER_WEIGHTS.ask_at


def test_a_denied_word_weighs_against_the_signal_more_than_one_set_aside() -> None:
    for weights in (URGENT_WEIGHTS, OTHER_WEIGHTS):
        assert weights.chance(0.5, "ontkend") < weights.chance(0.5, "terzijde")
        assert weights.chance(0.5, "ontkend") < weights.chance(0.5, None)


def only(**chances: float) -> Weights:
    """Weights of which the chance is that of the detector itself."""
    counted_at = chances.get("counted_at", chances["ask_at"])
    return Weights(0, 1, 0, 0, 0, 0, 0, chances["sure_at"], chances["ask_at"], counted_at)


def test_the_limits_themselves_count(book: FlagBook, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = only(sure_at=0.5, ask_at=0.25).chance(0.5, None)
    monkeypatch.setattr("rugwijzer.triage.weigh.URGENT_WEIGHTS", only(sure_at=exact, ask_at=0.1))
    assert outcome(book, [], 0.5) == "sure"
    monkeypatch.setattr("rugwijzer.triage.weigh.URGENT_WEIGHTS", only(sure_at=0.9, ask_at=exact))
    assert outcome(book, [], 0.5) == "unsure"


def test_urgent_flags_have_weights_of_their_own(
    book: FlagBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rugwijzer.triage.weigh.URGENT_WEIGHTS", only(sure_at=0.4, ask_at=0.3))
    monkeypatch.setattr("rugwijzer.triage.weigh.OTHER_WEIGHTS", only(sure_at=0.9, ask_at=0.8))
    assert outcome(book, [], 0.5, "plassen") == "sure"
    assert outcome(book, [], 0.5, "koorts") == "none"


@pytest.mark.parametrize(
    ("reason", "weight"),
    [("ontkend", "denied"), ("verleden", "denied"), ("ander", "aside"), ("algemeen", "aside")],
)
def test_what_speaks_against_and_what_leaves_it_open(
    book: FlagBook, monkeypatch: pytest.MonkeyPatch, reason: str, weight: str
) -> None:
    low = {"sure": 0.0, "maybe": 0.0, "aside": 0.0, "denied": 0.0, "counted": 0.0, weight: -9.0}
    weights = Weights(base=0, heard=1, sure_at=0.4, ask_at=0.3, counted_at=0.3, **low)
    monkeypatch.setattr("rugwijzer.triage.weigh.URGENT_WEIGHTS", weights)
    assert outcome(book, [finding("plassen", ruling=Ruling(reason, "x"))], 0.5) == "none"


def test_of_two_words_set_aside_the_stronger_counts(book: FlagBook) -> None:
    aside, denied = (finding("plassen", ruling=Ruling(r, "x")) for r in ("ander", "ontkend"))
    both = [outcome(book, found, 0.2) for found in ([aside, denied], [denied, aside])]
    assert both == [outcome(book, [aside], 0.2)] * 2
    assert outcome(book, [denied], 0.03) != outcome(book, [finding("plassen")], 0.03)
