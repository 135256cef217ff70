from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from rugwijzer.followup.states import (
    ANSWERED,
    CANCELLED,
    DELIVERED,
    DUE,
    FOLLOWING,
    MISSED,
    NAMES,
    PLANNED,
    SENT,
    STATES,
    Facts,
    predecessors,
    wanted,
)

T = datetime(2026, 1, 7, 9, 0, tzinfo=timezone.utc)
DAY = timedelta(days=1)


def want(facts: Facts, now: datetime) -> str | None:
    return wanted(facts, now, DAY, 2 * DAY)


def test_nothing_leaves_answered_or_cancelled() -> None:
    assert FOLLOWING[ANSWERED] == FOLLOWING[CANCELLED] == frozenset()


def test_a_late_answer_is_taken() -> None:
    assert MISSED in predecessors(ANSWERED)


def test_nothing_is_sent_twice() -> None:
    assert predecessors(SENT) == (DUE,)


def test_every_state_has_a_dutch_name_and_can_be_reached() -> None:
    assert set(NAMES) == set(STATES) == set(FOLLOWING)
    assert all(predecessors(s) for s in STATES if s != PLANNED)


def test_waits_until_it_is_due() -> None:
    assert want(Facts(PLANNED, T), T - timedelta(seconds=1)) is None
    assert want(Facts(PLANNED, T), T) == "send"


def test_one_reminder_after_a_day_then_missed() -> None:
    sent = Facts(DELIVERED, T, sent_at=T)
    assert want(sent, T + DAY - timedelta(seconds=1)) is None
    assert want(sent, T + DAY) == "remind"
    reminded = Facts(DELIVERED, T, sent_at=T, reminded_at=T + DAY)
    assert want(reminded, T + DAY + timedelta(hours=3)) is None
    assert want(reminded, T + 2 * DAY) == "miss"


def test_a_question_of_last_week_is_not_sent_any_more() -> None:
    assert want(Facts(DUE, T), T + 2 * DAY - timedelta(seconds=1)) == "send"
    assert want(Facts(DUE, T), T + 2 * DAY) == "miss"


@pytest.mark.parametrize("state", [ANSWERED, MISSED, CANCELLED])
def test_the_clock_leaves_what_is_over_alone(state: str) -> None:
    assert want(Facts(state, T, sent_at=T), T + 30 * DAY) is None
