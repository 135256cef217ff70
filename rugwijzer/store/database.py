"""The database: SQLite on one machine, PostgreSQL in production, with one way to use both."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Table, bindparam, create_engine, event, text
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.elements import TextClause

from .crypto import Vault

MIGRATIONS = Path(__file__).parent / "migrations"
#: SQLite has one writer at a time; who waits longer than this many seconds gets an error.
_BUSY_S = 30
#: Any number that no other program uses for its advisory lock in this database.
_MIGRATION_LOCK = 7_264_109


class Database:
    """Connections and transactions; building one connects to nothing."""

    def __init__(self, url: str, vault: Vault, pool: int = 10) -> None:
        """Take an SQLAlchemy URL (sqlite:/// or postgresql://), the keys and how many connections."""
        self.vault = vault
        self.url = url
        self.engine = _engine(url, pool)
        self._autocommit = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._sessions = sessionmaker(
            self.engine, future=True, expire_on_commit=False, info={"vault": vault}
        )

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A transaction: committed at the end, rolled back when an error leaves the block."""
        with self._sessions() as session, session.begin():
            yield session

    @contextmanager
    def single(self) -> Iterator[Session]:
        """For statements that each stand alone: no BEGIN and COMMIT around them where that is possible.

        They are three of the four journeys to PostgreSQL that a transaction of one statement makes.
        """
        if self.engine.dialect.name != "postgresql":
            with self.begin() as session:
                yield session
            return
        with self._sessions(bind=self._autocommit) as session:
            yield session

    def migrate(self) -> None:
        """Bring the tables up to date; safe when several processes start together."""
        with _alone(self.engine) as connection:
            command.upgrade(migration_config(connection), "head")

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()


def vault_of(session: Session) -> Vault:
    """The keys that belong to a session of `Database`."""
    vault: Vault = session.info["vault"]
    return vault


def insert_new(session: Session, table: Any, values: Mapping[str, Any]) -> bool:
    """Insert a row unless its unique key exists already; whether it was inserted."""
    statement = _insert_new(table.__table__, tuple(sorted(values)))
    return bool(session.execute(statement, dict(values)).rowcount)


@cache
def _insert_new(table: Table, names: tuple[str, ...]) -> TextClause:
    # As text, because SQLAlchemy 1.4 compiles its own ON CONFLICT anew at every use. SQLite and
    # PostgreSQL understand the same words, and the names are those of the code.
    columns, values = ", ".join(names), ", ".join(f":{name}" for name in names)
    insert = f"INSERT INTO {table.name} ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING"  # noqa: S608
    return text(insert).bindparams(*(bindparam(n, type_=table.c[n].type) for n in names))


def migration_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, which needs no file of its own."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _engine(url: str, pool: int) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        # No ping before each use: after a broken connection the whole pool is made anew, and whoever
        # met the break tries again, as for every other error.
        return create_engine(url, future=True, pool_size=pool, max_overflow=2)
    kept: dict[str, Any] = {}
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        # Connections stay open: the last one to close writes the whole log back into the file.
        kept = {"poolclass": QueuePool, "pool_size": pool}
    arguments = {"timeout": _BUSY_S, "check_same_thread": False}
    engine = create_engine(url, future=True, connect_args=arguments, **kept)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # pysqlite's own transactions begin too late to keep what was read true until it is written.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: what was committed survives a power cut, as an accepted delivery must.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # Erased content is overwritten, not only unlinked.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction while no other process migrates."""
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _MIGRATION_LOCK})
            yield connection
        return
    database = engine.url.database
    if not database or database == ":memory:":
        with engine.begin() as connection:
            yield connection
        return
    with Path(f"{database}.migration").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with engine.begin() as connection:
            yield connection
