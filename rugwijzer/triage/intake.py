"""What the assistant knows of one conversation's alarm signals, and what it has to ask next.

Pure state: `to_dict` is stored in the tracker, `next_question` and `apply` move it on. Order of
asking: an unsure signal first (one check question), then the questionnaire when it was started.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from .answers import NO, UNKNOWN, YES, Reply
from .derive import FEVER, dismissed
from .facts import ADULT_AGE, Facts
from .flags import URGENT, FlagBook, rank
from .levels import Decision, decide
from .questions import Question, next_question

__all__ = ["Intake", "Question"]

#: How a flag became known, in the words of the summary.
CONFIRMED = "u antwoordde ja op mijn vraag"
ANSWERED = "u antwoordde ja in de vragenlijst"
UNSURE = "u wist het niet, en dat telt als ja"


@dataclass
class Intake:
    """The state of one conversation."""

    present: dict[str, str] = field(default_factory=dict)
    maybe: list[list[str]] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    modifiers: list[str] = field(default_factory=list)
    confirm: list[str] = field(default_factory=list)
    #: Urgent signals that were unsure in the same message: asked about after a 'nee' to `confirm`.
    doubts: list[str] = field(default_factory=list)
    running: bool = False
    done: list[str] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)
    told: str = "geen"
    named: list[str] = field(default_factory=list)
    stopped: bool = False
    later: list[str] = field(default_factory=list)

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any] | None) -> Intake:
        """Rebuild from the tracker; None or an empty mapping is a fresh conversation."""
        if not raw:
            return cls()
        known = {k: v for k, v in raw.items() if k in cls.__dataclass_fields__ and k != "facts"}
        return cls(**known, facts=Facts(**(raw.get("facts") or {})))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values for the tracker."""
        out = dict(vars(self))
        out["facts"] = {k: v for k, v in vars(self.facts).items() if v is not None}
        return out

    # -- what is known ---------------------------------------------------------------------------

    def note(self, flags: Iterable[str], how: str) -> list[str]:
        """Record flags as present with their explanation; returns the ones that are new."""
        new = []
        for flag in flags:
            if flag not in self.present:
                new.append(flag)
            self.present[flag] = how
            if flag in self.denied:
                self.denied.remove(flag)
        self.maybe = [g for g in self.maybe if not set(g) & set(self.present)]
        return new

    def deny(self, flags: Iterable[str]) -> None:
        """The patient does not have these; what is known to be present stays."""
        self.denied.extend(f for f in flags if f not in self.denied and f not in self.present)

    def withdraw(self, flags: Iterable[str]) -> None:
        """The patient says that these were a mistake."""
        wrong = list(flags)
        for flag in wrong:
            self.present.pop(flag, None)
            if flag not in self.denied:
                self.denied.append(flag)
        left = [[f for f in group if f not in wrong] for group in self.maybe]
        self.maybe = [group for group in left if group]
        self.named = [f for f in self.named if f not in wrong]

    def decision(self, book: FlagBook) -> Decision:
        """The level of everything known; an unspecified yes counts with all flags it may mean."""
        return decide(self.counting(), book.flags, self.facts, self.modifiers)

    def counting(self) -> set[str]:
        """The flags that count: present or possibly meant, and not ruled out by the facts."""
        gone = dismissed(self.facts)
        counting = set(self.present) - gone
        for group in self.maybe:
            # A yes was said: when the facts rule out every meaning, it still counts.
            counting |= set(group) - gone or set(group)
        return counting

    def either(self, flags: Iterable[str]) -> bool:
        """Whether some flags are the possible meanings of one yes, not known which."""
        return any(set(flags) <= set(group) and len(group) > 1 for group in self.maybe)

    def tell(self, level: str, flags: Iterable[str]) -> None:
        """Remember what the patient has been told, so that only news is told again."""
        self.told = level
        self.named += [f for f in flags if f not in self.named]

    def has_news(self, decision: Decision) -> bool:
        """Whether a decision holds a higher level or a flag that the patient was not told."""
        return rank(decision.level) > rank(self.told) or bool(set(decision.flags) - set(self.named))

    def must_end(self, book: FlagBook) -> bool:
        """Whether nothing is left to ask, or an urgent signal came up that ends the asking."""
        decision = self.decision(book)
        urgent = decision.level in URGENT and (
            rank(decision.level) > rank(self.told)
            or any(book.flags[f].level in URGENT and f not in self.named for f in decision.flags)
        )
        return urgent or self.next_question(book) is None

    # -- asking ----------------------------------------------------------------------------------

    def ask_about(self, flag: str, doubts: Iterable[str] = ()) -> None:
        """Put one check question; `doubts` follow one by one, as long as the answer is no."""
        self.confirm, self.doubts = [flag], list(doubts)

    def start(self) -> None:
        """Begin the questionnaire, go on where it was stopped, or ask again after an outcome.

        Signals told in words stay known, and so do the facts.
        """
        if self.done and not self.running and not self.stopped:
            self.restart()
        self.running, self.stopped = True, False

    def restart(self) -> None:
        """Ask everything again from the first question; signals and facts that were told stay."""
        self.done, self.history, self.maybe, self.denied = [], [], [], []

    def stop(self) -> None:
        """The patient stops; what was answered stays."""
        self.running, self.stopped, self.confirm, self.doubts = False, True, [], []

    def let_go(self) -> None:
        """An urgent advice ends all asking; what was answered stays."""
        self.running, self.confirm, self.doubts, self.later = False, [], [], []

    def next_question(self, book: FlagBook) -> Question | None:
        """The question to put now, or None when nothing is left to ask."""
        return next_question(self, book)

    def apply(self, question: Question, reply: Reply, book: FlagBook) -> None:
        """Take a reply that answers `question`."""
        self.history.append({"before": self._snapshot()})
        self.history = self.history[-3:]
        if question.asks == "confirm":
            self._apply_confirm(question, reply, book)
        elif question.asks == "red_flags":
            self._apply_group(question, reply, book)
        else:
            if reply.number is not None:
                changes: dict[str, Any] = {question.asks: reply.number}
                if question.asks in ("age", "pain_score"):
                    changes[question.asks] = int(reply.number)
                self.facts = self.facts.merged(Facts(**changes))
                self._fever()
            self.done.append(question.step)

    def undo(self) -> bool:
        """Take back the last answer; False when there is none."""
        if not self.history:
            return False
        before = self.history.pop()["before"]
        self.present, self.maybe = dict(before["present"]), [list(g) for g in before["maybe"]]
        self.denied, self.done = list(before["denied"]), list(before["done"])
        self.confirm = list(before.get("confirm", []))
        self.doubts = list(before.get("doubts", []))
        self.facts = Facts(**before["facts"])
        return True

    def finished(self, book: FlagBook) -> bool:
        """Whether the questionnaire ran and nothing is left, or an urgent level ended it."""
        return self.running and (
            self.next_question(book) is None or self.decision(book).level in URGENT
        )

    # -- inside ----------------------------------------------------------------------------------

    def _snapshot(self) -> dict[str, Any]:
        raw = self.to_dict()
        kept = ("present", "maybe", "denied", "done", "confirm", "doubts", "facts")
        return {k: deepcopy(raw[k]) for k in kept}

    def _apply_confirm(self, question: Question, reply: Reply, book: FlagBook) -> None:
        urgent = any(book.flags[f].level in URGENT for f in question.flags)
        if reply.kind == YES or (reply.kind == UNKNOWN and urgent):
            how = CONFIRMED if reply.kind == YES else UNSURE
            if len(question.flags) == 1:
                self.note(question.flags, how)
            else:
                self.maybe.append(list(question.flags))
        elif reply.kind == NO:
            self.deny(question.flags)
        left = [f for f in self.doubts if f not in self.present and f not in self.denied]
        self.confirm, self.doubts = (left[:1], left[1:]) if reply.kind == NO else ([], [])

    def _apply_group(self, question: Question, reply: Reply, book: FlagBook) -> None:
        narrowing = question.place is None
        urgent = any(book.flags[f].level in URGENT for f in question.flags)
        if narrowing:
            self._narrow(question.flags[0], reply)
        elif reply.kind == YES or (reply.kind == UNKNOWN and urgent):
            how = ANSWERED if reply.kind == YES else UNSURE
            if len(question.flags) == 1:
                self.note(question.flags, how)
            else:
                self.maybe.append(list(question.flags))
        elif reply.kind == NO:
            self.deny(question.flags)
        self.done.append(question.step)

    def _narrow(self, flag: str, reply: Reply) -> None:
        for group in self.maybe:
            if flag not in group:
                continue
            if reply.kind == YES:
                self.maybe.remove(group)
                self.note([flag], ANSWERED)
                self.denied.extend(f for f in group if f != flag and f not in self.denied)
            elif reply.kind == NO:
                group.remove(flag)
                self.denied.append(flag)
                if len(group) == 1:
                    self.maybe.remove(group)
                    self.note(group, ANSWERED)
            return

    def _fever(self) -> None:
        if self.facts.temperature is not None and self.facts.temperature >= FEVER:
            self.note(["koorts"], f"u mat {self.facts.temperature:.1f} graden".replace(".", ","))
        if self.facts.age is not None and self.facts.age < ADULT_AGE:
            self.note(["kind"], f"leeftijd {self.facts.age} jaar")
