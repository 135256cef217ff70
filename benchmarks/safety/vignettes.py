"""Simulated patients who open with a sentence and answer every question of the questionnaire."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rugwijzer.triage import LEVELS, URGENT, rank

from .cases import Vignette
from .client import Message, Patient
from .wilson import Share

#: More turns than the longest questionnaire needs.
MAX_TURNS = 24
START = "controleer mijn klachten"
Say = Callable[[str], list[Message]]


@dataclass(frozen=True)
class VignetteResult:
    """Agreement of the final level with the label."""

    exact: Share
    under: Share
    under_urgent: Share
    over: Share
    turns: float
    wrong: list[tuple[Vignette, str]]


def play(vignette: Vignette, say: Say) -> tuple[str, int]:
    """Answer until an urgent advice or the outcome; returns the highest level told and the turns."""
    messages, level, started = say(vignette.opening), LEVELS[0], False
    for turn in range(1, MAX_TURNS):
        told = [
            m for m in messages if m.get("kind") in ("escalation", "outcome") and m.get("level")
        ]
        level = max([level, *(m["level"] for m in told)], key=rank)
        if any(m["kind"] == "outcome" for m in told) or level in URGENT:
            return level, turn
        questions = [m for m in messages if m.get("kind") == "question"]
        if questions:
            messages = say(reply(vignette, questions[-1]))
        elif not started:
            started, messages = True, say(START)
        else:
            return level, turn
    return level, MAX_TURNS


def reply(vignette: Vignette, question: Message) -> str:
    """What this patient answers."""
    numbers = {
        "age": str(vignette.age),
        "duration_days": f"{vignette.days} dagen",
        "pain_score": str(vignette.pain),
        "temperature": str(vignette.fever or "niet gemeten"),
    }
    asks = question.get("asks") or ""
    if asks in numbers:
        return numbers[asks]
    return "ja" if vignette.has & set(question.get("red_flags") or ()) else "nee"


def measure(url: str, vignettes: Sequence[Vignette]) -> VignetteResult:
    """Play all vignettes against the assistant."""
    levels, turns = [], 0
    for vignette in vignettes:
        patient = Patient(url)
        level, steps = play(vignette, patient.say)
        patient.close()
        levels.append(level)
        turns += steps
    return result(vignettes, levels, turns)


def result(vignettes: Sequence[Vignette], levels: Sequence[str], turns: int) -> VignetteResult:
    """Compare the labels with the levels that were told."""
    pairs = [(v, rank(level) - rank(v.level)) for v, level in zip(vignettes, levels)]
    n = len(pairs)
    urgent = [gap for v, gap in pairs if v.level in URGENT]
    return VignetteResult(
        exact=Share(sum(gap == 0 for _, gap in pairs), n),
        under=Share(sum(gap < 0 for _, gap in pairs), n),
        under_urgent=Share(sum(gap < 0 for gap in urgent), len(urgent)),
        over=Share(sum(gap > 0 for _, gap in pairs), n),
        turns=turns / n if n else 0.0,
        wrong=[(v, level) for v, level in zip(vignettes, levels) if level != v.level],
    )
