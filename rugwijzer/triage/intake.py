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
from .facts import ADULT_AGE, Facts
from .flags import URGENT, FlagBook, rank
from .levels import Decision, decide

NUMBER_STEPS = ("age", "duration_days", "pain_score")


@dataclass(frozen=True)
class Question:
    """One question to the patient.

    `asks` is a value of the contract (red_flags, confirm, age, duration_days, pain_score,
    temperature); `flags` are the flags that a yes would set; `place` is the number (1-7) in the
    questionnaire; `step` names it uniquely, for going back.
    """

    asks: str
    step: str
    flags: tuple[str, ...] = ()
    place: int | None = None


@dataclass
class Intake:
    """The state of one conversation."""

    present: dict[str, str] = field(default_factory=dict)
    maybe: list[list[str]] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    modifiers: list[str] = field(default_factory=list)
    confirm: list[str] = field(default_factory=list)
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
        out = {k: v for k, v in vars(self).items() if k != "facts"}
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
        flags = set(self.present) | {f for group in self.maybe for f in group}
        return decide(flags, book.flags, self.facts, self.modifiers)

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

    def start(self) -> None:
        """Begin the questionnaire, go on where it was stopped, or ask again after an outcome.

        Signals told in words stay known, and so do the facts.
        """
        if self.done and not self.running and not self.stopped:
            self.done, self.history, self.maybe, self.denied = [], [], [], []
        self.running, self.stopped = True, False

    def stop(self) -> None:
        """The patient stops; what was answered stays."""
        self.running, self.stopped, self.confirm = False, True, []

    def next_question(self, book: FlagBook) -> Question | None:
        """The question to put now, or None when nothing is left to ask."""
        if self.confirm:
            return Question("confirm", "confirm", tuple(self.confirm))
        if not self.running:
            return None
        for place in sorted(book.questions):
            step = f"vraag_{place}"
            if step in self.done:
                continue
            flags = tuple(
                f.id
                for f in book.flags.values()
                if f.question == place and f.id not in self.present and f.id not in self.denied
            )
            if flags:
                return Question("red_flags", step, flags, place)
        if self._needs_temperature() and "temperature" not in self.done:
            return Question("temperature", "temperature")
        known = {
            "age": self.facts.age,
            "duration_days": self.facts.duration_days,
            "pain_score": self.facts.pain_score,
        }
        for step in NUMBER_STEPS:
            if step not in self.done and known[step] is None:
                return Question(step, step)
        return self._narrowing(book)

    def apply(self, question: Question, reply: Reply, book: FlagBook) -> None:
        """Take a reply that answers `question`."""
        self.history.append({"step": question.step, "before": self._snapshot()})
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
        kept = ("present", "maybe", "denied", "done", "confirm", "facts")
        return {k: deepcopy(raw[k]) for k in kept}

    def _apply_confirm(self, question: Question, reply: Reply, book: FlagBook) -> None:
        urgent = any(book.flags[f].level in URGENT for f in question.flags)
        if reply.kind == YES or (reply.kind == UNKNOWN and urgent):
            how = "bevestigd" if reply.kind == YES else "weet niet (telt als ja)"
            if len(question.flags) == 1:
                self.note(question.flags, how)
            else:
                self.maybe.append(list(question.flags))
        elif reply.kind == NO:
            self.denied.extend(f for f in question.flags if f not in self.denied)
        self.confirm = []

    def _apply_group(self, question: Question, reply: Reply, book: FlagBook) -> None:
        narrowing = question.place is None
        urgent = any(book.flags[f].level in URGENT for f in question.flags)
        if narrowing:
            self._narrow(question.flags[0], reply)
        elif reply.kind == YES or (reply.kind == UNKNOWN and urgent):
            how = "ja in de vragenlijst" if reply.kind == YES else "weet niet (telt als ja)"
            if len(question.flags) == 1:
                self.note(question.flags, how)
            else:
                self.maybe.append(list(question.flags))
        elif reply.kind == NO:
            self.denied.extend(f for f in question.flags if f not in self.denied)
        self.done.append(question.step)

    def _narrow(self, flag: str, reply: Reply) -> None:
        for group in self.maybe:
            if flag not in group:
                continue
            if reply.kind == YES:
                self.maybe.remove(group)
                self.note([flag], "ja in de vragenlijst")
                self.denied.extend(f for f in group if f != flag and f not in self.denied)
            elif reply.kind == NO:
                group.remove(flag)
                self.denied.append(flag)
                if len(group) == 1:
                    self.maybe.remove(group)
                    self.note(group, "ja in de vragenlijst")
            return

    def _narrowing(self, book: FlagBook) -> Question | None:
        """Ask which flag was meant, only when that changes the level."""
        for group in self.maybe:
            others = set(self.present) | {f for g in self.maybe if g is not group for f in g}
            levels = {
                f: decide(others | {f}, book.flags, self.facts, self.modifiers).level for f in group
            }
            if len(set(levels.values())) < 2:
                continue
            top = max(levels.values(), key=rank)
            flags = tuple(f for f in group if levels[f] == top and f"welke_{f}" not in self.done)
            if flags:
                return Question("red_flags", f"welke_{flags[0]}", flags[:1])
        return None

    def _needs_temperature(self) -> bool:
        asked = "koorts" in self.present or any("koorts" in g for g in self.maybe)
        return asked and self.facts.temperature is None

    def _fever(self) -> None:
        if self.facts.temperature is not None and self.facts.temperature >= 38:
            self.note(["koorts"], f"{self.facts.temperature:.1f} graden")
        if self.facts.age is not None and self.facts.age < ADULT_AGE:
            self.note(["kind"], f"{self.facts.age} jaar")
