from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from rugwijzer.followup.content import Content
from rugwijzer.followup.plans import PlanError, read_plan, span

from .conftest import DATA


def changed(tmp_path: Path, **changes: object) -> Path:
    raw = yaml.safe_load((DATA / "plans" / "standaard.yml").read_text(encoding="utf8"))
    raw.update(changes)
    path = tmp_path / "standaard.yml"
    path.write_text(yaml.safe_dump({k: v for k, v in raw.items() if v is not None}))
    return path


def test_the_standard_plan_asks_on_the_days_of_the_issue(content: Content) -> None:
    plan = content.plans["standaard"]
    assert [m.id for m in plan.moments] == [
        *("dag_2", "dag_7", "dag_14", "dag_28", "maand_3", "maand_12"),
    ]
    assert plan.reminder_after == timedelta(hours=24)


def test_the_walking_plan_has_the_goal_of_the_article(content: Content) -> None:
    goal = content.plans["wandelen"].goal
    assert goal is not None
    assert (goal.low, goal.high, goal.minutes) == (3, 5, 30)


def test_every_plan_keeps_pain_and_both_alarm_questions(content: Content) -> None:
    for plan in content.plans.values():
        assert {"pijn", "alarm_zenuw", "alarm_ziek"} <= set(plan.questions), plan.id


def test_a_plan_with_another_moment_needs_no_python(tmp_path: Path, content: Content) -> None:
    moments = [{"id": "week_6", "naam": "Week 6", "na": "6 weken"}]
    plan = read_plan(changed(tmp_path, momenten=moments), content.questions)
    assert [m.name for m in plan.moments] == ["Week 6"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id": "anders"}, "het bestand heet"),
        ({"momenten": []}, "geen enkel moment"),
        ({"momenten": [{"id": "a", "naam": "A", "na": "twee dagen"}]}, "na: 2 dagen"),
        ({"momenten": [{"id": "a", "naam": "A", "na": "0 dagen"}]}, "startdag"),
        (
            {
                "momenten": [
                    {"id": "a", "naam": "A", "na": "2 weken"},
                    {"id": "b", "naam": "B", "na": "7 dagen"},
                ]
            },
            "volgorde",
        ),
        ({"vragen": ["pijn", "alarm_ziek"]}, "'alarm_zenuw' mag niet ontbreken"),
        (
            {"vragen": ["pijn", "alarm_zenuw", "alarm_ziek", "stemming"]},
            "onbekende vraag 'stemming'",
        ),
        ({"tijd": "22:00"}, "buiten het venster"),
        ({"tijd": 600}, "aanhalingstekens"),
        ({"venster": {"van": "20:00", "tot": "09:00"}}, "eindigt voor het begint"),
        ({"gemist_na": "12 uur"}, "langer zijn dan herinnering_na"),
        ({"herinnering_na": "1 maand"}, "hoogstens 14 dagen"),
        ({"verslechtering": {"activiteit_erbij": 2}}, "pijn_erbij"),
        ({"verslechtering": {"pijn_erbij": 0}}, "getal van 1 tot 10"),
        ({"wandeldoel": {"van": 5, "tot": 3, "minuten": 30}}, "wandeldoel"),
        ({"herinering": "24 uur"}, "onbekende sleutel 'herinering'"),
    ],
)
def test_a_wrong_plan_says_what_is_wrong(
    tmp_path: Path, content: Content, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(PlanError, match=r"standaard\.yml") as caught:
        read_plan(changed(tmp_path, **changes), content.questions)
    assert words in str(caught.value)


def test_all_faults_are_named_at_once(tmp_path: Path, content: Content) -> None:
    with pytest.raises(PlanError) as caught:
        read_plan(changed(tmp_path, naam=None, tijd="9"), content.questions)
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize("raw", ["", "2", "dagen", "-2 dagen", "2 jaar", None, "2 dagen of zo"])
def test_what_is_no_span(raw: object) -> None:
    assert span(raw) is None
