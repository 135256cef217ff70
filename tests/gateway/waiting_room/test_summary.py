"""rugwijzer.gateway.waiting_room.summary."""

from __future__ import annotations

from typing import Any

import pytest

from rugwijzer.gateway.waiting_room.summary import read_summary
from rugwijzer.http.errors import ApiError


def name_of(flag: str) -> str:
    return {"plassen": "problemen met plassen"}.get(flag, flag)


def test_a_whole_summary_comes_back_with_the_names_of_its_flags() -> None:
    body: dict[str, Any] = {
        "complaint": " Zeurende  pijn\u202e\n",
        "areas": ["Onderrug links"],
        "duration": "3 weken",
        "age": 71,
        "pain": 0,
        "level": "geen",
        "signals": [
            {"flags": ["plassen"], "answer": "nee"},
            {"flags": ["koorts"], "answer": "genoemd"},
        ],
        "questions": ["Helpt warmte?"],
    }
    summary = read_summary(body, name_of)
    assert summary == body | {
        "complaint": "Zeurende pijn",
        "signals": [
            {"names": ["problemen met plassen"], "answer": "nee"},
            {"names": ["koorts"], "answer": "genoemd"},
        ],
    }


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"iets": "anders"},
        {"complaint": ""},
        {"complaint": "a" * 301},
        {"complaint": 3},
        {"areas": []},
        {"areas": "Nek"},
        {"areas": ["Nek"] * 21},
        {"duration": "a" * 81},
        {"age": 116},
        {"age": "71"},
        {"age": True},
        {"pain": -1},
        {"pain": 5.5},
        {"level": "erg"},
        {"signals": [{"flags": ["plassen"]}]},
        {"signals": [{"flags": ["plassen"], "answer": "misschien"}]},
        {"signals": [{"flags": [], "answer": "ja"}]},
        {"signals": ["plassen"]},
        {"questions": ["a" * 201]},
    ],
)
def test_anything_else_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(ApiError) as refused:
        read_summary(body, name_of)
    assert refused.value.status == 400
