"""Takes out of a patient's sentence what points at a person: pure rules, no lists of names.

Stricter than rugwijzer/logs/redact.py, which serves log lines: also links, long numbers, any postcode, and
names where the sentence says that a name follows. A name without such a sign stays; whoever shows
texts to others must not rely on this alone (masking.py does not).
"""

from __future__ import annotations

import re
from re import Pattern

from rugwijzer.logs.redact import MONTHS, redact

_PREFIX = r"(?:van|de|den|der|het|ten|ter|te|la|le|el|von|'t)\s+"
#: Words that may follow 'mevrouw' or 'dokter' and are no name.
_NO_NAME = (
    "zegt|zei|vindt|vond|denkt|heeft|had|is|was|wil|wilde|kan|kon|moet|mag|gaf|geeft|belt|belde|die|dat|"
    "en|of|in|op|om|bij|met|voor|naar|nodig|bellen|gaan|mijn|ik|u|niet|geen|ook|al|wel|maar|dan|waarom|"
    "hoe|wat|hier|daar|toen|nu|meer|langs|komt|kwam|deed|doet|schreef|schrijft|raadt|raadde|vertelde"
)
_TITLE = r"mevrouw|meneer|mevr|dhr|mw|mijnheer|dokter|dr|drs|zuster|broeder|juffrouw"


def _rule(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> Pattern[str]:
    return re.compile(pattern, flags | re.UNICODE)


_LINK = _rule(r"\b(?:https?://|www\.)\S+")
#: After the numbers and addresses of redact(), in this order.
_RULES: tuple[tuple[Pattern[str], str], ...] = (
    (_rule(r"(?<!\w)@\w{3,}"), "[naam]"),
    (_rule(r"\b\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?(?:\d{4}|\d{2})\b"), "[datum]"),
    (_rule(rf"\b\d{{1,2}}(?:e|ste|de)?\s+(?:{MONTHS})\.?\s+(?:'?\d{{2}}|\d{{4}})\b"), "[datum]"),
    (
        _rule(
            rf"\b(?:geboren|geb\.?|geboortedatum|verjaar)\b[^.?!\d]{{0,20}}\d[\d\s/.-]*(?:{MONTHS})?\s?\d*"
        ),
        "[datum]",
    ),
    (
        _rule(
            r"\b[1-9]\d{3}\s?[a-z]{2}\b[\s,]*(?:nr\.?|nummer|huisnummer)?\s*\d{1,5}(?:-?[a-z0-9]{1,3}|\s[a-z])?\b"
        ),
        "[adres]",
    ),
    (_rule(r"\b[1-9]\d{3}(?:\s?[A-Z]{2}|[a-z]{2})\b", re.UNICODE), "[adres]"),
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


def without_persons(text: str) -> str:
    """The text with every find replaced by what it was, such as [bsn] or [naam]."""
    text = redact(_LINK.sub("[link]", text))
    for pattern, put in _RULES:
        text = pattern.sub(put, text)
    return text
