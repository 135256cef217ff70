"""A log formatter that cannot leak: place, level and kind of error, never the message.

Rasa and its SDK put user text in their log messages, most of all on errors. Their own words are
therefore left out altogether; the logger, the line and the exception's type are enough to find the
fault in the source. One JSON object a line, with the id of the request that the gateway began.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import datetime, timezone
from typing import TextIO

from . import request_id
from .redact import redact

#: Figures that this project's own code may add with `extra`; numbers only.
_FIGURES = ("ms", "n", "status")


def configure(stream: TextIO | None = None) -> None:
    """Let this process log warnings and worse in this form only, on standard error by default."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(QuietFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)


class QuietFormatter(logging.Formatter):
    """Formats a record as time, level, place, request and exception type."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON without any text of the message or of the exception."""
        at = datetime.fromtimestamp(record.created, timezone.utc)
        line: dict[str, object] = {
            "timestamp": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            # A logger may be named after what it serves.
            "place": redact(f"{record.name}:{record.lineno}"),
        }
        if ident := request_id.current():
            line["request_id"] = ident
        for name in _FIGURES:
            value = getattr(record, name, None)
            if isinstance(value, int | float):
                line[name] = value
        if record.exc_info and record.exc_info[0] is not None:
            frames = traceback.extract_tb(record.exc_info[2])[-3:]
            line["error"] = record.exc_info[0].__name__
            line["where"] = " < ".join(
                f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}" for f in reversed(frames)
            )
        return json.dumps(line)
