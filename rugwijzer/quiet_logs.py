"""A log formatter that cannot leak: place, level and kind of error, never the message.

Rasa and its SDK put user text in their log messages, most of all on errors. Their own words are
therefore left out altogether; the logger, the line and the exception's type are enough to find the
fault in the source.
"""

from __future__ import annotations

import logging
import traceback
from typing import TextIO

from .redact import redact


def configure(stream: TextIO | None = None) -> None:
    """Let this process log warnings and worse in this form only, on standard error by default."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(QuietFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)


class QuietFormatter(logging.Formatter):
    """Formats a record as time, level, logger, place and exception type."""

    def format(self, record: logging.LogRecord) -> str:
        """One line without any text of the message or of the exception."""
        line = f"{record.levelname} {record.name}:{record.lineno}"
        if record.exc_info and record.exc_info[0] is not None:
            frames = traceback.extract_tb(record.exc_info[2])[-3:]
            where = " < ".join(
                f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}" for f in reversed(frames)
            )
            line = f"{line} {record.exc_info[0].__name__} {where}"
        # A logger may be named after what it serves; the time stays, which looks like a date of birth.
        return f"{self.formatTime(record)} {redact(line)}"
