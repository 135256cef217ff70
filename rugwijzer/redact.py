"""Takes out of a Dutch text what points at a person: pure rules, no lists of names, nothing learned.

BSN (with the 11-test), IBAN (with its check digits), phone, e-mail, links, postcode with house number,
street with house number, dates with a year, long numbers, and names where the sentence says that a
name follows. A name without such a sign stays; whoever shows texts to others must not rely on this
alone (rugwijzer/report/masking.py does not).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from re import Match, Pattern

_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    "jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec"
)
_STREET = (
    "straat|laan|weg|plein|gracht|kade|singel|dijk|hof|pad|steeg|dreef|plantsoen|markt|straatje"
)
_PREFIX = r"(?:van|de|den|der|het|ten|ter|te|la|le|el|von|'t)\s+"
#: Words that may follow 'mevrouw' or 'dokter' and are no name.
_NO_NAME = (
    "zegt|zei|vindt|vond|denkt|heeft|had|is|was|wil|wilde|kan|kon|moet|mag|gaf|geeft|belt|belde|die|dat|"
    "en|of|in|op|om|bij|met|voor|naar|nodig|bellen|gaan|mijn|ik|u|niet|geen|ook|al|wel|maar|dan|waarom|"
    "hoe|wat|hier|daar|toen|nu|meer|langs|komt|kwam|deed|doet|schreef|schrijft|raadt|raadde|vertelde"
)
_TITLE = r"mevrouw|meneer|mevr|dhr|mw|mijnheer|dokter|dr|drs|zuster|broeder|juffrouw"


def _of_11(digits: str) -> bool:
    """The 11-test of a BSN; eight digits begin with a silent nought."""
    digits = digits.zfill(9)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(w * int(d) for w, d in zip(weights, digits))
    return len(digits) == 9 and int(digits) > 0 and total % 11 == 0


def _bsn(match: Match[str]) -> str:
    return "[bsn]" if _of_11(re.sub(r"\D", "", match.group())) else match.group()


def _iban(match: Match[str]) -> str:
    plain = re.sub(r"\s", "", match.group()).upper()
    if not 15 <= len(plain) <= 34:
        return match.group()
    number = "".join(str(int(c, 36)) for c in plain[4:] + plain[:4])
    return "[iban]" if int(number) % 97 == 1 else match.group()


def _rule(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> Pattern[str]:
    return re.compile(pattern, flags | re.UNICODE)


_Put = str | Callable[[Match[str]], str]
#: In this order: what is longer and surer first.
_RULES: tuple[tuple[Pattern[str], _Put], ...] = (
    (_rule(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (_rule(r"\b(?:https?://|www\.)\S+"), "[link]"),
    (_rule(r"(?<!\w)@\w{3,}"), "[naam]"),
    (_rule(r"\b[a-z]{2}\d{2}(?:\s?[a-z0-9]{4}){2,7}(?:\s?[a-z0-9]{1,3})?\b"), _iban),
    (
        _rule(
            r"(?<![\w+])(?:(?:\+|00)\s?31[\s\-.]*(?:\(0\)[\s\-.]*)?|0)[1-9](?:[\s\-./]*\d){8}(?!\d)"
        ),
        "[telefoon]",
    ),
    (_rule(r"(?<![\w+])\+\d(?:[\s\-.]*\d){7,14}(?!\d)"), "[telefoon]"),
    (_rule(r"\b\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?(?:\d{4}|\d{2})\b"), "[datum]"),
    (_rule(r"\b(?:19|20)\d\d-\d{1,2}-\d{1,2}\b"), "[datum]"),
    (_rule(rf"\b\d{{1,2}}(?:e|ste|de)?\s+(?:{_MONTHS})\.?\s+(?:'?\d{{2}}|\d{{4}})\b"), "[datum]"),
    (
        _rule(
            rf"\b(?:geboren|geb\.?|geboortedatum|verjaar)\b[^.?!\d]{{0,20}}\d[\d\s/.-]*(?:{_MONTHS})?\s?\d*"
        ),
        "[datum]",
    ),
    (_rule(r"(?<!\d)\d{2,3}[\s.]\d{2,3}[\s.]\d{3}(?!\d)|(?<!\d)\d{8,9}(?!\d)"), _bsn),
    (
        _rule(
            r"\b[1-9]\d{3}\s?[a-z]{2}\b[\s,]*(?:nr\.?|nummer|huisnummer)?\s*\d{1,5}(?:-?[a-z0-9]{1,3}|\s[a-z])?\b"
        ),
        "[adres]",
    ),
    (_rule(r"\b[1-9]\d{3}(?:\s?[A-Z]{2}|[a-z]{2})\b", re.UNICODE), "[adres]"),
    (_rule(rf"\b[\w'-]+\s?(?:{_STREET})\s+\d{{1,5}}(?:-?[a-z0-9]{{1,3}}|\s[a-z])?\b"), "[adres]"),
    (_rule(r"\d{6,}"), "[getal]"),
    (
        _rule(
            rf"\b((?:mijn|m'n)\s+naam\s+is|ik\s+heet|naam\s*:)\s+(?:{_PREFIX})*[\w'-]+(?:\s+(?:{_PREFIX})*(?-i:[A-Z])[\w'-]+)*"
        ),
        r"\1 [naam]",
    ),
    (
        _rule(rf"\b({_TITLE})\.?\s+(?!(?:{_NO_NAME})\b)(?:{_PREFIX})*[\w'-]+"),
        r"\1 [naam]",
    ),
    (
        _rule(
            rf"\b([Ii]k\s+ben|[Gg]roet(?:en|jes)?,?)\s+[A-Z][a-zà-ÿ'-]+(?:\s+(?:{_PREFIX})*[A-Z][\w'-]+)*",
            re.UNICODE,
        ),
        r"\1 [naam]",
    ),
)


def redact(text: str) -> str:
    """The text with every find replaced by what it was, such as [bsn] or [naam]."""
    for pattern, put in _RULES:
        text = pattern.sub(put, text)
    return text
