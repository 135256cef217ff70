"""benchmarks.safety.report, keywords, folds and curves: figures, floors, the baseline and the pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.safety.cases import QuietCase, SignalCase, Vignette
from benchmarks.safety.curves import draw, points
from benchmarks.safety.folds import SHIFTS, CachedTriage, Judged, as_verdict, shifted
from benchmarks.safety.keywords import WORDS, keyword_level
from benchmarks.safety.measure import Verdict, quiet_result, signal_result
from benchmarks.safety.report import Measured, curve_table, failures, figures, misses, table
from benchmarks.safety.vignettes import result
from rugwijzer.triage import FlagBook

ROOT = Path(__file__).resolve().parents[3]
NOTHING = frozenset[str]()
KEYS = (
    "caught_urgent caught_all false_alarm asked level_exact vignettes_exact under_triage "
    "keyword_caught_urgent keyword_false_alarm"
).split()


@pytest.fixture(scope="module")
def book() -> FlagBook:
    return FlagBook.load(ROOT / "data" / "red_flags")


@pytest.fixture(scope="module")
def levels(book: FlagBook) -> dict[str, str]:
    return {f.id: f.level for f in book.flags.values()}


def measured(level: str) -> Measured:
    """A tiny measurement in which a spoed message was escalated at `level`."""
    case = SignalCase("geheim bericht", frozenset({"plassen"}), NOTHING, "spoed", "kort")
    signals = signal_result([case], [Verdict(level, NOTHING, NOTHING)])
    quiet = quiet_result([QuietCase("stil", "ontkend")], [Verdict("geen", NOTHING, NOTHING)])
    vignette = Vignette("v1", "x", NOTHING, "spoed", 40, 1, 5, None)
    played = result([vignette], [level], 5)
    return Measured(signals, quiet, quiet, played, signals, quiet, quiet)


def test_the_figures_hold_the_keys_and_no_message() -> None:
    found = figures(measured("spoed"))
    assert set(KEYS) <= set(found)
    assert (found["caught_urgent"], found["under_triage"]) == (1.0, 0.0)
    assert found["interval"]["caught_urgent"][0] < 0.3
    assert "geheim" not in str(found)


def test_floors_are_held_or_named() -> None:
    assert failures(figures(measured("spoed"))) == []
    broken = failures(figures(measured("geen")))
    assert any(b.startswith("caught_all 0.0 is lager") for b in broken)
    assert any(b.startswith("under_triage 1.0 is hoger") for b in broken)


def test_one_missed_urgent_message_is_allowed_and_two_are_not() -> None:
    found = figures(measured("spoed"))
    assert failures({**found, "missed_urgent": 1}) == []
    assert failures({**found, "missed_urgent": 2}) != []


def test_the_table_is_without_messages_and_the_misses_are_not() -> None:
    bad = measured("geen")
    assert "geheim" not in table(bad)
    assert "Semigran" in table(bad) and "woordenlijst" in table(bad)
    assert "geheim bericht" in misses(bad) and "v1" in misses(bad)


# -- the keyword baseline ------------------------------------------------------------------------


def test_the_word_list_covers_every_flag(levels: dict[str, str]) -> None:
    assert set(WORDS) == set(levels)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("ik kan niet plassen", "spoed"),
        ("gelukkig geen koorts", "vandaag"),
        ("welke matras is goed", "geen"),
        ("Ik heb kanker en ben benauwd", "bel_112"),
    ],
)
def test_the_baseline_knows_words_and_no_context(
    text: str, level: str, levels: dict[str, str]
) -> None:
    assert keyword_level(text, levels) == level


# -- the curve -----------------------------------------------------------------------------------


def test_shifting_moves_every_probability_the_same_way() -> None:
    before = {"plassen": 0.2, "koorts": 0.0}
    assert shifted(before, 0) == before
    assert shifted(before, 1)["plassen"] == pytest.approx(0.4047, abs=1e-3)
    assert shifted(before, -1)["plassen"] < 0.2
    assert 0 < shifted(before, 5)["koorts"] < 0.01


def test_the_curve_rises_and_is_drawn(book: FlagBook, tmp_path: Path) -> None:
    triage = CachedTriage(book)
    unclear = SignalCase("het voelt daar anders", frozenset({"rijbroek"}), NOTHING, "spoed", "a")
    quiet = SignalCase("welke matras is goed", NOTHING, NOTHING, "geen", "a")
    judged = [Judged(unclear, {"rijbroek": 0.05}), Judged(quiet, {"rijbroek": 0.01})]
    curve = points(triage, judged)
    assert [p.shift for p in curve] == list(SHIFTS)
    recall = [p.recall["spoed"].value for p in curve]
    assert recall == sorted(recall) and recall[0] == 0 and recall[-1] == 1
    assert "-5.00" in curve_table(curve)
    for path in draw(curve, tmp_path):
        assert path.read_text().lstrip().startswith("<?xml")


def test_an_assessment_becomes_a_verdict(book: FlagBook) -> None:
    triage = CachedTriage(book)
    assert as_verdict(triage.assess("ik kan niet plassen")).level == "spoed"
    assert as_verdict(triage.assess("welke matras")).asked == NOTHING
