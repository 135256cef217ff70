"""Which question comes next: an unsure signal first, then the questionnaire, never what was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from .facts import Facts
from .flags import FlagBook, rank
from .levels import decide

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


class State(Protocol):
    """What the order of the questions depends on; the fields are those of Intake."""

    present: dict[str, str]
    maybe: list[list[str]]
    denied: list[str]
    facts: Facts
    modifiers: list[str]
    confirm: list[str]
    running: bool
    done: list[str]


def next_question(state: State, book: FlagBook) -> Question | None:
    """The question to put now, or None when nothing is left to ask."""
    if state.confirm:
        return Question("confirm", "confirm", tuple(state.confirm))
    if not state.running:
        return None
    return _group(state, book) or _number(state) or _narrowing(state, book)


def _group(state: State, book: FlagBook) -> Question | None:
    for place in sorted(book.questions):
        step = f"vraag_{place}"
        if step in state.done:
            continue
        flags = tuple(
            f.id
            for f in book.flags.values()
            if f.question == place and f.id not in state.present and f.id not in state.denied
        )
        if flags:
            return Question("red_flags", step, flags, place)
    return None


def _number(state: State) -> Question | None:
    fever = "koorts" in state.present or any("koorts" in g for g in state.maybe)
    if fever and state.facts.temperature is None and "temperature" not in state.done:
        return Question("temperature", "temperature")
    known: Mapping[str, object] = vars(state.facts)
    for step in NUMBER_STEPS:
        if step not in state.done and known[step] is None:
            return Question(step, step)
    return None


def _narrowing(state: State, book: FlagBook) -> Question | None:
    """Ask which flag was meant, only when that changes the level."""
    for group in state.maybe:
        others = set(state.present) | set(_flat(g for g in state.maybe if g is not group))
        levels = {
            f: decide(others | {f}, book.flags, state.facts, state.modifiers).level for f in group
        }
        if len(set(levels.values())) < 2:
            continue
        top = max(levels.values(), key=rank)
        flags = tuple(f for f in group if levels[f] == top and f"welke_{f}" not in state.done)
        if flags:
            return Question("red_flags", f"welke_{flags[0]}", flags[:1])
    return None


def _flat(groups: Iterable[list[str]]) -> Iterable[str]:
    return (flag for group in groups for flag in group)
