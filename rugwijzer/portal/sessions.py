"""Log-ins of the portal: a random token in a cookie, its hash in the database, an end in time."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from rugwijzer.store.accounts import Account, PortalSession

#: After the password, and after the one-time code.
PASSWORD, FULL = "wachtwoord", "volledig"


@dataclass(frozen=True)
class Limits:
    """How long a log-in may do nothing, and how long it lasts at most."""

    idle: timedelta
    whole: timedelta


def begin(session: Session, account: Account, stage: str, now: datetime) -> str:
    """A new log-in; returns the token for the cookie."""
    token = secrets.token_urlsafe(32)
    session.add(
        PortalSession(
            token_hash=_hash(token),
            account_id=account.id,
            stage=stage,
            created_at=now,
            seen_at=now,
        )
    )
    session.flush()
    return token


def find(
    session: Session, token: str, limits: Limits, now: datetime
) -> tuple[PortalSession, Account] | None:
    """The log-in of a token and whose it is; None when it is unknown, expired or the account closed."""
    row = session.get(PortalSession, _hash(token)) if token else None
    if row is None:
        return None
    account = session.get(Account, row.account_id)
    over = now - row.seen_at > limits.idle or now - row.created_at > limits.whole
    if over or account is None or not account.active:
        session.delete(row)
        session.flush()
        return None
    row.seen_at = now
    return row, account


def end(session: Session, token: str) -> None:
    """Log out."""
    session.execute(delete(PortalSession).where(PortalSession.token_hash == _hash(token)))


def end_all(session: Session, account_id: str) -> None:
    """Log an account out everywhere."""
    session.execute(delete(PortalSession).where(PortalSession.account_id == account_id))


def csrf(secret: str, token: str) -> str:
    """What a form of this log-in carries, which another site cannot know."""
    return hmac.new(secret.encode(), f"csrf:{token}".encode(), hashlib.sha256).hexdigest()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf8", "replace")).hexdigest()
