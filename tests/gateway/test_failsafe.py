"""rugwijzer.gateway.failsafe."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from rugwijzer.gateway.failsafe import Failsafe, Rules, load_rules
from rugwijzer.gateway.messages import Message
from rugwijzer.knowledge.leveltexts import Phones
from rugwijzer.knowledge.office_hours import DEFAULT_HOURS, ZONE, OfficeHours, PracticeClock
from rugwijzer.triage.late import Told

from .conftest import FakeTexts

DATA = Path(__file__).resolve().parents[2] / "data"

pytestmark = pytest.mark.asyncio


class BrokenTexts:
    conditional = "Als dit bij u zo is:"

    def message(self, *_: object) -> Message:
        raise KeyError("spoed")


class OtherWords(FakeTexts):
    conditional = "Herkent u dit?"


async def test_a_clear_flag_gets_its_text(rules: Rules) -> None:
    message = (
        await Failsafe(lambda: rules, Phones("030-1")).answer("kan niet plassen", "tablet")
    ).message
    assert message == {
        "text": "Bel uw huisarts 030-1 (spoed, tablet)",
        "kind": "escalation",
        "level": "spoed",
        "red_flags": ["plassen"],
    }


async def test_an_unsure_flag_gets_its_text_under_a_condition(rules: Rules) -> None:
    message = (await Failsafe(lambda: rules).answer("een doof been", "website")).message
    assert message["kind"] == "escalation"
    assert message["text"].startswith("Als dit bij u zo is:\n\nBel uw huisarts")


async def test_the_condition_is_that_of_the_texts_and_the_engine_hears_of_it(rules: Rules) -> None:
    other = replace(rules, texts=OtherWords())
    said = await Failsafe(lambda: other).answer("een doof been", "website")
    assert said.message["text"].startswith("Herkent u dit?\n\nBel uw huisarts")
    assert said.told == Told("spoed", ("rijbroek",), unsure=True)


@pytest.mark.parametrize(("text", "unsure"), [("kan niet plassen", False), ("een doof been", True)])
async def test_what_was_told_is_known_also_when_the_texts_break(
    rules: Rules, text: str, unsure: bool
) -> None:
    broken = replace(rules, texts=BrokenTexts())
    said = await Failsafe(lambda: broken).answer(text, "website")
    assert said.told is not None and said.told.unsure is unsure
    assert "Bel meteen uw huisarts" in said.message["text"]


async def test_what_holds_no_signal_tells_nothing(rules: Rules) -> None:
    assert (await Failsafe(lambda: rules).answer("matras?", "website")).told is None


async def test_another_unsure_flag_stands_beside_what_was_asked_about(rules: Rules) -> None:
    message = (
        await Failsafe(lambda: rules).answer("een doof been", "website", ("plassen",))
    ).message
    assert message["text"].startswith("Als dit bij u zo is:")
    assert message["red_flags"] == ["plassen", "rijbroek"]


async def test_nothing_found_is_said_honestly(rules: Rules) -> None:
    message = (
        await Failsafe(lambda: rules, Phones("030-1", "088-2")).answer("matras?", "website")
    ).message
    assert message["kind"] == "fallback"
    for words in (
        "even niet bereikbaar",
        "niet beantwoord",
        "over een minuut",
        "030-1",
        "088-2",
        "112",
    ):
        assert words in message["text"]


async def test_out_of_hours_the_huisartsenpost_comes_first(rules: Rules) -> None:
    sunday = datetime(2026, 11, 22, 11, tzinfo=ZONE)
    clock = PracticeClock(OfficeHours.parse(DEFAULT_HOURS), lambda: sunday)
    message = (
        await Failsafe(lambda: rules, Phones("030-1", "088-2"), clock).answer("matras?", "website")
    ).message
    assert "Bel meteen de huisartsenpost (088-2)" in message["text"]
    assert "030-1" not in message["text"]


async def test_the_real_texts_follow_the_clock_too() -> None:
    sunday = datetime(2026, 11, 22, 11, tzinfo=ZONE)
    clock = PracticeClock(OfficeHours.parse(DEFAULT_HOURS), lambda: sunday)
    failsafe = Failsafe(lambda: load_rules(DATA, clock), Phones("030-1", "088-2"), clock)
    await failsafe.start()
    message = (await failsafe.answer("ik kan niet plassen", "website")).message
    assert message["text"].startswith("Bel nu de huisartsenpost (088-2).")


async def test_a_clock_that_breaks_still_gives_the_line_to_call(rules: Rules) -> None:
    clock = PracticeClock(OfficeHours.parse(DEFAULT_HOURS), lambda: datetime(2026, 11, 22))
    message = (await Failsafe(lambda: rules, clock=clock).answer("matras?", "website")).message
    assert "Bel meteen uw huisarts" in message["text"] and "112" in message["text"]


@pytest.mark.parametrize("text", ["alles is stuk", "stuk en kan niet plassen"])
async def test_rules_that_break_still_give_the_line_to_call(rules: Rules, text: str) -> None:
    message = (await Failsafe(lambda: rules).answer(text, "website")).message
    assert message["kind"] == "fallback"
    assert "huisarts" in message["text"] and "112" in message["text"]


async def test_rules_that_do_not_load_still_give_the_line_to_call() -> None:
    def load() -> Rules:
        raise FileNotFoundError("data/red_flags")

    message = (await Failsafe(load).answer("kan niet plassen", "website")).message
    assert "huisarts" in message["text"] and "112" in message["text"]


async def test_texts_that_break_keep_the_level_and_the_line_to_call(rules: Rules) -> None:
    broken = replace(rules, texts=BrokenTexts())
    message = (await Failsafe(lambda: broken).answer("kan niet plassen", "website")).message
    assert (message["kind"], message["level"]) == ("escalation", "spoed")
    assert "Bel meteen uw huisarts" in message["text"] and "112" in message["text"]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Ja", "Bel uw huisarts"),
        ("ja, sinds gisteren", "Bel uw huisarts"),
        ("geen idee", "Als dit"),
        ("hoezo?", "Als dit"),
        ("nee hoor", "De assistent"),
        ("klopt niet", "De assistent"),
        ("dat heb ik gelukkig niet", "Als dit"),
        ("nee wacht, ik bedoelde ja", "Als dit"),
        ("het gaat niet beter", "Als dit"),
    ],
)
async def test_the_answer_to_an_open_question_counts(rules: Rules, text: str, starts: str) -> None:
    message = (await Failsafe(lambda: rules).answer(text, "website", ("rijbroek",))).message
    assert message["text"].startswith(starts)
