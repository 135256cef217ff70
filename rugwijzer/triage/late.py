"""Taking up what the patient was told while the assistant itself gave no answer.

The rules advise alone then, and the conversation knows nothing of it. Before its next turn it learns
of that, so that an urgent advice is held and a signal that was only possible is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass

from .flags import URGENT, rank
from .hold import Advice
from .intake import Intake

#: How such a flag became known, in the words of the summary.
TOLD_MEANWHILE = "u meldde dit toen de assistent even niet werkte"


@dataclass(frozen=True)
class Told:
    """An advice by the rules alone; `unsure` says that it began with 'als dit bij u zo is'."""

    level: str
    flags: tuple[str, ...]
    unsure: bool = False


def take_up(intake: Intake, advice: Advice | None, told: Told) -> Advice | None:
    """Change the intake as if it had advised itself; returns the advice that is open afterwards.

    Nothing changes for a signal that the conversation knows already: the turn that went wrong may
    have been heard after all.
    """
    new = [f for f in told.flags if f not in intake.present]
    if not new:
        return advice
    if told.unsure:
        unknown = [f for f in new if f not in intake.denied]
        if advice is None and unknown:
            intake.ask_about(unknown[0], unknown[1:2])
        return advice
    intake.note(new, TOLD_MEANWHILE)
    intake.tell(told.level, told.flags)
    if told.level not in URGENT:
        return advice
    latest = Advice(told.level, told.flags, resume=intake.running)
    intake.let_go()
    return _together(advice, latest) if advice else latest


def _together(held: Advice, latest: Advice) -> Advice:
    """One advice for both: who takes back one signal keeps the advice about the other."""
    first, then = (held, latest) if rank(held.level) >= rank(latest.level) else (latest, held)
    flags = dict.fromkeys((*first.flags, *then.flags))
    return Advice(first.level, tuple(flags), resume=held.resume or latest.resume)
