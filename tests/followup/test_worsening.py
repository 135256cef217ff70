from __future__ import annotations

import pytest

from rugwijzer.followup.worsening import Measures, Thresholds, worsened

LIMITS = Thresholds(pain_up=2, activity_up=2, pain_from=8, walked_below=1)


def pains(*values: int | None) -> list[Measures]:
    return [Measures(pain=v) for v in values]


def test_two_points_more_pain_is_worse() -> None:
    assert worsened(Measures(pain=5), pains(3), LIMITS) == ("pijn van 3 naar 5",)


def test_one_point_is_not() -> None:
    assert worsened(Measures(pain=4), pains(3), LIMITS) == ()


def test_a_slow_climb_is_seen() -> None:
    assert worsened(Measures(pain=4), pains(2, 3), LIMITS) == ("pijn van 2 naar 4",)


def test_an_old_low_is_forgotten() -> None:
    assert worsened(Measures(pain=4), pains(1, 3, 3, 3), LIMITS) == ()


def test_the_first_measurement_has_nothing_to_compare_with() -> None:
    assert worsened(Measures(pain=6, activity=9), [], LIMITS) == ()


def test_the_threshold_of_the_plan_counts_also_the_first_time() -> None:
    assert worsened(Measures(pain=8), [], LIMITS) == ("pijn is 8, de grens van het plan is 8",)


def test_a_skipped_answer_is_no_zero() -> None:
    assert worsened(Measures(pain=None), pains(1), LIMITS) == ()
    assert worsened(Measures(pain=4), pains(3, None), LIMITS) == ()


@pytest.mark.parametrize(
    ("now", "reasons"),
    [
        (3, ()),
        (5, ("moeite met de activiteit van 3 naar 5",)),
        (4, ()),
    ],
)
def test_two_points_more_trouble_with_the_activity_is_worse(
    now: int, reasons: tuple[str, ...]
) -> None:
    assert worsened(Measures(activity=now), [Measures(activity=3)], LIMITS) == reasons


@pytest.mark.parametrize(
    ("days", "reasons"),
    [
        (0, ("wandelde 0 dagen, de grens van het plan is 1",)),
        (1, ()),
        (None, ()),
    ],
)
def test_fewer_days_of_walking_than_the_plan_wants_is_worse(
    days: int | None, reasons: tuple[str, ...]
) -> None:
    assert worsened(Measures(walked=days), [], LIMITS) == reasons


def test_every_reason_is_named() -> None:
    now = Measures(pain=9, activity=8, walked=0)
    assert worsened(now, [Measures(2, 3, 4)], LIMITS) == (
        "pijn van 2 naar 9",
        "moeite met de activiteit van 3 naar 8",
        "pijn is 9, de grens van het plan is 8",
        "wandelde 0 dagen, de grens van het plan is 1",
    )


@pytest.mark.parametrize("name", ["activity_up", "pain_from", "walked_below"])
def test_a_rule_can_be_left_out(name: str) -> None:
    now = Measures(pain=9, activity=8, walked=0)
    fewer = Thresholds(**{**vars(LIMITS), name: None})
    assert len(worsened(now, [Measures(2, 3, 4)], fewer)) == 3
