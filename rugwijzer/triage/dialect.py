"""Words of regions and of phonetic spelling, read as the standard Dutch that everything else knows.

The list is streektaal.tsv beside this file: form, standard and region on a line. A form that means
something else in standard Dutch does not belong in it: the tests hold that no reviewed text changes
and that no urgent signal of the examples is lost by it; the rest is the eye of who adds one.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from importlib import resources

FILE = "streektaal.tsv"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@lru_cache(maxsize=1)
def dialect() -> dict[str, str]:
    """The standard words, one or a few, of each form in lower case."""
    text = resources.files(__package__).joinpath(FILE).read_text("utf8")
    rows = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {form: standard for form, standard, _ in rows}


def standard(text: str) -> str:
    """The text with every known form in standard Dutch; all else stays as it was typed."""
    known = dialect()

    def read(match: re.Match[str]) -> str:
        word = match.group()
        return known.get(word.lower().replace("’", "'"), word)

    return _WORD.sub(read, text)
