from __future__ import annotations

from datetime import date, datetime, time, timezone

import pytest

from rugwijzer.followup.calendar import allowed, due_at, next_allowed
from rugwijzer.followup.content import Content
from rugwijzer.followup.plans import Window
from rugwijzer.knowledge.office_hours import ZONE

WINDOW = Window(time(9), time(20))


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("start", "moment", "expected"),
    [
        # Winter time, an hour before UTC + 2.
        (date(2026, 1, 5), "dag_2", datetime(2026, 1, 7, 9, 0, tzinfo=timezone.utc)),
        # Over the change to summer time on 29 March and back on 25 October 2026.
        (date(2026, 3, 27), "dag_2", datetime(2026, 3, 29, 8, 0, tzinfo=timezone.utc)),
        (date(2026, 10, 23), "dag_2", datetime(2026, 10, 25, 9, 0, tzinfo=timezone.utc)),
        (date(2026, 1, 5), "maand_3", datetime(2026, 4, 5, 8, 0, tzinfo=timezone.utc)),
        # Three months after 30 November: February has no 30th.
        (date(2026, 11, 30), "maand_3", datetime(2027, 2, 28, 9, 0, tzinfo=timezone.utc)),
        (date(2028, 2, 29), "maand_12", datetime(2029, 2, 28, 9, 0, tzinfo=timezone.utc)),
    ],
)
def test_due_at_ten_on_the_dutch_clock(
    content: Content, start: date, moment: str, expected: datetime
) -> None:
    plan = content.plans["standaard"]
    found = plan.moment(moment)
    assert found is not None
    assert due_at(plan, found, start) == expected
    assert due_at(plan, found, start).astimezone(ZONE).time() == time(10)


def test_nobody_is_disturbed_at_night() -> None:
    assert not allowed(local(2026, 1, 5, 8, 59), WINDOW)
    assert allowed(local(2026, 1, 5, 9, 0), WINDOW)
    assert allowed(local(2026, 1, 5, 19, 59), WINDOW)
    assert not allowed(local(2026, 1, 5, 20, 0), WINDOW)


def test_waits_until_the_next_morning() -> None:
    assert next_allowed(local(2026, 1, 5, 23, 0), WINDOW) == local(2026, 1, 6, 9, 0)
    assert next_allowed(local(2026, 1, 6, 3, 0), WINDOW) == local(2026, 1, 6, 9, 0)
    assert next_allowed(local(2026, 1, 6, 12, 0), WINDOW) == local(2026, 1, 6, 12, 0)


def test_the_morning_after_the_clock_changed() -> None:
    evening = local(2026, 3, 28, 21, 0)
    assert next_allowed(evening, WINDOW) == datetime(2026, 3, 29, 7, 0, tzinfo=timezone.utc)
    evening = local(2026, 10, 24, 21, 0)
    assert next_allowed(evening, WINDOW) == datetime(2026, 10, 25, 8, 0, tzinfo=timezone.utc)
