"""rugwijzer.logs.quiet: no word of a patient reaches a log."""

from __future__ import annotations

import io
import json
import logging
import sys

import pytest

from rugwijzer.logs.quiet import QuietFormatter

SECRET = "ik-plas-in-mijn-broek"


@pytest.fixture
def logged() -> tuple[logging.Logger, io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(QuietFormatter())
    logger = logging.Logger("rasa.core.processor")
    logger.addHandler(handler)
    return logger, stream


def test_the_message_and_its_arguments_are_left_out(
    logged: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, stream = logged
    logger.error("text: %s", SECRET, extra={"tekst": SECRET})
    line = stream.getvalue()
    assert SECRET not in line
    assert '"level": "error", "place": "rasa.core.processor:' in line
    assert line.count("\n") == 1


def test_an_exception_shows_type_and_place_only(
    logged: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, stream = logged
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as cause:
            raise ValueError(f"kan {SECRET} niet lezen") from cause
    except ValueError:
        logger.exception("mislukt bij %s", SECRET)
    line = stream.getvalue()
    assert SECRET not in line
    assert "ValueError" in line
    assert "test_quiet.py:" in line
    assert "Traceback" not in line
    assert line.count("\n") == 1


def test_a_deep_exception_names_the_last_three_places(
    logged: tuple[logging.Logger, io.StringIO],
) -> None:
    def fall(depth: int) -> None:
        if not depth:
            raise RuntimeError(SECRET)
        fall(depth - 1)

    logger, stream = logged
    try:
        fall(5)
    except RuntimeError:
        logger.error(SECRET, exc_info=sys.exc_info())
    assert stream.getvalue().count("test_quiet.py:") == 3


def test_an_error_without_an_exception_or_with_stack_info_shows_no_more(
    logged: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, stream = logged
    logger.error(SECRET, exc_info=True, stack_info=True)
    assert SECRET not in stream.getvalue()
    assert stream.getvalue().count("\n") == 1


def test_a_logger_named_after_a_person_is_redacted_and_the_time_stays() -> None:
    record = logging.LogRecord("gesprek.06-12345678", logging.ERROR, "x.py", 7, SECRET, None, None)
    record.created = 0.0
    line = QuietFormatter().format(record)
    assert "12345678" not in line
    assert json.loads(line)["timestamp"].startswith("1970-01-01T")
