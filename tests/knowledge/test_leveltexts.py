from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from rugwijzer.knowledge.leveltexts import LevelTexts, Phones
from rugwijzer.knowledge.office_hours import DEFAULT_HOURS, ZONE, OfficeHours, PracticeClock
from rugwijzer.triage.levels import RULES

from .conftest import Content

NONE = Phones()
DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture
def texts(content: Content) -> LevelTexts:
    with content.edit("red_flags/niveaus.yml") as levels:
        levels["bijzonder"]["overdosis"] = "Bel nu uw huisarts over de pillen."
        levels["als"] = "Als dit bij u zo is:"
    return LevelTexts.load(content.root / "red_flags" / "niveaus.yml")


def test_names_come_from_the_flag_files(texts: LevelTexts) -> None:
    assert texts.name("plassen") == "niet kunnen plassen"
    assert texts.name("onbekend") == "onbekend"


def test_a_number_that_is_not_configured_is_left_out(texts: LevelTexts) -> None:
    assert texts.text("spoed", ["plassen"], "website", NONE) == (
        "Bel nu uw huisarts over niet kunnen plassen."
    )
    assert texts.text("spoed", ["plassen"], "website", Phones(practice="010-1234567")) == (
        "Bel nu uw huisarts (010-1234567) over niet kunnen plassen."
    )


@pytest.mark.parametrize(
    ("flags", "shown"),
    [
        ([], "uw klachten"),
        (["a"], "a"),
        (["a", "b"], "a en b"),
        (["a", "b", "c", "d"], "a, b en c"),
    ],
)
def test_at_most_three_signals_are_named(texts: LevelTexts, flags: list[str], shown: str) -> None:
    assert texts.text("vandaag", flags, "website", NONE) == f"Bel vandaag uw huisarts over {shown}."


@pytest.mark.parametrize(
    ("level", "surface", "clock"),
    [
        ("spoed", "tablet", True),
        ("bel_112", "tablet", True),
        ("vandaag", "tablet", False),
        ("spoed", "website", False),
    ],
)
def test_the_desk_is_named_on_the_tablet_when_it_is_urgent(
    texts: LevelTexts, level: str, surface: str, clock: bool
) -> None:
    text = texts.text(level, ["plassen"], surface, NONE)
    assert text.startswith("Meld dit nu bij de balie.") is clock


def test_thoughts_of_suicide_have_their_own_text_with_113_first(texts: LevelTexts) -> None:
    text = texts.text("bel_112", ["plassen", "overdosis", "suicidaal"], "website", NONE)
    assert text.startswith("Bel nu 113.")


def test_an_overdose_has_its_own_text_until_it_is_112(texts: LevelTexts) -> None:
    assert (
        texts.text("spoed", ["overdosis"], "website", NONE) == "Bel nu uw huisarts over de pillen."
    )
    assert texts.text("bel_112", ["overdosis"], "website", NONE).startswith("Bel nu 112 over")


def test_a_message_is_an_escalation_with_its_level_and_flags(texts: LevelTexts) -> None:
    assert texts.message("vandaag", ("plassen",), "website", NONE) == {
        "text": "Bel vandaag uw huisarts over niet kunnen plassen.",
        "kind": "escalation",
        "level": "vandaag",
        "red_flags": ["plassen"],
    }


def test_an_advice_starts_with_a_condition_when_it_is_not_known(texts: LevelTexts) -> None:
    assert texts.conditional == "Als dit bij u zo is:"


# -- the real texts, at a fixed moment ----------------------------------------------------------

PHONES = Phones("030-1", "088-2")
WEDNESDAY = "2026-11-18 10:00"
NIGHT = "2026-11-18 03:00"
EVENING = "2026-11-18 20:00"
SUNDAY = "2026-11-22 11:00"
KINGS_DAY = "2026-04-27 11:00"


def at(moment: str) -> LevelTexts:
    now = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
    clock = PracticeClock(OfficeHours.parse(DEFAULT_HOURS), lambda: now)
    return LevelTexts.load(DATA / "red_flags" / "niveaus.yml", clock)


