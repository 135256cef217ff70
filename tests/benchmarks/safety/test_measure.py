"""benchmarks.safety: what counts as caught, as a false alarm and as the right level."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.safety.cases import QuietCase, SignalCase, Vignette, load_cases
from benchmarks.safety.measure import Verdict, judge, quiet_result, signal_result, verdict
from benchmarks.safety.vignettes import play, reply, result
from benchmarks.safety.wilson import Share

NOTHING = frozenset[str]()


def case(level: str, *flags: str, also: str = "", style: str = "kort") -> SignalCase:
    return SignalCase("x", frozenset(flags), frozenset(also.split()), level, style)


def told(level: str, *named: str) -> Verdict:
    return Verdict(level, frozenset(named), NOTHING)


def asked(*flags: str) -> Verdict:
    return Verdict("geen", NOTHING, frozenset(flags))


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(57, 57, 0.937, 1.0), (51, 57, 0.789, 0.951), (0, 10, 0.0, 0.278), (0, 0, 0.0, 1.0)],
)
def test_wilson_interval(hits: int, total: int, low: float, high: float) -> None:
    assert Share(hits, total).interval() == pytest.approx((low, high), abs=0.001)


def test_an_escalation_and_a_question_are_read_from_the_messages() -> None:
    messages = [
        {"kind": "escalation", "level": "vandaag", "red_flags": ["koorts"]},
        {"kind": "escalation", "level": "spoed", "red_flags": ["plassen"]},
        {"kind": "question", "asks": "confirm", "red_flags": ["rijbroek"]},
        {"kind": "question", "asks": "red_flags", "red_flags": ["kanker"]},
    ]
    assert verdict(messages) == Verdict(
        "spoed", frozenset({"koorts", "plassen"}), frozenset({"rijbroek"})
    )
    assert verdict([{"kind": "answer"}]) == Verdict("geen", NOTHING, NOTHING)


def test_each_message_is_judged_in_order() -> None:
    found = judge(lambda text: [{"kind": "escalation", "level": text}], ["spoed", "vandaag"])
    assert [v.level for v in found] == ["spoed", "vandaag"]


def test_sensitivity() -> None:
    cases = [
        case("spoed", "plassen"),
        case("bel_112", "aneurysma"),
        case("spoed", "rijbroek", also="plassen", style="lang"),
        case("vandaag", "koorts"),
        case("vandaag", "koorts"),
    ]
    found = [
        told("spoed", "plassen"),
        told("spoed", "plassen"),  # too low, and no question about it
        asked("plassen"),
        told("spoed", "plassen"),  # too high still catches it
        asked("kanker"),  # asked about something else
    ]
    measured = signal_result(cases, found)
    assert measured.caught_urgent == Share(2, 3)
    assert measured.escalated_urgent == Share(1, 3)
    assert measured.caught_all == Share(3, 5)
    assert measured.level_exact == Share(1, 5)
    assert measured.by_level["vandaag"] == Share(1, 2)
    assert measured.by_style == {"kort": Share(2, 4), "lang": Share(1, 1)}
    assert measured.confusion["vandaag"] == {"spoed": 1, "geen": 1}
    assert measured.misses == [cases[1], cases[4]]


def test_false_alarms_and_needless_questions() -> None:
    cases = [QuietCase("a", "ontkend"), QuietCase("b", "ander"), QuietCase("c", "ander")]
    measured = quiet_result(cases, [told("spoed", "plassen"), asked("koorts"), told("geen")])
    assert (measured.false_alarm, measured.asked) == (Share(1, 3), Share(1, 3))
    assert measured.by_reason == {"ander": Share(0, 2), "ontkend": Share(1, 1)}
    assert measured.alarms == [cases[0]]


VIGNETTE = Vignette("v1", "mijn rug", frozenset({"kanker"}), "vandaag", 61, 3, 6, None)


def test_a_patient_answers_as_the_vignette_says() -> None:
    def ask(asks: str, *flags: str) -> str:
        return reply(VIGNETTE, {"asks": asks, "red_flags": list(flags)})

    assert [ask("red_flags", "kanker", "koorts"), ask("confirm", "plassen")] == ["ja", "nee"]
    assert [ask("age"), ask("duration_days"), ask("pain_score")] == ["61", "3 dagen", "6"]
    assert ask("temperature") == "niet gemeten"


def test_a_vignette_is_played_to_the_outcome() -> None:
    said: list[str] = []

    def say(text: str) -> list[dict]:
        said.append(text)
        if len(said) == 1:
            return [{"kind": "fallback"}]
        if len(said) == 2:
            return [{"kind": "question", "asks": "red_flags", "red_flags": ["kanker"]}]
        return [{"kind": "outcome", "level": "vandaag"}, {"kind": "info"}]

    assert play(VIGNETTE, say)[0] == "vandaag"
    assert said == ["mijn rug", "controleer mijn klachten", "ja"]


def test_an_assistant_that_stops_asking_is_no_endless_play() -> None:
    assert play(VIGNETTE, lambda text: [{"kind": "fallback"}])[0] == "geen"


def test_vignettes_too_low_and_too_high() -> None:
    urgent = Vignette("v2", "x", NOTHING, "spoed", 40, 1, 5, None)
    measured = result([VIGNETTE, urgent, VIGNETTE], ["spoed", "vandaag", "vandaag"], 30)
    assert (measured.exact, measured.under, measured.over) == (
        Share(1, 3),
        Share(1, 3),
        Share(1, 3),
    )
    assert measured.under_urgent == Share(1, 1)
    assert measured.turns == 10
    assert [v.id for v, _ in measured.wrong] == ["v1", "v2"]


def test_cases_are_read_from_a_folder(tmp_path: Path) -> None:
    rows = {
        "vlag": {"text": "a", "vlaggen": ["koorts"], "niveau": "vandaag", "stijl": "kort"},
        "geenvlag": {"text": "b", "waarom": "ontkend", "vlag": "koorts"},
        "faq": {"text": "c", "topic": "matras"},
        "oos": {"text": "d", "soort": "onzin"},
        "vignetten": {
            "id": "v1", "opening": "e", "heeft": ["kanker"], "niveau": "vandaag",
            "leeftijd": 50, "duur_dagen": 3, "nrs": 5, "koorts_graden": None,
        },
    }  # fmt: skip
    for name, row in rows.items():
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n")
    cases = load_cases(tmp_path)
    assert cases.signals[0].right == {"koorts"}
    assert [c.reason for c in cases.questions] == ["vraag", "buiten bereik"]
    assert cases.vignettes[0].has == {"kanker"}
    with pytest.raises(FileNotFoundError):
        load_cases(tmp_path / "leeg")
