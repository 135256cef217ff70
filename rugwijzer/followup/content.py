"""Everything the follow-up reads from data/: plans, questions, red flags and their texts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rugwijzer.knowledge.leveltexts import LevelTexts
from rugwijzer.knowledge.office_hours import ALWAYS_OPEN, PracticeClock
from rugwijzer.triage import Triage

from .plans import Plan, load_plans
from .questions import Questions


@dataclass(frozen=True)
class Content:
    """The content of one data folder."""

    plans: dict[str, Plan]
    questions: Questions
    triage: Triage
    levels: LevelTexts


def load_content(data: Path, clock: PracticeClock = ALWAYS_OPEN) -> Content:
    """Read and check; raises PlanError, ContentError or FlagError, all in Dutch.

    `clock` knows the opening hours of the practice, by which the advices name whom to call now.
    """
    questions = Questions.load(data / "plans" / "vragen.yml")
    triage = Triage.load(data / "red_flags")
    questions.check_flags(triage.book.flags)
    plans = load_plans(data / "plans", questions)
    levels = LevelTexts.load(data / "red_flags" / "niveaus.yml", clock)
    return Content(plans, questions, triage, levels)
