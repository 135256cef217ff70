"""Logs as JSON lines: what happened and how long it took, never who it was or what was said."""

from __future__ import annotations

import ipaddress
import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

from . import request_id
from .redact import redact_value

#: Only these fields reach a log line; a new one is added here, after asking what it can hold.
ALLOWED = frozenset(
    (
        *("event", "level", "timestamp", "request_id", "method", "route", "status", "ms"),
        *("client", "kinds", "levels", "part", "error", "where", "host", "port"),
        # A provider's name, a provider's code of an error, and counts.
        *("channel", "code", "n", "attempts"),
    )
)
_LOG = structlog.get_logger("rugwijzer")


class Loggable(Exception):
    """A failure whose text is a reason for the log: it never holds what was sent or said."""


def configure(stream: TextIO | None = None) -> None:
    """Send all logs of this process as JSON lines to a stream (standard error)."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        _with_request_id,
        _only_allowed,
        redacted,
        # After the redaction, which would take the day for a date of birth.
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[_without_trace, *shared],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in ("httpx", "httpcore", "asyncio", "uvicorn.access", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        # Making one anew for each line costs more than the line; a later configure only changes where
        # the lines go, which the standard library's handler knows.
        cache_logger_on_first_use=True,
    )


def info(event: str, **fields: object) -> None:
    """One line; fields outside ALLOWED are left out."""
    _LOG.info(event, **fields)


def failure(part: str, error: BaseException) -> None:
    """One warning line about a failure: its type and place, never its text, which may quote."""
    _LOG.warning("failure", part=part, **describe(error))


def describe(error: BaseException) -> dict[str, str]:
    """The type of an error and where it was raised; its text only when that is a reason for the log."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    name = type(error).__name__
    return {"error": f"{name}: {error}" if isinstance(error, Loggable) else name} | (
        {"where": where} if where else {}
    )


def coarse(address: str | None) -> str:
    """A client address without its last part: IPv4 /24, IPv6 /48."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    bits = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network((parsed, bits), strict=False))


def redacted(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A structlog processor, the second line behind ALLOWED: what points at a person goes."""
    return {k: v if k.startswith("_") else redact_value(v) for k, v in event.items()}


def _with_request_id(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    if ident := request_id.current():
        event.setdefault("request_id", ident)
    return event


def _only_allowed(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {k: v for k, v in event.items() if k in ALLOWED or k.startswith("_")}


def _without_trace(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    record = event.get("_record")
    if record is not None and record.exc_info:
        event["error"] = getattr(record.exc_info[0], "__name__", "Exception")
        record.exc_info, record.exc_text = None, None
    return event
