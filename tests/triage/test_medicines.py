"""rugwijzer.triage.medicines: how much paracetamol on one day."""

from __future__ import annotations

import pytest

from rugwijzer.triage.facts import extract


@pytest.mark.parametrize(
    ("text", "milligrams"),
    [
        ("10 paracetamol op een dag", 5000),
        ("3 keer 4 paracetamol van 500", 6000),
        ("2 keer 2 paracetamol van 1000", 4000),
        ("3x2 paracetamol", 3000),
        ("12 tabletten paracetamol", 6000),
        ("5 gram paracetamol vandaag", 5000),
        ("een hele strip paracetamol", 5000),
        ("welke paracetamol is goed", None),
        ("al een week op 6 gram paracetamol per dag", 6000),
        ("zes keer per dag een gram paracetamol", 6000),
        ("vier maal daags 1 gram paracetamol", 4000),
        ("tien paracetamol van een gram", 10000),
        ("3 paracetamol van 1 gram", 3000),
        ("deze week 12 paracetamol", None),
        ("12 paracetamol in twee weken", None),
        ("ik slik 10 ibuprofen", None),
    ],
)
def test_paracetamol_on_one_day(text: str, milligrams: float | None) -> None:
    assert extract(text).paracetamol_mg == milligrams


@pytest.mark.parametrize(
    ("text", "milligrams"),
    [
        ("6 of 8 paracetamol vandaag", 4000),
        ("4 paracetamol per keer, 3 keer per dag", 6000),
        ("8 strips paracetamol", 40000),
        ("een doosje paracetamol op", 10000),
        ("4 keer paracetamol van 1000", 4000),
        ("3 dagen lang 6 paracetamol per dag", 3000),
        ("4 mg en 6 paracetamol", 3000),
        ("5 gram per dag aan paracetamol", 5000),
        ("paracetamol van 2 gram", 2000),
        ("6 paracetamol per dag deze week", 3000),
        ("een keer paracetamol", 500),
    ],
)
def test_what_counts_as_a_number_of_tablets(text: str, milligrams: float | None) -> None:
    assert extract(text).paracetamol_mg == milligrams


@pytest.mark.parametrize(
    ("text", "milligrams"),
    [
        # how often
        *[(f"4 {w} 2 paracetamol", 4000) for w in ("keer", "maal", "x", "maaltijden", "dd")],
        ("4x2 paracetamol", 4000),
        ("5x paracetamol vandaag", 2500),
        ("2 keer paracetamol", 1000),
        ("5 dd 1 gram paracetamol", 5000),
        ("5 x 1 gram paracetamol", 5000),
        # a number with another unit is no number of tablets
        ("al 10 dagen paracetamol", None),
        ("een dag zonder paracetamol ging niet", None),
        ("al 12 weken elke dag paracetamol", None),
        ("al een week iedere dag paracetamol", None),
        ("mijn man van 62 jaar slikt paracetamol", None),
        *[(f"10 {unit} oxycodon en paracetamol", None) for unit in ("mg", "milligram")],
        ("6 weken lang 4 paracetamol per dag", 2000),
        ("6 keer in 24 uur paracetamol van een gram", 6000),
        ("ik ben 62 en slik paracetamol", None),
        ("ik ben al 62 en slik 4 paracetamol per dag", 2000),
        ("ik ben 12 paracetamol verder vandaag", 6000),
        ("paracetamol, 3 keer daags 2 tabletten deze week", 3000),
        # packs
        ("2 strips pillen van paracetamol", 10000),
        ("paracetamol: 2 strips", 10000),
        ("paracetamol, een doosje op", 10000),
        # strength
        ("4 paracetamol van 500 mg", 2000),
        ("12 paracetamol van 120", 1440),
        ("500 paracetamol", None),
        ("100 paracetamol", 50000),
        ("2 paracetamol van 1 g", 2000),
        ("12 paracetamol van 0,5 gram", 6000),
        ("10 paracetamol, van hoeveel gram weet ik niet", 5000),
        ("gisteren een gram en vandaag 6 paracetamol", 3000),
        # weight
        ("gram paracetamol", None),
        ("een gram paracetamol", 1000),
        ("veel gram paracetamol", None),
        ("van 6 gram paracetamol", 6000),
        ("6 gram van paracetamol", 6000),
        ("ik slik 6000 mg paracetamol per dag", 6000),
        ("5000 milligram paracetamol genomen", 5000),
        ("paracetamol 6x daags 1000 mg", 6000),
        ("120 mg paracetamol voor mijn zoontje", 120),
        ("nu 2 dagen zes keer per dag een gram paracetamol", 6000),
        ("vijf keer per dag een wandeling en een gram paracetamol", 1000),
        ("zes keer per dag neem ik een gram paracetamol", 6000),
        ("6 keer per dag, elke keer een gram paracetamol", 6000),
        # how often, behind the amount
        ("2 paracetamol, zes keer per dag", 6000),
        ("2 paracetamol 4 of 5 keer per dag", 5000),
        ("3 tabletten paracetamol van 500 mg per keer, 6 dd", 9000),
        ("2 paracetamol van 500 mg tegelijk en dat 6x per dag", 6000),
        ("een gram paracetamol van de drogist, en dat zes keer per dag", 6000),
        ("2 paracetamol, meerdere keer per dag", 1000),
        ("een gram paracetamol zes keer per dag", 6000),
        ("paracetamol 1000 mg, zes maal daags", 6000),
        ("800 mg zes keer per dag paracetamol", 4800),
        ("2 keer 2 paracetamol, 6 keer per dag oefenen", 2000),
        ("4 paracetamol per dag en 3 keer per dag oefenen", 2000),
        ("4 paracetamol en ik moet 8 keer per dag plassen", 2000),
        ("4 paracetamol, 3 keer per week", None),
        # further back than seven words says nothing about these tablets
        ("8 a b c d e f paracetamol", 4000),
        ("8 a b c d e f g paracetamol", None),
    ],
)
def test_paracetamol_by_the_word(text: str, milligrams: float | None) -> None:
    assert extract(text).paracetamol_mg == milligrams


