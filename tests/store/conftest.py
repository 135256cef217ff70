"""The same tests on SQLite and on a really started PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from rugwijzer.store import Database, Vault
from rugwijzer.store.crypto import new_key
from tests.postgres import programs, running_postgres

KEY = new_key()
NOW = datetime(2026, 3, 28, 12, 0, tzinfo=timezone.utc)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running PostgreSQL; only outside CI its absence skips the tests that need it."""
    if programs() is None and not os.environ.get("CI"):
        pytest.skip("PostgreSQL is niet geïnstalleerd (apt install postgresql)")
    with running_postgres("fsync=off") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.sqlite"
    url: str = request.getfixturevalue("postgres_url")
    engine = create_engine(url, future=True)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with its tables."""
    opened = Database(database_url, Vault([KEY], "zoeksleutel-van-de-test"))
    opened.migrate()
    yield opened
    opened.close()
