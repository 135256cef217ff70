"""Alembic's environment: runs in the transaction of the caller, or on RUGWIJZER_DATABASE_URL."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from rugwijzer.store import tables
from rugwijzer.store.opening import open_database


def _plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A migration names the column types of the database, which never change, not those of the code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{type(item.impl).__name__}()"
    return False


def _run(connection: object) -> None:
    context.configure(
        connection=connection,
        target_metadata=tables.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_plain_type,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    database = open_database()
    with database.engine.begin() as own:
        _run(own)
    database.close()
