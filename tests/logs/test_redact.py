"""rugwijzer.logs.redact: what points at one person goes, what a log needs stays."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rugwijzer.logs.redact import is_bsn, is_iban, redact, redact_value

DIGITS = st.text("0123456789", min_size=8, max_size=8)
WORDS = st.text("abcdefghijklmnopqrstuvwxyz ,;()\n", max_size=30)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("bsn 111222333.", "bsn [bsn]."),
        ("bsn:123456782", "bsn:[bsn]"),
        ("bsn 1234.56.782 klopt", "bsn [bsn] klopt"),
        ("bsn 12 345 678 2", "bsn [bsn]"),
        ("rekening NL91 ABNA 0417 1643 00 graag", "rekening [iban] graag"),
        ("nl91abna0417164300", "[iban]"),
        ("BE68 5390 0754 7034", "[iban]"),
        ("bel 06-12345678", "bel [telefoon]"),
        ("bel 06 12 34 56 78 of niet", "bel [telefoon] of niet"),
        ("bel (030) 234 56 78", "bel [telefoon]"),
        ("bel 0800-1234", "bel 0800-1234"),
        ("bel +31 (0)6 1234 5678", "bel [telefoon]"),
        ("bel +32 470 12 34 56", "bel [telefoon]"),
        ("van 31612345678", "van [telefoon]"),
        ("whatsapp:+31612345678", "whatsapp:[telefoon]"),
        ("06 12345678 12 dagen", "[telefoon] 12 dagen"),
        ("0031 6 12345678", "[telefoon]"),
        ("mail jan.de-vries+rug@ziekenhuis.example.nl!", "mail [e-mail]!"),
        ("MAIL JAN@EXAMPLE.NL", "MAIL [e-mail]"),
        ("wie: jan%40example.nl", "wie: [e-mail]"),
        ("ik woon op 3511 AB 12-a hier", "ik woon op [adres] hier"),
        ("1012AB", "[adres]"),
        ("Lindelaan 12 a, Utrecht", "[adres], Utrecht"),
        ("geboren 03-07-1958", "geboren [datum]"),
        ("geboren 3 juli 1958.", "geboren [datum]."),
        ("geboren 1958-07-03", "geboren [datum]"),
        ("geboren 3/7/58", "geboren [datum]"),
        ("geboren 3e juli '58", "geboren [datum]"),
    ],
)
def test_what_is_found(text: str, clean: str) -> None:
    assert redact(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "input_channel.py:219 < replay.py:50",
        "203.0.113.0/24",
        "2001:db8:1::/48",
        "http://127.0.0.1:5005/webhooks/rugwijzer/message",
        "SQLAlchemy 1.4.54, psycopg2 2.9.10",
        "0f3a91c2d4e5b678",
        "klacht sinds 6 weken, 39,5 graden, 7 van de 10, 1000 mg",
        "bel 112 of de huisartsenpost",
        "123456789",
        "op weg 12 keer",
        "",
    ],
)
def test_what_stays(text: str) -> None:
    assert redact(text) == text


@given(
    DIGITS,
    st.sampled_from(["{}", "{}.", "bsn={}", "({})", "x {} y"]),
    st.sampled_from(["", " ", ".", "-"]),
)
def test_no_number_that_passes_the_11_test_stays(digits: str, around: str, sign: str) -> None:
    left = sum((9 - i) * int(d) for i, d in enumerate(digits)) % 11
    number = f"{digits}{left}"
    if left == 10 or not number.strip("0"):
        return
    assert is_bsn(number)
    shown = sign.join((number[:4], number[4:6], number[6:]))
    assert shown not in redact(around.format(shown))


@given(st.text("0123456789", min_size=9, max_size=9))
def test_the_11_test_catches_every_single_wrong_digit(number: str) -> None:
    if not is_bsn(number):
        return
    for at, digit in enumerate(number):
        other = number[:at] + str((int(digit) + 1) % 10) + number[at + 1 :]
        assert not is_bsn(other)


@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=4, max_size=4),
    st.text("0123456789", min_size=10, max_size=10),
    WORDS,
    st.booleans(),
)
def test_no_valid_account_number_stays(bank: str, account: str, after: str, grouped: bool) -> None:
    rest = "".join(str(int(c, 36)) for c in f"{bank}{account}NL00")
    number = f"NL{98 - int(rest) % 97:02}{bank}{account}"
    assert is_iban(number)
    assert not is_iban(number[:-1] + str((int(number[-1]) + 1) % 10))
    shown = " ".join(number[i : i + 4] for i in range(0, 18, 4)) if grouped else number
    assert redact(f"{shown} {after}").startswith("[iban]")


@settings(max_examples=40, deadline=None)
@given(st.emails(), WORDS)
def test_no_address_of_mail_stays(address: str, before: str) -> None:
    cleaned = redact(f"{before} {address}")
    assert "@" not in cleaned
    assert address.rpartition("@")[2] not in cleaned


@given(
    st.text("0123456789", min_size=8, max_size=8),
    st.sampled_from(["06{}", "06-{}", "06 {}", "+316{}", "00316{}", "+31 (0)6 {}", "316{}"]),
)
def test_no_mobile_number_stays(digits: str, form: str) -> None:
    assert digits not in redact(f"bel {form.format(digits)}, graag")


@given(
    st.dates(date(1900, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%Y%m%d"]),
)
def test_no_date_of_this_or_the_last_century_stays(when: date, form: str) -> None:
    assert redact(f"geboren {when:{form}}, man") == "geboren [datum], man"


@given(
    st.integers(1000, 9999),
    st.text("ABCDEGHJKLMNPRTVWXZ", min_size=2, max_size=2),
    st.integers(1, 999),
)
def test_no_postcode_with_its_number_stays(figures: int, letters: str, house: int) -> None:
    for shown in (f"{figures} {letters} {house}", f"{figures}{letters} {house}b"):
        assert redact(f"adres: {shown}.") == "adres: [adres]."


@given(st.text(max_size=300))
def test_any_text_can_be_redacted_and_twice_is_once(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@given(WORDS)
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize("part", ["1 ", "a@", "NL12 ", "0 ", "straat", "(", "1.", "+3 ", "a" * 64])
def test_a_long_line_takes_no_long_time(part: str) -> None:
    line = part * (16_000 // len(part)) + "1@"
    began = time.process_time()
    redact(line)
    assert time.process_time() - began < 0.5


def test_a_log_value_is_redacted_inside_mappings_and_lists() -> None:
    value = {"a": ["06 12345678", 3, None], "jan@example.nl": ("x", {"b": "111222333"})}
    assert redact_value(value) == {"a": ["[telefoon]", 3, None], "[e-mail]": ["x", {"b": "[bsn]"}]}