@pytest.mark.parametrize("flag", ["plassen", "overdosis", "zwanger_signalen"])
@pytest.mark.parametrize("moment", [NIGHT, EVENING, SUNDAY, KINGS_DAY])
def test_out_of_hours_spoed_names_the_huisartsenpost_and_its_number_first(
    moment: str, flag: str
) -> None:
    for text in (
        at(moment).text("spoed", [flag], "website", PHONES),
        at(moment).reminder("spoed", [flag], "website", PHONES),
    ):
        first = text.split("\n\n")[0]
        assert "huisartsenpost (088-2)" in first
        assert first.index("huisartsenpost") < first.index("huisarts is nu gesloten")
        assert "030-1" not in text
        assert "112" in text


@pytest.mark.parametrize("flag", ["plassen", "overdosis", "zwanger_signalen"])
def test_in_office_hours_spoed_names_the_practice_first(flag: str) -> None:
    text = at(WEDNESDAY).text("spoed", [flag], "website", PHONES)
    assert "uw huisarts (030-1)" in text.split("\n\n")[0]
    assert text.index("030-1") < text.index("huisartsenpost (088-2)")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (WEDNESDAY, "Bel vandaag uw huisarts (030-1). Vertel"),
        (NIGHT, "Bel vandaag uw huisarts (030-1). De praktijk gaat open om 8 uur."),
        (EVENING, "Bel vandaag nog de huisartsenpost (088-2)."),
        (SUNDAY, "Bel vandaag nog de huisartsenpost (088-2)."),
    ],
)
def test_vandaag_names_who_can_be_called_today(moment: str, words: str) -> None:
    assert at(moment).text("vandaag", ["koorts"], "website", PHONES).startswith(words)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (EVENING, "Bel deze week uw huisarts (030-1)"),
        (SUNDAY, "zodra de praktijk weer opengaat: maandag om 8 uur."),
    ],
)
def test_deze_week_is_next_week_when_the_week_is_over(moment: str, words: str) -> None:
    assert words in at(moment).text("deze_week", ["nachtpijn"], "website", PHONES)


def test_112_does_not_depend_on_the_hour() -> None:
    texts = {at(m).text("bel_112", ["aneurysma"], "website", PHONES) for m in (WEDNESDAY, SUNDAY)}
    assert len(texts) == 1


@pytest.mark.parametrize("level", ["spoed", "bel_112"])
def test_an_overdose_names_112_for_who_is_drowsy(level: str) -> None:
    text = at(WEDNESDAY).text(level, ["overdosis"], "website", PHONES)
    first = text.split("\n\n")[0]
    assert "112" in first and "suf" in first


@pytest.mark.parametrize("moment", [WEDNESDAY, SUNDAY])
def test_suicide_is_never_a_number_alone(moment: str) -> None:
    texts = at(moment)
    spoken = [
        texts.text("bel_112", ["suicidaal"], "website", PHONES),
        texts.reminder("bel_112", ["suicidaal"], "website", PHONES),
    ]
    for text in spoken:
        assert text.index("113") < text.index("112")
        assert "hoeft" in text and "alleen" in text and "iemand" in text and "chat" in text
    for key in ("bevestigd", "hulp", "aandringen"):
        assert "iemand" in texts.hold(key, ["suicidaal"])


def test_several_meanings_of_one_yes_are_joined_by_of() -> None:
    text = at(WEDNESDAY).text("spoed", ["plassen", "ontlasting"], "website", PHONES, either=True)
    assert "problemen met plassen of ontlasting" in text


def test_the_hold_has_a_text_of_its_own_for_a_signal_and_for_the_tablet() -> None:
    texts = at(WEDNESDAY)
    assert "balie" in texts.hold("hulp", ["plassen"], "tablet")
    assert "113" in texts.hold("hulp", ["suicidaal"], "tablet")
    assert "balie" not in texts.hold("hulp", ["plassen"], "website")
    with pytest.raises(KeyError):
        texts.hold("bestaat_niet")


def test_the_reminder_on_the_tablet_sends_to_the_desk() -> None:
    text = at(WEDNESDAY).reminder("spoed", ["plassen"], "tablet", PHONES)
    assert text.startswith("Meld dit nu bij de balie.")


def test_every_rule_of_the_levels_has_plain_words() -> None:
    assert all(at(WEDNESDAY).rule(name).endswith(".") for name in RULES)
    assert at(WEDNESDAY).rule("onbekend") == ""
