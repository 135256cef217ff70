"""Facts a message states in numbers: age, how long, fever, pain score, how many tablets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from .ages import read_age
from .durations import UNIT_DAYS, read_duration
from .measures import read_pain, read_temperature
from .medicines import PARACETAMOL_MAX_MG, read_paracetamol
from .text import SENTENCE_END, Token, tokenise

__all__ = ["ADULT_AGE", "PARACETAMOL_MAX_MG", "UNIT_DAYS", "Facts", "dutch_today", "extract"]

#: Children under this age count for the flag 'kind'.
ADULT_AGE = 18

#: The marks that tell whose age it is.
_MARKS = SENTENCE_END | {","}


@dataclass(frozen=True)
class Facts:
    """What a patient has told in numbers. None means: not told.

    `age` in years, `duration_days` in days, `temperature` in degrees Celsius, `pain_score` 0-10,
    `paracetamol_mg` milligrams on one day.
    """

    age: int | None = None
    duration_days: float | None = None
    temperature: float | None = None
    pain_score: int | None = None
    paracetamol_mg: float | None = None

    def merged(self, newer: Facts) -> Facts:
        """These facts, with every fact that `newer` has replaced."""
        changes = {k: v for k, v in vars(newer).items() if v is not None}
        return replace(self, **changes)


def dutch_today() -> date:
    """The present date in the Netherlands."""
    return datetime.now(ZoneInfo("Europe/Amsterdam")).date()


def extract(text: str, tokens: list[Token] | None = None, today: date | None = None) -> Facts:
    """Read the facts out of one message; anything doubtful stays None.

    `today` is what 'sinds maandag' and 'geboren in 1950' are counted from; the present date when
    it is not given.
    """
    tokens = tokens or tokenise(text)
    today = today or dutch_today()
    marked = [
        "." if t.norm in SENTENCE_END else t.norm
        for t in tokens
        if not t.is_mark or t.norm in _MARKS
    ]
    bare = [w for w in marked if w not in {",", "."}]
    return Facts(
        age=read_age(marked, today),
        duration_days=read_duration(bare, today),
        temperature=read_temperature(text, bare),
        pain_score=read_pain(bare),
        paracetamol_mg=read_paracetamol(bare),
    )
