"""Passwords and one-time codes: argon2, TOTP, and a lock after failures that all processes share."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from rugwijzer.store.accounts import Account
from rugwijzer.store.base import new_id
from rugwijzer.store.database import vault_of

MIN_LENGTH, MAX_LENGTH = 12, 200
#: After so many wrong passwords or codes in a row an account is locked for a while.
FAILURES, LOCKED = 5, timedelta(minutes=15)
_STEP_S = 30
#: Argon2id with the library's defaults (RFC 9106, low memory).
_HASHER = PasswordHasher()
#: Compared with when an account does not exist, so that both answers take as long.
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))


def lookup(session: Session, email: str) -> str:
    """The key by which an account is found."""
    return vault_of(session).lookup("account", email.strip().lower())


def create(
    session: Session, email: str, name: str, role: str, now: datetime
) -> tuple[Account, str] | None:
    """A new account and its first password, which must be changed; None when the address is taken."""
    key, vault = lookup(session, email), vault_of(session)
    if session.execute(select(Account.id).where(Account.lookup == key)).scalar():
        return None
    first = secrets.token_urlsafe(12)
    account = Account(
        id=new_id(),
        lookup=key,
        email=vault.seal(email.strip()),
        name=vault.seal(name.strip()),
        role=role,
        password_hash=_HASHER.hash(first),
        created_at=now,
    )
    session.add(account)
    session.flush()
    return account, first


def reset(account: Account) -> str:
    """A new first password; the second factor has to be set up again too."""
    first = secrets.token_urlsafe(12)
    account.password_hash, account.must_change = _HASHER.hash(first), True
    account.totp_secret, account.totp_step = None, 0
    account.failures, account.locked_until = 0, None
    return first


def check_password(session: Session, email: str, password: str, now: datetime) -> Account | None:
    """The account when address and password are right and it is not locked; else None, counted."""
    account: Account | None = session.execute(
        select(Account).where(Account.lookup == lookup(session, email)).with_for_update()
    ).scalar()
    right = _verify(account.password_hash if account else _NOBODY, password[:MAX_LENGTH])
    if account is None or not account.active or locked(account, now):
        return None
    if not right:
        _count(account, now)
        return None
    return account


def change(account: Account, password: str) -> str | None:
    """Set a new password; returns what is wrong with it, in Dutch, or None."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        return f"Kies een wachtwoord van ten minste {MIN_LENGTH} tekens."
    if len(set(password)) < 5:
        return "Kies een wachtwoord met meer verschillende tekens."
    if _verify(account.password_hash, password):
        return "Kies een ander wachtwoord dan het vorige."
    account.password_hash, account.must_change = _HASHER.hash(password), False
    return None


def locked(account: Account, now: datetime) -> bool:
    """Whether the account waits after too many failures."""
    return account.locked_until is not None and now < account.locked_until


def check_code(session: Session, account: Account, code: str, now: datetime) -> bool:
    """Whether a one-time code is right; each code works once, and failures count."""
    secret = vault_of(session).open(account.totp_secret) if account.totp_secret else None
    step = matching_step(secret, code, now) if secret and not locked(account, now) else None
    if step is None or step <= account.totp_step:
        _count(account, now)
        return False
    account.totp_step, account.failures = step, 0
    return True


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The time step that a code belongs to: now, or one step earlier or later."""
    plain = "".join(code.split())
    current = int(now.timestamp()) // _STEP_S
    totp = pyotp.TOTP(secret)
    for step in (current, current - 1, current + 1):
        if pyotp.utils.strings_equal(plain, totp.at(step * _STEP_S)):
            return step
    return None


def _verify(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _count(account: Account, now: datetime) -> None:
    account.failures += 1
    if account.failures >= FAILURES:
        account.failures, account.locked_until = 0, now + LOCKED
