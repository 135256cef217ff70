"""When the practice can be called: opening hours, Dutch holidays, in Dutch time."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
#: Weekdays 8-17: outside these hours Dutch huisartsenposten take over.
DEFAULT_HOURS = "ma-vr 8:00-17:00"
ALWAYS = "altijd"
_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_NAMES = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_DAY = "|".join(_DAYS)
_PART = re.compile(
    rf"(?P<first>{_DAY})(?:-(?P<last>{_DAY}))?\s+"
    r"(?P<h1>\d{1,2})(?:[:.](?P<m1>[0-5]\d))?\s*-\s*(?P<h2>\d{1,2})(?:[:.](?P<m2>[0-5]\d))?"
)
_WHOLE_DAY = 24 * 60
#: Further ahead than any run of holidays and weekends in the Netherlands.
_SEARCH_DAYS = 14


class OfficeHoursError(ValueError):
    """Opening hours that cannot be read; the text says what is expected, in Dutch."""


def dutch_now() -> datetime:
    """The present moment in Dutch time."""
    return datetime.now(ZONE)


@lru_cache(maxsize=8)
def dutch_holidays(year: int) -> Mapping[date, str]:
    """Public holidays on which practices are closed.

    Good Friday is left out: it is an ordinary working day for Dutch practices, and a patient who is
    sent to a huisartsenpost that is closed loses time.
    """
    import holidays

    days = holidays.country_holidays("NL", years=year, language="en_US")
    return {day: name for day, name in days.items() if name != "Good Friday"}


@dataclass(frozen=True)
class OfficeHours:
    """Opening hours: for each weekday (0 = Monday) the minutes after midnight of opening and closing.

    `always` is a practice that is reached at any hour; then `week` is not looked at.
    """

    week: Mapping[int, tuple[int, int]]
    always: bool = False

    @classmethod
    def parse(cls, text: str) -> OfficeHours:
        """Read 'ma-vr 8:00-17:00', parts with commas ('ma-do 8-17, vr 8-12:30') or 'altijd'.

        Raises OfficeHoursError for anything else.
        """
        if text.strip().lower() == ALWAYS:
            return cls({}, always=True)
        week: dict[int, tuple[int, int]] = {}
        for part in text.lower().split(","):
            week |= _part(part.strip())
        return cls(week)

    def is_open(self, moment: datetime) -> bool:
        """Whether the practice can be called at an aware moment of any time zone."""
        local = _local(moment)
        opening = self._opening(local.date())
        minute = local.hour * 60 + local.minute
        return self.always or (opening is not None and opening[0] <= minute < opening[1])

    def next_opening(self, moment: datetime) -> datetime | None:
        """The first opening after an aware moment, in Dutch time; None when there is none soon."""
        local = _local(moment)
        for ahead in range(_SEARCH_DAYS):
            day = local.date() + timedelta(days=ahead)
            opening = self._opening(day)
            if opening is None:
                continue
            hour, minute = divmod(opening[0], 60)
            start = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)
            if start > local:
                return start
        return None

    def _opening(self, day: date) -> tuple[int, int] | None:
        if day in dutch_holidays(day.year):
            return None
        return self.week.get(day.weekday())


@dataclass(frozen=True)
class PracticeClock:
    """The opening hours with a watch beside them: what is true of the practice now.

    `now` gives an aware moment; tests pass a fixed one.
    """

    hours: OfficeHours
    now: Callable[[], datetime] = dutch_now

    def phase(self) -> str:
        """Open now, or else when it opens.

        'open'; 'straks' later today; 'deze_week' on a later day of this week; 'dicht' not any more
        this week.
        """
        moment = _local(self.now())
        if self.hours.always or self.hours.is_open(moment):
            return "open"
        opens = self.hours.next_opening(moment)
        if opens is None:
            return "dicht"
        if opens.date() == moment.date():
            return "straks"
        same_week = opens.date() - timedelta(days=opens.weekday()) <= moment.date()
        return "deze_week" if same_week else "dicht"

    def opens(self) -> str:
        """When it opens again, in words: '8 uur', 'maandag om 8.30 uur'; empty when unknown."""
        moment = _local(self.now())
        opens = self.hours.next_opening(moment)
        if opens is None:
            return ""
        clock = f"{opens.hour}.{opens.minute:02d} uur" if opens.minute else f"{opens.hour} uur"
        same_day = opens.date() == moment.date()
        return clock if same_day else f"{_NAMES[opens.weekday()]} om {clock}"


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(ZONE)


def _part(part: str) -> dict[int, tuple[int, int]]:
    match = _PART.fullmatch(part)
    if not match:
        raise OfficeHoursError("openingstijden zijn zoals 'ma-vr 8:00-17:00', of 'altijd'")
    opens = int(match["h1"]) * 60 + int(match["m1"] or 0)
    closes = int(match["h2"]) * 60 + int(match["m2"] or 0)
    first = _DAYS.index(match["first"])
    last = _DAYS.index(match["last"] or match["first"])
    if not opens < closes <= _WHOLE_DAY or first > last:
        raise OfficeHoursError("openingstijden lopen van vroeg naar laat, binnen een dag en week")
    return dict.fromkeys(range(first, last + 1), (opens, closes))


#: For a practice that does not say when it is closed, and for tests.
ALWAYS_OPEN = PracticeClock(OfficeHours.parse(ALWAYS))
