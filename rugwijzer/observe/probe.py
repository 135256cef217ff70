"""Whether a database or Redis answers, without leaving a trace in it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

import redis
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url

from rugwijzer.settings import Settings

#: Longer than this and a part counts as down.
TIMEOUT_S = 2
Probe = Callable[[], bool]


def probes(settings: Settings, database: bool = True) -> dict[str, Probe]:
    """What to ask by name: the database (when it is used), Rasa's when it is a server, and Redis."""
    found: dict[str, Probe] = {}
    if database:
        found["database"] = lambda: database_answers(settings.database_url)
    if make_url(settings.tracker_url).get_backend_name() != "sqlite":
        found["conversations"] = lambda: database_answers(settings.tracker_url)
    if settings.redis_url:
        found["redis"] = lambda: redis_answers(settings.redis_url)
    return found


def states(found: dict[str, Probe]) -> dict[str, str]:
    """Ask all, one after another: 'ok' or 'down'."""
    return {name: "ok" if ask() else "down" for name, ask in found.items()}


def database_answers(url: str) -> bool:
    """Whether a database can be read; a SQLite file that is not there yet must be possible to make."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _file_answers(parsed.database or "")
    try:
        with _engine(url).connect() as connection:
            connection.execute(text("SELECT 1"))
    except Exception:
        return False
    return True


def redis_answers(url: str) -> bool:
    """Whether Redis says PONG."""
    try:
        with redis.Redis.from_url(
            url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S
        ) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _file_answers(name: str) -> bool:
    path = Path(name)
    if not name or name == ":memory:":
        return True
    if not path.exists():
        folder = next(p for p in path.absolute().parents if p.exists())
        return os.access(folder, os.W_OK)
    try:
        # Read-only, because a health check must not make a file or take the writer's lock.
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=1)) as file:
            file.execute("PRAGMA schema_version").fetchone()
    except sqlite3.Error:
        return False
    return True


@cache
def _engine(url: str) -> Engine:
    # One connection of its own, checked before use: it must see a restart and wait for nobody.
    options = {"connect_timeout": TIMEOUT_S, "options": f"-c statement_timeout={TIMEOUT_S}000"}
    return create_engine(
        url,
        future=True,
        pool_size=1,
        max_overflow=0,
        pool_timeout=TIMEOUT_S,
        pool_pre_ping=True,
        connect_args=options,
    )
