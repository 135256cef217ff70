"""The check-in as a conversation: pure state between turns, stored in one slot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rugwijzer.triage.answers import UNKNOWN, YES

from .answers import GIVEN, Answers, Reading
from .questions import RANGES, Question, Questions


@dataclass
class Dialogue:
    """One check-in under way; `given` by question id, `done` in the order of answering."""

    checkin: str
    asked: list[str]
    activity: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any] | None) -> Dialogue | None:
        """Rebuild from the slot; None when no check-in is under way."""
        return cls(**dict(raw)) if raw else None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values for the slot."""
        return dict(vars(self))

    def question(self, questions: Questions) -> Question | None:
        """The question to put now; None when all are done."""
        return next((questions.items[q] for q in self.asked if q not in self.done), None)

    def take(self, question: Question, reading: Reading) -> None:
        """Keep an answer, or pass over the question when it was skipped."""
        if reading.kind == GIVEN:
            self.given[question.id] = reading.value
        self.done.append(question.id)

    def undo(self) -> bool:
        """Take back the last answer; False when there is none."""
        if not self.done:
            return False
        self.given.pop(self.done.pop(), None)
        return True

    def alarming(self, question: Question) -> bool:
        """Whether the answer to an alarm question ends the asking: yes, or not sure."""
        return question.kind == "alarm" and self.given.get(question.id) in (YES, UNKNOWN)

    @property
    def answers(self) -> Answers:
        """What was answered so far."""
        return Answers(dict(self.given))


def choices(question: Question) -> tuple[str, ...]:
    """The buttons of a question."""
    if question.kind in RANGES:
        low, high = RANGES[question.kind]
        return tuple(str(n) for n in range(low, high + 1))
    if question.kind == "alarm":
        return ("Ja", "Nee", "Weet ik niet")
    return tuple(question.choices.values())
