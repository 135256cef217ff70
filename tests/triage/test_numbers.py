"""rugwijzer.triage.numbers."""

from __future__ import annotations

import pytest

from rugwijzer.triage.numbers import value


@pytest.mark.parametrize(
    ("token", "number"),
    [
        ("0", 0),
        ("een", 1),
        ("7", 7),
        ("twaalf", 12),
        ("negentien", 19),
        ("twintig", 20),
        ("eenentwintig", 21),
        ("achtendertig", 38),
        ("tweeenveertig", 42),
        ("negenennegentig", 99),
        ("honderd", 100),
        ("anderhalf", 1.5),
        ("anderhalve", 1.5),
        ("half", 0.5),
        ("paar", 3),
        ("38,9", 38.9),
        ("38.9", 38.9),
        ("1.000", 1000),
        ("100000000000", 1e11),
        ("1000000000000", None),
        ("9" * 400, None),
        ("1,500", 1.5),
        ("5.", 5),
        ("4000", 4000),
    ],
)
def test_numbers_as_patients_write_them(token: str, number: float) -> None:
    assert value(token) == pytest.approx(number)


@pytest.mark.parametrize("token", ["", "rug", "ja", "12a", "1.2.3", "1,2,3", "eentwintig", "."])
def test_what_is_no_number_gives_none(token: str) -> None:
    assert value(token) is None
