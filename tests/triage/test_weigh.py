"""rugwijzer.triage.weigh: lexicon and detector together."""

from __future__ import annotations

import pytest

from rugwijzer.triage import Finding, FlagBook
from rugwijzer.triage.context import Ruling
from rugwijzer.triage.weigh import DEFAULT_WEIGHTS as W
from rugwijzer.triage.weigh import weigh

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
    assert weigh(findings, None, book.flags, W) == (sure, unsure)


@pytest.mark.parametrize(
    ("findings", "chance", "outcome"),
    [
        ([finding("plassen")], 1.0, "sure"),
        ([finding("plassen")], W.confirm_sure, "sure"),
        ([finding("plassen")], 0.0, "unsure"),
        ([finding("plassen", "misschien")], W.confirm_unsure, "sure"),
        ([finding("plassen", "misschien")], W.confirm_sure, "unsure"),
        ([finding("plassen", "misschien")], 0.0, "none"),
        ([finding("plassen", ruling=DENIED)], 0.0, "none"),
        ([finding("plassen", ruling=DENIED)], W.overrule, "unsure"),
        ([], W.sure_urgent, "sure"),
        ([], W.ask_urgent, "unsure"),
        ([], 0.0, "none"),
    ],
)
def test_with_the_detector(
    book: FlagBook, findings: list[Finding], chance: float, outcome: str
) -> None:
    sure, unsure = weigh(findings, {"plassen": chance}, book.flags, W)
    got = "sure" if "plassen" in sure else "unsure" if "plassen" in unsure else "none"
    assert got == outcome
    assert sure | unsure <= {"plassen"}


def test_a_sure_word_never_vanishes_however_low_the_chance(book: FlagBook) -> None:
    for flag in book.flags:
        sure, unsure = weigh([finding(flag)], {}, book.flags, W)
        assert flag in sure | unsure


def test_urgent_flags_are_asked_about_sooner_than_others(book: FlagBook) -> None:
    chances = {"plassen": W.ask_urgent, "loopafstand": W.ask_urgent}
    assert weigh([], chances, book.flags, W) == (set(), {"plassen"})