@pytest.mark.parametrize(
    ("text", "milligrams"),
    [
        ("ik neem elk uur 2 paracetamol", 24000),
        ("ieder uurtje een paracetamol", 12000),
        ("om het uur paracetamol", 12000),
        ("per uur 1 paracetamol", 12000),
        ("2 paracetamol elk uur", 24000),
        ("elk halfuur een paracetamol", 24000),
        ("iedere half uur een paracetamol", 24000),
        ("om de 3 uur twee tabletten paracetamol van 500", 8000),
        ("elke drie uur een zetpil van 1000 mg paracetamol", 8000),
        ("paracetamol 1000 mg om de 3 uren", 8000),
        ("paracetamol 1000 mg, elke drie uur een, dag en nacht", 8000),
        ("2 paracetamol van een gram om de 5 uur", 8000),
        ("elke vier uur 2 paracetamol", 6000),
        ("om de 4 uur paracetamol", 3000),
        ("om de 6 uur 2 paracetamol", 4000),
        ("paracetamol om de 24 uur", 500),
        ("elke 48 uur paracetamol", None),
        ("6 paracetamol per 24 uur", 3000),
        ("30 paracetamol per 25 uur", 15000),
        ("om de zoveel uur 2 paracetamol", 1000),
        ("om de 0 uur 2 paracetamol", 1000),
        # the number behind it is the amount each time
        ("4 paracetamol, om de 6 uur 1", 2000),
        ("4 paracetamol per dag, om de 6 uur een", 2000),
        # what happens each hour is something else
        ("ik word elk uur wakker, 2 paracetamol helpt niet", 1000),
        ("2 paracetamol helpt niet, ik word elk uur wakker", 1000),
        ("na elk uur lopen neem ik 2 paracetamol", 1000),
        ("na elke 3 uur lopen paracetamol", None),
        ("2 paracetamol helpt elk uur minder", 1000),
        ("paracetamol, elke dag om 8 uur 2", None),
        # one word
        ("zesmaal daags een gram paracetamol", 6000),
        ("driemaal vier paracetamol", 6000),
        ("5keer een gram paracetamol", 5000),
        ("nu eenmaal 6 paracetamol", 3000),
        ("allemaal 6 paracetamol", 3000),
    ],
)
def test_paracetamol_by_the_clock(text: str, milligrams: float | None) -> None:
    assert extract(text).paracetamol_mg == milligrams
