"""Plans of check-ins as data: data/plans/<id>.yml, read and checked without Rasa or a database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta

from rugwijzer.knowledge.files import ContentError, read_yaml

from .questions import Questions
from .worsening import Thresholds

#: Questions that no plan may leave out: pain is what worsening is measured by, the others are safety.
REQUIRED = ("pijn", "alarm_zenuw", "alarm_ziek")
#: Beyond this a plan is a mistake in a unit, such as 12 years for 12 weeks.
_LONGEST_DAYS = 3 * 366
_SPAN = re.compile(r"^(\d+) (uur|dag|dagen|week|weken|maand|maanden)$")
_NAME = re.compile(r"^[a-z0-9_]{1,40}$")
_KEYS = frozenset(
    (
        *("id", "naam", "uitleg", "momenten", "vragen", "tijd", "venster"),
        *("herinnering_na", "gemist_na", "verslechtering", "wandeldoel"),
    )
)


class PlanError(ValueError):
    """A plan that cannot be used; `problems` are Dutch sentences, one for each fault."""

    def __init__(self, file: str, problems: list[str]) -> None:
        """Take the file's name and what is wrong with it."""
        super().__init__("\n".join(f"{file}: {p}" for p in problems))
        self.problems = problems


@dataclass(frozen=True)
class Moment:
    """One check-in of a plan: its id, what people call it, and how long after the start."""

    id: str
    name: str
    after: relativedelta


@dataclass(frozen=True)
class Window:
    """The hours of the day, Dutch time, in which a message may be sent."""

    start: time
    end: time


@dataclass(frozen=True)
class WalkingGoal:
    """Times a week (`low` to `high`) of `minutes` each."""

    low: int
    high: int
    minutes: int


@dataclass(frozen=True)
class Plan:
    """A plan; `reminder_after` and `missed_after` count from the moment of sending."""

    id: str
    name: str
    explanation: str
    moments: tuple[Moment, ...]
    questions: tuple[str, ...]
    at: time
    window: Window
    reminder_after: timedelta
    missed_after: timedelta
    thresholds: Thresholds
    goal: WalkingGoal | None = None

    def moment(self, moment_id: str) -> Moment | None:
        """The moment with this id; None when the plan has changed since."""
        return next((m for m in self.moments if m.id == moment_id), None)


def load_plans(folder: Path, questions: Questions) -> dict[str, Plan]:
    """All plans of a folder by id; raises PlanError or ContentError at the first wrong file."""
    files = [p for p in sorted(folder.glob("*.yml")) if p.name != "vragen.yml"]
    if not files:
        raise ContentError(f"{folder}: er is geen enkel plan")
    return {plan.id: plan for plan in (read_plan(path, questions) for path in files)}


def read_plan(path: Path, questions: Questions) -> Plan:
    """One plan; raises PlanError with every fault, or ContentError when it is not YAML."""
    raw = read_yaml(path)
    if not isinstance(raw, dict):
        raise PlanError(path.name, ["dit is geen lijst van sleutels en waarden"])
    reader = _Reader(raw, questions)
    plan = reader.plan(path.stem)
    if reader.problems or plan is None:
        raise PlanError(path.name, reader.problems)
    return plan


def span(raw: object) -> relativedelta | None:
    """'2 dagen', '3 maanden', '24 uur' as a span; None when it is not one."""
    match = _SPAN.match(str(raw).strip())
    if not match:
        return None
    number, unit = int(match.group(1)), match.group(2)
    if unit == "uur":
        return relativedelta(hours=number)
    if unit.startswith("dag"):
        return relativedelta(days=number)
    if unit.startswith("we"):
        return relativedelta(weeks=number)
    return relativedelta(months=number)


