"""Takes what points at one person out of a line of text; pure, and fast on lines without any of it.

A second line of defence. The first is that patient text is never logged at all: the allow-list in
lines.py and the bare places of quiet.py. What is found becomes the name of its kind in
brackets. Names of persons are not found; no rule knows them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

#: Nothing below matches without a digit or an at sign.
_HINT = re.compile(r"[\d@]")

_EMAIL = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}(?:@|%40|\s?\(at\)\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ .-]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
#: Nine digits, or eight of an old number whose first was a zero; with the usual ways to group them.
_BSN = re.compile(r"(?<!\w)(?<!\d\.)\d(?:[ .-]?\d){7,8}(?!\w)")
_PHONE = re.compile(
    r"(?<!\w)(?<!\d\.)(?:"
    r"(?:\+|00)[1-9](?:[ .()-]{0,3}\d){7,14}"  # with the country
    r"|\(?0\)?[ .-]?[1-9](?:[ .)-]{0,2}\d){7,8}"  # ten digits here, nine in Belgium
    r"|316\d{8}|324\d{8}"  # a mobile number as Meta writes it
    r")(?!\d)"
)
_POSTCODE = re.compile(
    r"(?<!\w)(?<!\d\.)[1-9]\d{3}[ .]?(?!SA|SD|SS)[A-Z]{2}(?![A-Za-z0-9])"
    r"(?:[ ,]{0,3}\d{1,5}(?:[ -]?[A-Za-z]{1,2})?(?:[ -]\d{1,4})?(?![\w]))?"
)
#: 'lindelaan 12 a': a street is known by its ending, because names of persons are not known at all.
_STREET = re.compile(
    r"(?<!\w)[^\W\d_][\w'-]{2,40}(?:straat|laan|weg|plein|gracht|kade|hof|dijk|singel|steeg|dreef|pad|park|"
    r"plantsoen|baan|markt)\s{1,2}\d{1,5}(?:[ -]?[a-z]{1,2})?(?:[ -]\d{1,4})?(?![\w])",
    re.IGNORECASE,
)
#: The months and what people make of them, for within a pattern.
MONTHS = (
    "jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sept?(?:ember)?|"
    "okt(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:18|19|20)\d{2}"
_DATE = re.compile(
    rf"(?<!\w)(?<!\d\.)(?:{_DAY}(?P<sign>[-/.]){_MONTH}(?P=sign){_YEAR}"
    # With a short year and full stops it is a version of some software, unless it is written out.
    rf"|{_DAY}(?P<short>[-/]){_MONTH}(?P=short)\d{{2}}|\d\d\.(?:0\d|1[0-2])\.\d\d"
    rf"|{_DAY} {_MONTH} {_YEAR}"
    rf"|{_YEAR}(?P<iso>[-/.]?)(?:0[1-9]|1[0-2])(?P=iso)(?:0[1-9]|[12]\d|3[01])"
    rf"|{_DAY}(?:[ -]|e )(?:{MONTHS})\.?[ -]'?(?:{_YEAR}|\d{{2}}))(?!\w)",
    re.IGNORECASE,
)
#: How long an account number is, by country.
_IBAN_LENGTHS = {
    **dict.fromkeys(("NO",), 15),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FI", "NL"), 18),
    **dict.fromkeys(("SI",), 19),
    **dict.fromkeys(("AT", "EE", "LT", "LU"), 20),
    **dict.fromkeys(("CH", "HR", "LI", "LV"), 21),
    **dict.fromkeys(("BG", "DE", "GB", "IE"), 22),
    **dict.fromkeys(("AD", "CZ", "ES", "RO", "SE", "SK"), 24),
    **dict.fromkeys(("PT",), 25),
    **dict.fromkeys(("IS",), 26),
    **dict.fromkeys(("FR", "GR", "IT", "MC", "SM"), 27),
    **dict.fromkeys(("CY", "HU", "PL"), 28),
    **dict.fromkeys(("MT",), 31),
}


def is_bsn(digits: str) -> bool:
    """Whether eight or nine digits pass the 11-test of a burgerservicenummer."""
    number = digits.zfill(9)
    if len(number) != 9 or not number.isdecimal() or not number.strip("0"):
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(d) for w, d in zip(weights, number)) % 11 == 0


def is_iban(raw: str) -> bool:
    """Whether letters and digits are an account number: the country's length, and 97-10 of ISO 7064."""
    number = raw.upper()
    if not number.isalnum() or not number.isascii() or len(number) != _IBAN_LENGTHS.get(number[:2]):
        return False
    return int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 == 1


def redact(text: str) -> str:
    """The text with `[bsn]`, `[iban]`, `[telefoon]`, `[e-mail]`, `[adres]` and `[datum]` in their place."""
    if not _HINT.search(text):
        return text
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def redact_value(value: Any) -> Any:
    """A value of a log line with every text in it redacted, in mappings and lists as well."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {redact_value(k): redact_value(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redact_value(item) for item in value]
    return value


def _iban(match: re.Match[str]) -> str:
    """The account number at the begin of a match, which may have swallowed the words behind it."""
    found = match.group()
    wanted = _IBAN_LENGTHS.get(found[:2].upper(), 0)
    count = 0
    for at, sign in enumerate(found):
        count += sign.isalnum()
        if count == wanted:
            after = found[at + 1 : at + 2]
            whole = not after.isalnum() and is_iban(_plain(found[: at + 1]))
            return f"[iban]{found[at + 1 :]}" if whole else found
    return found


def _bsn(match: re.Match[str]) -> str:
    return "[bsn]" if is_bsn(_plain(match.group())) else match.group()


def _plain(text: str) -> str:
    return re.sub(r"[ .-]", "", text)


#: In this order: an account number holds what looks like a telephone number, that what looks like a date.
_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_EMAIL, "[e-mail]"),
    (_IBAN, _iban),
    (_PHONE, "[telefoon]"),
    (_DATE, "[datum]"),
    (_BSN, _bsn),
    (_POSTCODE, "[adres]"),
    (_STREET, "[adres]"),
)
