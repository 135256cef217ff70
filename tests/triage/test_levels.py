"""rugwijzer.triage.levels: the combinations of rode-vlaggen.yml."""

from __future__ import annotations

import itertools

import pytest

from rugwijzer.triage import Facts, FlagBook, decide, highest, rank

BASE = {
    "aneurysma": "bel_112",
    "borst_benauwd": "bel_112",
    "ernstig_ongeval": "bel_112",
    "suicidaal": "bel_112",
    "overdosis": "spoed",
    "rijbroek": "spoed",
    "plassen": "spoed",
    "ontlasting": "spoed",
    "seksueel": "spoed",
    "beide_benen": "spoed",
    "krachtverlies": "spoed",
    "onzeker_lopen": "spoed",
    "zwanger_signalen": "spoed",
    "bloedverdunners_uitval": "spoed",
    "koorts": "vandaag",
    "infectierisico": "vandaag",
    "kanker": "vandaag",
    "gewichtsverlies": "vandaag",
    "wervelbreuk": "vandaag",
    "ondraaglijk": "vandaag",
    "hoge_rugpijn": "vandaag",
    "nieren": "vandaag",
    "nachtpijn": "deze_week",
    "bobbel_vorm": "deze_week",
    "leeftijd_eerste_keer": "deze_week",
    "ochtendstijfheid": "deze_week",
    "loopafstand": "deze_week",
    "kind": "deze_week",
    "geen_verbetering": "deze_week",
}


@pytest.mark.parametrize(("flag", "level"), BASE.items())
def test_each_flag_alone_has_the_level_of_the_contract(
    book: FlagBook, flag: str, level: str
) -> None:
    decision = decide([flag], book.flags)
    assert (decision.level, decision.flags, decision.rules) == (level, (flag,), ())


def test_the_book_holds_every_flag_of_the_contract(book: FlagBook) -> None:
    assert set(BASE) <= set(book.flags)


@pytest.mark.parametrize(
    ("flags", "modifiers", "level"),
    [
        (["overdosis"], ["suf"], "bel_112"),
        (["nieren", "koorts"], [], "spoed"),
        (["nieren", "ondraaglijk"], [], "spoed"),
        (["nieren", "nachtpijn"], [], "vandaag"),
        (["nachtpijn", "koorts"], [], "vandaag"),
        (["nachtpijn", "kanker"], [], "vandaag"),
        (["nachtpijn", "gewichtsverlies"], [], "vandaag"),
        (["nachtpijn", "wervelbreuk"], [], "vandaag"),
        (["nachtpijn"], ["val"], "vandaag"),
        (["nachtpijn", "loopafstand"], [], "deze_week"),
        (["bobbel_vorm"], ["val"], "vandaag"),
        (["bobbel_vorm", "wervelbreuk"], [], "vandaag"),
        (["hoge_rugpijn", "borst_benauwd"], [], "bel_112"),
        (["hoge_rugpijn", "koorts"], [], "vandaag"),
        (["kind", "nachtpijn"], [], "vandaag"),
        (["kind", "geen_verbetering"], [], "vandaag"),
        (["kind", "leeftijd_eerste_keer"], [], "deze_week"),
        (["kind", "plassen"], [], "spoed"),
        (["kind"], ["val"], "deze_week"),
        (["loopafstand", "koorts", "plassen", "aneurysma"], [], "bel_112"),
    ],
)
def test_combinations(book: FlagBook, flags: list[str], modifiers: list[str], level: str) -> None:
    assert decide(flags, book.flags, modifiers=modifiers).level == level


@pytest.mark.parametrize(
    ("age", "flags", "level"),
    [
        (15, ["nachtpijn"], "vandaag"),
        (15, ["leeftijd_eerste_keer"], "deze_week"),
        (15, [], "geen"),
        (17, ["loopafstand"], "vandaag"),
        (18, ["loopafstand"], "deze_week"),
        (40, ["kind"], "deze_week"),
    ],
)
def test_an_age_below_eighteen_counts_as_a_child(
    book: FlagBook, age: int, flags: list[str], level: str
) -> None:
    assert decide(flags, book.flags, Facts(age=age)).level == level


def test_no_flags_is_geen(book: FlagBook) -> None:
    assert decide([], book.flags).level == "geen"


def test_a_flag_more_never_lowers_the_level(book: FlagBook) -> None:
    for one, other in itertools.combinations(book.flags, 2):
        both = decide([one, other], book.flags).level
        alone = highest([book.flags[one].level, book.flags[other].level])
        assert rank(both) >= rank(alone)


@pytest.mark.parametrize(
    ("flags", "modifiers", "rule"),
    [
        (["overdosis"], ["suf"], "overdosis_met_sufheid"),
        (["nieren", "koorts"], [], "nieren_met_koorts_of_ondraaglijk"),
        (["nieren", "ondraaglijk"], [], "nieren_met_koorts_of_ondraaglijk"),
        *[
            (["nachtpijn", other], [], "nachtpijn_met_ander_signaal")
            for other in ("koorts", "kanker", "gewichtsverlies", "wervelbreuk", "ernstig_ongeval")
        ],
        (["nachtpijn"], ["val"], "nachtpijn_met_ander_signaal"),
        (["bobbel_vorm"], ["val"], "bobbel_na_val"),
        (["bobbel_vorm", "wervelbreuk"], [], "bobbel_na_val"),
        (["hoge_rugpijn", "borst_benauwd"], [], "hoge_rugpijn_met_borstklachten"),
        (["kind", "nachtpijn"], [], "kind_met_ander_signaal"),
    ],
)
def test_a_combination_is_named_and_raises_its_own_flag(
    book: FlagBook, flags: list[str], modifiers: list[str], rule: str
) -> None:
    """Its own flag is the first named, also beside another that had that level already."""
    decision = decide(flags, book.flags, modifiers=modifiers)
    assert decision.rules == (rule,)
    alone = {f: book.flags[f].level for f in flags}
    raised = {"hoge_rugpijn": "bel_112"}.get(flags[0], decision.level)
    same = sorted([flags[0], *(f for f in flags[1:] if alone[f] == raised)])
    more = [f for f in flags if rank(alone[f]) > rank(raised)]
    assert list(decision.flags[: len(more) + len(same)]) == [*more, *same]


def test_a_rule_is_named_only_when_it_raises_something(book: FlagBook) -> None:
    urgent = dict(book.flags)
    urgent["nachtpijn"] = urgent["kanker"]
    assert decide(["nachtpijn", "koorts"], urgent).rules == ()


def test_a_child_without_that_flag_raises_the_first_of_the_others(book: FlagBook) -> None:
    decision = decide(["nachtpijn", "loopafstand"], book.flags, Facts(age=9))
    assert decision.flags == ("loopafstand", "nachtpijn")
    assert (decision.level, decision.rules) == ("vandaag", ("kind_met_ander_signaal",))


def test_flags_come_back_most_urgent_first_and_rules_are_named(book: FlagBook) -> None:
    decision = decide(["koorts", "aneurysma", "nieren"], book.flags)
    assert decision.flags == ("aneurysma", "nieren", "koorts")
    assert decision.rules == ("nieren_met_koorts_of_ondraaglijk",)
