"""What the lexicon and the arithmetic find in a message, before it is weighed."""

from __future__ import annotations

from dataclasses import dataclass

from .context import Ruling

#: Pattern name of what follows from numbers in the text (age, dose, fever), not from words.
COUNTED = "afgeleid"


@dataclass(frozen=True)
class Finding:
    """One place in the text that points at a flag.

    `strength` is 'zeker' or 'misschien'; `words` are the patient's own; `ruling` says why it is set
    aside, when it is.
    """

    flag: str
    strength: str
    words: str
    pattern: str
    ruling: Ruling | None = None
