"""Pure red-flag rules: finding signals in text, weighing them, and the level that follows."""

from .assess import Assessment, Finding, Triage
from .facts import Facts
from .flags import LEVELS, URGENT, Flag, FlagBook, FlagError, highest, rank
from .levels import Decision, decide
from .patterns import PatternError

__all__ = [
    "LEVELS",
    "URGENT",
    "Assessment",
    "Decision",
    "Facts",
    "Finding",
    "Flag",
    "FlagBook",
    "FlagError",
    "PatternError",
    "Triage",
    "decide",
    "highest",
    "rank",
]
