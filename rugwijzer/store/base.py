"""What all tables share: names of constraints, moments in UTC, and the mark of an encrypted column."""

from __future__ import annotations

import secrets
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, LargeBinary, MetaData
from sqlalchemy.orm import declarative_base
from sqlalchemy.types import TypeDecorator

#: Fixed names, so that a migration can change a constraint on every database.
_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Base: Any = declarative_base(metadata=MetaData(naming_convention=_NAMES))

#: SQLite counts by itself only in a column that is exactly INTEGER.
Counter = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator):
    """A datetime with a time zone; stored and returned in UTC. Refuses one without."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """UTC without a zone, which every database compares in the same way."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(timezone.utc).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """The moment with its zone."""
        return None if value is None else value.replace(tzinfo=timezone.utc)


class Sealed(TypeDecorator):
    """Text that the Vault has encrypted; key rotation and export find their columns by this type."""

    impl = LargeBinary
    cache_ok = True


def new_id() -> str:
    """An opaque id of 128 random bits: it tells nothing and cannot be guessed."""
    return secrets.token_hex(16)


def utcnow() -> datetime:
    """The present moment."""
    return datetime.now(timezone.utc)
