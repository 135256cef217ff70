"""Dutch numbers as patients write them: digits, words, halves and 'anderhalf'."""

from __future__ import annotations

_UNITS = {
    "nul": 0,
    "een": 1,
    "twee": 2,
    "drie": 3,
    "vier": 4,
    "vijf": 5,
    "zes": 6,
    "zeven": 7,
    "acht": 8,
    "negen": 9,
    "tien": 10,
    "elf": 11,
    "twaalf": 12,
    "dertien": 13,
    "veertien": 14,
    "vijftien": 15,
    "zestien": 16,
    "zeventien": 17,
    "achttien": 18,
    "negentien": 19,
}
_TENS = {
    "twintig": 20,
    "dertig": 30,
    "veertig": 40,
    "vijftig": 50,
    "zestig": 60,
    "zeventig": 70,
    "tachtig": 80,
    "negentig": 90,
    "honderd": 100,
}
_LOOSE = {
    "anderhalf": 1.5,
    "anderhalve": 1.5,
    "half": 0.5,
    "halve": 0.5,
    "paar": 3,
    "enkele": 3,
    "dozijn": 12,
    "ene": 1,
    "eentje": 1,
    "tweeen": 2,
    "drieen": 3,
}

#: Characters; what is longer was not meant as an amount.
_LONGEST = 12
_JOINED = {
    f"{unit}en{tens}": ten + one
    for tens, ten in _TENS.items()
    for unit, one in _UNITS.items()
    if 1 <= one <= 9 and ten < 100
}
WORDS: dict[str, float] = {**_UNITS, **_TENS, **_LOOSE, **_JOINED}


def value(token: str) -> float | None:
    """The number a normalised token stands for, or None: '38,9' -> 38.9, 'achtendertig' -> 38.

    A row of digits longer than any number that patients tell is none either.
    """
    if token in WORDS:
        return float(WORDS[token])
    if token[:1].isdigit() and len(token) <= _LONGEST:
        whole, _, part = token.replace(",", ".").partition(".")
        if "." in part:
            return None
        if len(part) == 3 and "," not in token:
            return float(whole + part)
        try:
            return float(f"{whole}.{part}")
        except ValueError:
            return None
    return None
