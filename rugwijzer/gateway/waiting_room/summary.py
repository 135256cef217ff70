"""The one-page summary that a patient takes into the consulting room: what may be in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from rugwijzer.http.errors import standard
from rugwijzer.knowledge.contract import LEVELS

#: `genoemd` is a signal in the patient's own words, which no question asked about.
ANSWERS = ("ja", "nee", "weet_niet", "genoemd")
MAX_WORDS = 300
MAX_QUESTION = 200
MAX_ITEMS = 20
MAX_NAME = 80
_RANGES = {"age": (0, 115), "pain": (0, 10)}


def read_summary(body: dict[str, object], name_of: Callable[[str], str]) -> dict[str, Any]:
    """The summary with the Dutch names of its flags; raises ApiError 400 for anything unexpected.

    Fields, all optional: `complaint` (own words), `areas` and `questions` (lists of texts),
    `duration` (text), `age` (years), `pain` (NRS, 0-10), `level`, and `signals`, a list of
    `{"flags": [id], "answer": one of ANSWERS}` which comes back with names for ids.
    """
    summary: dict[str, Any] = {}
    for key, value in body.items():
        if key in _RANGES:
            summary[key] = _number(value, *_RANGES[key])
        elif key == "complaint":
            summary[key] = _text(value, MAX_WORDS)
        elif key == "duration":
            summary[key] = _text(value, MAX_NAME)
        elif key == "level" and value in LEVELS:
            summary[key] = value
        elif key == "areas":
            summary[key] = [_text(item, MAX_NAME) for item in _list(value)]
        elif key == "questions":
            summary[key] = [_text(item, MAX_QUESTION) for item in _list(value)]
        elif key == "signals":
            summary[key] = [_signal(item, name_of) for item in _list(value)]
        else:
            raise standard(400)
    if not summary:
        raise standard(400)
    return summary


def _signal(value: object, name_of: Callable[[str], str]) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != {"flags", "answer"}:
        raise standard(400)
    if value["answer"] not in ANSWERS:
        raise standard(400)
    names = [name_of(_text(flag, MAX_NAME)) for flag in _list(value["flags"])]
    return {"names": names, "answer": value["answer"]}


def _list(value: object) -> list[object]:
    if not isinstance(value, list) or not 0 < len(value) <= MAX_ITEMS:
        raise standard(400)
    return value


def _text(value: object, most: int) -> str:
    if not isinstance(value, str):
        raise standard(400)
    # Control and format characters could turn the reading direction or hide text.
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in value)
    plain = " ".join(kept.split())
    if not 0 < len(plain) <= most:
        raise standard(400)
    return plain


def _number(value: object, low: int, high: int) -> int:
    if isinstance(value, float) and value.is_integer():
        # To JSON 29 and 29.0 are the same number.
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise standard(400)
    return value
