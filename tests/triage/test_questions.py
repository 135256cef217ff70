"""rugwijzer.triage.questions: what is known decides which meaning of a yes is asked about."""

from __future__ import annotations

import pytest

from rugwijzer.triage import Facts, FlagBook
from rugwijzer.triage.intake import Intake
from rugwijzer.triage.questions import Question, next_question


def narrowing(**fields: object) -> Intake:
    """A questionnaire with one yes that has two meanings, and nothing else left to ask."""
    return Intake(
        running=True,
        maybe=[["nieren", "infectierisico"]],
        facts=Facts(age=40, duration_days=2, pain_score=3, temperature=38.5),
        done=[f"vraag_{n}" for n in range(1, 8)],
        **fields,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("known", "question"),
    [
        ({}, None),
        ({"present": {"koorts": "38,5"}}, Question("red_flags", "welke_nieren", ("nieren",))),
    ],
)
def test_fever_makes_it_matter_whether_the_kidneys_were_meant(
    book: FlagBook, known: dict[str, object], question: Question | None
) -> None:
    """Kidneys with fever are urgent; without, both meanings are of the same level."""
    assert next_question(narrowing(**known), book) == question