class _Reader:
    """Reads one plan and collects its faults, so that an editor sees all of them at once."""

    def __init__(self, raw: Mapping[str, Any], questions: Questions) -> None:
        self.raw, self.questions = raw, questions
        self.problems: list[str] = []

    def plan(self, stem: str) -> Plan | None:
        for key in sorted(str(k) for k in self.raw if k not in _KEYS):
            self.problems.append(f"onbekende sleutel '{key}'")
        if self.raw.get("id") != stem:
            self.problems.append(f"de id is '{self.raw.get('id')}', maar het bestand heet '{stem}'")
        moments, asked = self._moments(), self._questions()
        window, at = self._window(), self._time("tijd", self.raw.get("tijd"))
        reminder, missed = self._hours("herinnering_na"), self._hours("gemist_na")
        if reminder and missed and missed <= reminder:
            self.problems.append("gemist_na moet langer zijn dan herinnering_na")
        if window and at and not window.start <= at < window.end:
            self.problems.append("de tijd valt buiten het venster")
        thresholds, goal = self._thresholds(), self._goal()
        name, explanation = self._text("naam"), self._text("uitleg")
        if self.problems or not (window and at and reminder and missed and thresholds):
            return None
        return Plan(
            id=stem,
            name=name,
            explanation=explanation,
            moments=moments,
            questions=asked,
            at=at,
            window=window,
            reminder_after=reminder,
            missed_after=missed,
            thresholds=thresholds,
            goal=goal,
        )

    def _text(self, key: str) -> str:
        value = self.raw.get(key)
        if not isinstance(value, str) or not value.strip():
            self.problems.append(f"'{key}' ontbreekt")
            return ""
        return value.strip()

    def _moments(self) -> tuple[Moment, ...]:
        found: list[Moment] = []
        listed = self.raw.get("momenten")
        for item in listed if isinstance(listed, list) else []:
            raw = item if isinstance(item, dict) else {}
            after = span(raw.get("na"))
            ident, name = str(raw.get("id", "")), str(raw.get("naam", "")).strip()
            if after is None or not _NAME.match(ident) or not name:
                self.problems.append(
                    f"moment '{ident}' heeft een id (kleine letters), een naam en 'na: 2 dagen' nodig"
                )
                continue
            found.append(Moment(ident, name, after))
        if not found:
            self.problems.append("er staat geen enkel moment in 'momenten'")
        if len({m.id for m in found}) < len(found):
            self.problems.append("twee momenten hebben dezelfde id")
        lengths = [_days(m.after) for m in found]
        if lengths != sorted(set(lengths)):
            self.problems.append("de momenten staan niet op volgorde, of twee vallen samen")
        if lengths and not 0 < lengths[0] <= lengths[-1] <= _LONGEST_DAYS:
            self.problems.append("een moment valt op de startdag of meer dan drie jaar later")
        return tuple(found)

    def _questions(self) -> tuple[str, ...]:
        listed = self.raw.get("vragen")
        asked = tuple(str(q) for q in listed) if isinstance(listed, list) else ()
        self.problems += [f"onbekende vraag '{q}'" for q in asked if q not in self.questions.items]
        self.problems += [f"de vraag '{q}' mag niet ontbreken" for q in REQUIRED if q not in asked]
        if len(set(asked)) < len(asked):
            self.problems.append("een vraag staat er twee keer in")
        return asked

    def _time(self, what: str, raw: object) -> time | None:
        match = re.match(r"^([01]\d|2[0-3]):([0-5]\d)$", str(raw))
        if not match:
            self.problems.append(f'{what} is een tijd als "10:00" (met aanhalingstekens)')
            return None
        return time(int(match.group(1)), int(match.group(2)))

    def _window(self) -> Window | None:
        raw = self.raw.get("venster")
        raw = raw if isinstance(raw, dict) else {}
        start, end = (self._time(f"venster: {k}", raw.get(k)) for k in ("van", "tot"))
        if start is None or end is None:
            return None
        if start >= end:
            self.problems.append("het venster eindigt voor het begint")
            return None
        return Window(start, end)

    def _hours(self, key: str) -> timedelta | None:
        after = span(self.raw.get(key))
        if after is None or after.months or not 0 < _days(after) <= 14:
            self.problems.append(
                f"'{key}' is een tijd als '24 uur' of '2 dagen', hoogstens 14 dagen"
            )
            return None
        return timedelta(days=after.days, hours=after.hours)

    def _thresholds(self) -> Thresholds | None:
        raw = self.raw.get("verslechtering")
        names = {f.metadata["key"]: f.name for f in fields(Thresholds)}
        if not isinstance(raw, dict) or "pijn_erbij" not in raw:
            self.problems.append("'verslechtering' heeft ten minste 'pijn_erbij' nodig")
            return None
        wrong = [str(k) for k, v in raw.items() if k not in names or not _whole(v, 1, 10)]
        self.problems += [
            f"verslechtering: '{k}' is onbekend of geen getal van 1 tot 10" for k in wrong
        ]
        return None if wrong else Thresholds(**{names[k]: v for k, v in raw.items()})

    def _goal(self) -> WalkingGoal | None:
        raw = self.raw.get("wandeldoel")
        if raw is None:
            return None
        values = raw if isinstance(raw, dict) else {}
        low: Any = values.get("van")
        high: Any = values.get("tot")
        minutes: Any = values.get("minuten")
        if not (_whole(low, 1, 7) and _whole(high, 1, 7) and low <= high):
            self.problems.append("wandeldoel: 'van' en 'tot' zijn 1 tot 7, en 'van' niet meer")
            return None
        if not _whole(minutes, 5, 120):
            self.problems.append("wandeldoel: 'minuten' is 5 tot 120")
            return None
        return WalkingGoal(low, high, minutes)


def _whole(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _days(after: relativedelta) -> float:
    return float(after.months * 30 + after.years * 365 + after.days + after.hours / 24)
