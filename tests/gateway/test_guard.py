"""rugwijzer.gateway.guard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugwijzer.gateway import guard
from rugwijzer.gateway.guard import ChoiceTurn, TextTurn
from rugwijzer.http.errors import ApiError

anything = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("/ \t\n\r\x00\x1f\u200b\u00a0"))
)


def status(call: object, *args: object) -> int:
    with pytest.raises(ApiError) as caught:
        call(*args)  # type: ignore[operator]
    return caught.value.status


@given(anything)
def test_text_never_reads_as_a_payload(text: str) -> None:
    try:
        clean = guard.clean_text(text)
    except ApiError as error:
        assert error.status == 422
        return
    assert not clean.strip().startswith("/")
    assert 0 < len(clean) <= 1000
    assert all(c == "\n" or c.isprintable() or c.isspace() or ord(c) > 0x9F for c in clean)
    clean.encode("utf8")
    assert guard.clean_text(clean) == clean.strip()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("/restart", "restart"),
        (' \u200b/ //EXTERNAL_x{"a": 1}', 'EXTERNAL_x{"a": 1}'),
        ("\x00/faq/x", "faq/x"),
        ("ja\r\nnee\tmisschien\x07", "ja\nnee misschien"),
        ("doof \ud800 gevoel", "doof  gevoel"),
        ("en/of 🫠", "en/of 🫠"),
        ("e\u0301e\u0301n been", "één been"),
    ],
)
def test_text_is_only_text(text: str, clean: str) -> None:
    assert guard.clean_text(text) == clean


def test_a_thousand_characters_after_stripping_pass_and_one_more_does_not() -> None:
    assert len(guard.clean_text("  " + "é" * 1000 + "\n")) == 1000
    assert status(guard.clean_text, "a" * 1001) == 422
    assert [status(guard.clean_text, t) for t in ("", "  ", "//", "\x00\u200b")] == [422] * 4


@given(st.binary(max_size=200))
def test_any_bytes_are_an_object_or_malformed(raw: bytes) -> None:
    try:
        assert isinstance(guard.parse_object(raw), dict)
    except ApiError as error:
        assert error.status == 400


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"1", b'"x"', b"\xff{}", b"[" * 8000])
def test_malformed_json_is_400(raw: bytes) -> None:
    assert status(guard.parse_object, raw) == 400


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "a", "choice": "c1"},
        {"text": 1},
        {"text": None},
        {"choice": ["c1"]},
        {"Text": "a"},
    ],
)
def test_neither_both_or_another_type_is_400(body: dict[str, object]) -> None:
    assert status(guard.read_turn, body) == 400


def test_a_turn_is_a_text_or_a_choice() -> None:
    assert guard.read_turn({"text": " hoi "}) == TextTurn("hoi")
    assert guard.read_turn({"choice": "c1"}) == ChoiceTurn("c1")
    assert [status(guard.read_turn, {"choice": c}) for c in ("", "c" * 65)] == [422, 422]


@pytest.mark.parametrize("surface", [None, 1, "", "whatsapp", "Website", ["tablet"]])
def test_only_known_surfaces(surface: object) -> None:
    assert status(guard.read_surface, {"surface": surface}) == 400


def test_reading_stops_at_the_limit_without_a_length() -> None:
    given_out = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given_out
        while True:
            given_out += 1
            yield b"x" * 1024

    with pytest.raises(ApiError) as caught:
        asyncio.run(guard.read_limited(endless(), None))
    assert (caught.value.status, given_out) == (413, 17)


def test_a_declared_length_over_the_limit_is_not_read_at_all() -> None:
    async def unread() -> AsyncIterator[bytes]:
        pytest.fail("read")
        yield b""

    with pytest.raises(ApiError) as caught:
        asyncio.run(guard.read_limited(unread(), "16385"))
    assert caught.value.status == 413


def test_a_key_belongs_to_its_conversation_and_has_a_form() -> None:
    assert guard.read_key(None, "website-x") == ""
    assert guard.read_key("a1b2c3d4", "website-x") == "website-x-a1b2c3d4"
    assert [status(guard.read_key, key, "x") for key in ("", "kort", "a" * 65, "a b c d e f")] == [
        400
    ] * 4
