"""rugwijzer.report.persons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugwijzer.report.persons import without_persons


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("mijn bsn is 111222333", "mijn bsn is [bsn]"),
        ("bsn 123 456 782 graag", "bsn [bsn] graag"),
        ("bsn 10000008", "bsn [bsn]"),
        ("naar NL91 ABNA 0417 1643 00", "naar [iban]"),
        ("naar nl91abna0417164300", "naar [iban]"),
        ("bel 06-12345678", "bel [telefoon]"),
        ("bel 06 12 34 56 78 maar", "bel [telefoon] maar"),
        ("bel +31 6 1234 5678", "bel [telefoon]"),
        ("bel 0031612345678", "bel [telefoon]"),
        ("bel +31 (0)30 234 56 78", "bel [telefoon]"),
        ("bel 030-2345678", "bel [telefoon]"),
        ("bel +32 475 12 34 56", "bel [telefoon]"),
        ("mail jan.jansen@ziggo.nl even", "mail [e-mail] even"),
        ("zie https://facebook.com/jan.j en", "zie [link] en"),
        ("ik woon op 1234AB 12", "ik woon op [adres]"),
        ("1234 ab 12 of 9876 ZX", "[adres] of [adres]"),
        ("Dorpsstraat 12b, Utrecht", "[adres], Utrecht"),
        ("geboren op 12-03-1954", "geboren op [datum]"),
        ("ik ben van 3 maart 1960", "ik ben van [datum]"),
        ("1954-03-12", "[datum]"),
        ("patiëntnummer 1234567", "patiëntnummer [getal]"),
        ("ik heet piet de boer", "ik heet [naam] de boer"),
        ("mijn naam is Fatima El Amrani en", "mijn naam is [naam] en"),
        ("mevrouw jansen belde", "mevrouw [naam] belde"),
        ("dokter Van der Berg zei", "dokter [naam] zei"),
        ("ik ben Henk", "ik ben [naam]"),
        ("Groetjes, Marieke", "Groetjes, [naam]"),
    ],
)
def test_what_points_at_a_person_is_taken_out(text: str, clean: str) -> None:
    assert without_persons(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "ik heb al 3 weken pijn, cijfer 7 van 10",
        "hernia L5-S1, sinds 2019 is het erger",
        "sinds 2019 af en toe, 2 keer per dag 500 mg",
        "de dokter zegt dat bewegen goed is",
        "ik ben al twee weken ziek",
        "mevrouw heeft pijn",
        "37,5 graden en 80 kilo",
        "oefening van 10 minuten, 3-4 keer",
        "bel 112",
        "111222334 is geen bsn"[10:],
    ],
)
def test_a_question_about_a_back_stays_whole(text: str) -> None:
    assert without_persons(text) == text


@given(st.integers(10_000_000, 999_999_999))
def test_no_long_number_stays(number: int) -> None:
    assert str(number) not in without_persons(f"nummer {number} dus")


@given(st.text(max_size=300))
def test_any_text_is_taken_and_a_second_time_changes_nothing_readable(text: str) -> None:
    once = without_persons(text)
    assert sum(c.isdigit() for c in without_persons(once)) <= sum(c.isdigit() for c in text)
