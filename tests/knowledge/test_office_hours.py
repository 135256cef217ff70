"""rugwijzer.knowledge.office_hours, with fixed clocks."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from rugwijzer.knowledge.office_hours import (
    DEFAULT_HOURS,
    ZONE,
    OfficeHours,
    OfficeHoursError,
    PracticeClock,
    dutch_now,
)

WEEKDAYS = OfficeHours.parse(DEFAULT_HOURS)


def nl(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-18 08:00", True),
        ("2026-11-18 07:59", False),
        ("2026-11-18 16:59", True),
        ("2026-11-18 17:00", False),
        ("2026-11-18 03:00", False),
        ("2026-11-21 11:00", False),
        ("2026-11-22 11:00", False),
    ],
)
def test_weekdays_from_eight_to_five(moment: str, is_open: bool) -> None:
    assert WEEKDAYS.is_open(nl(moment)) is is_open


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        ("2025-04-26", False),  # Saturday: Koningsdag came forward from Sunday the 27th
        ("2026-04-27", False),
        ("2026-04-28", True),
        ("2026-04-06", False),  # Easter Monday
        ("2026-04-03", True),  # Good Friday is a working day
        ("2026-05-14", False),  # Ascension Day
        ("2026-05-05", True),  # Bevrijdingsdag, not a lustrum year
        ("2025-05-05", False),  # Bevrijdingsdag in a lustrum year
        ("2026-12-25", False),
        ("2027-01-01", False),
    ],
)
def test_dutch_holidays_are_closed(day: str, is_open: bool) -> None:
    assert WEEKDAYS.is_open(nl(f"{day} 10:00")) is is_open


def test_koningsdag_moves_when_it_falls_on_a_sunday() -> None:
    weekend = OfficeHours.parse("ma-zo 8-17")
    assert not weekend.is_open(nl("2025-04-26 10:00"))
    assert weekend.is_open(nl("2025-04-27 10:00"))
    assert not weekend.is_open(nl("2031-04-26 10:00"))
    assert weekend.is_open(nl("2031-04-27 10:00"))


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-03-27 06:59", False),  # winter: 7:59 in Amsterdam
        ("2026-03-27 07:00", True),
        ("2026-03-30 05:59", False),  # after the clock went forward: 7:59
        ("2026-03-30 06:00", True),
        ("2026-10-23 06:00", True),  # summer
        ("2026-10-26 06:59", False),  # after the clock went back
        ("2026-10-26 07:00", True),
    ],
)
def test_summer_and_winter_time(moment: str, is_open: bool) -> None:
    assert WEEKDAYS.is_open(utc(moment)) is is_open


def test_the_night_of_the_clock_change() -> None:
    night = OfficeHours.parse("zo 0-3")
    assert night.is_open(utc("2026-10-25 00:30"))  # 2:30 for the first time
    assert night.is_open(utc("2026-10-25 01:30"))  # 2:30 for the second time
    assert not night.is_open(utc("2026-03-29 01:00"))  # from 1:59 straight to 3:00


@pytest.mark.parametrize(
    ("moment", "phase", "opens"),
    [
        ("2026-11-18 10:00", "open", "donderdag om 8 uur"),
        ("2026-11-16 20:00", "deze_week", "dinsdag om 8 uur"),
        ("2026-11-18 08:00", "open", "donderdag om 8 uur"),
        ("2026-11-18 06:30", "straks", "8 uur"),
        ("2026-11-18 20:00", "deze_week", "donderdag om 8 uur"),
        ("2026-11-20 20:00", "dicht", "maandag om 8 uur"),
        ("2026-11-22 09:00", "dicht", "maandag om 8 uur"),
        ("2026-04-05 12:00", "dicht", "dinsdag om 8 uur"),  # Easter Sunday
        ("2026-05-13 18:00", "deze_week", "vrijdag om 8 uur"),  # eve of Ascension Day
        ("2026-12-31 18:00", "dicht", "maandag om 8 uur"),
    ],
)
def test_when_the_practice_opens_again(moment: str, phase: str, opens: str) -> None:
    clock = PracticeClock(WEEKDAYS, lambda: nl(moment))
    assert (clock.phase(), clock.opens()) == (phase, opens)


@pytest.mark.parametrize(
    ("hours", "moment", "is_open"),
    [
        ("ma-do 8:30-17, vr 8.30-12:30", "2026-11-19 08:29", False),
        ("ma-do 8:30-17, vr 8.30-12:30", "2026-11-19 08:30", True),
        ("ma-do 8:30-17, vr 8.30-12:30", "2026-11-19 16:59", True),
        ("ma-do 8:30-17, vr 8.30-12:30", "2026-11-19 17:00", False),
        ("ma-do 8:30-17, vr 8.30-12:30", "2026-11-20 12:29", True),
        ("ma-do 8:30-17, vr 8.30-12:30", "2026-11-20 12:30", False),
        ("ma-do 8-17", "2026-11-19 07:59", False),
        ("ma-do 8-17", "2026-11-19 08:00", True),
        ("ma-do 8-17", "2026-11-20 10:00", False),
        ("wo 8-17", "2026-11-18 10:00", True),
        ("wo 8-17", "2026-11-19 10:00", False),
        ("za 0-24", "2026-11-21 00:00", True),
        ("za 0-24", "2026-11-21 23:59", True),
    ],
)
def test_other_hours_can_be_set(hours: str, moment: str, is_open: bool) -> None:
    assert OfficeHours.parse(hours).is_open(nl(moment)) is is_open


def test_half_past_eight_is_said_with_its_minutes() -> None:
    clock = PracticeClock(OfficeHours.parse("vr 8.30-12:30"), lambda: nl("2026-11-20 07:00"))
    assert clock.opens() == "8.30 uur"


@pytest.mark.parametrize("moment", ["2026-12-25 03:00", "2026-11-18 03:00"])
def test_always_reachable_is_open_at_night_and_on_holidays(moment: str) -> None:
    clock = PracticeClock(OfficeHours.parse(" Altijd "), lambda: nl(moment))
    assert (clock.phase(), clock.opens()) == ("open", "")


@pytest.mark.parametrize(
    "text", ["", "8-17", "ma-vr", "ma 8:60-17", "ma 8-16:75", "xx 8-17", "ma-xx 8-17"]
)
def test_hours_that_cannot_be_read_are_refused(text: str) -> None:
    said = r"^openingstijden zijn zoals 'ma-vr 8:00-17:00', of 'altijd'$"
    with pytest.raises(OfficeHoursError, match=said):
        OfficeHours.parse(text)


@pytest.mark.parametrize("text", ["ma-vr 17-8", "ma 8-8", "vr-ma 8-17", "ma 8-25", "ma 8-24:01"])
def test_hours_beyond_a_day_or_week_are_refused(text: str) -> None:
    said = "^openingstijden lopen van vroeg naar laat, binnen een dag en week$"
    with pytest.raises(OfficeHoursError, match=said):
        OfficeHours.parse(text)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a moment without a time zone$"):
        WEEKDAYS.is_open(datetime(2026, 11, 18, 10))


def test_the_clock_is_dutch() -> None:
    assert str(dutch_now().tzinfo) == "Europe/Amsterdam"


def test_a_practice_that_never_opens_is_closed_and_says_no_hour() -> None:
    """As with no week at all: nothing within reach, so the huisartsenpost is named."""
    never = PracticeClock(OfficeHours({}), lambda: nl("2026-11-18T10:00"))
    assert never.phase() == "dicht"
    assert never.opens() == ""
