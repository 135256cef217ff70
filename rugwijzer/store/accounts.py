"""Who works with the portal, their log-ins, and the log of what they saw and changed."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String

from .base import Base, Counter, Moment, Sealed

PHYSIO, ADMIN = "fysio", "beheer"
ROLES = (PHYSIO, ADMIN)


class Account(Base):
    """A physiotherapist or a practice administrator; found by the `lookup` of the e-mail address.

    `totp_step` is the last time step whose code was used, so that a code works once.
    """

    __tablename__ = "accounts"
    id = Column(String(32), primary_key=True)
    lookup = Column(String(64), nullable=False, unique=True)
    email = Column(Sealed, nullable=False)
    name = Column(Sealed, nullable=False)
    role = Column(String(16), nullable=False)
    password_hash = Column(String(256), nullable=False)
    must_change = Column(Boolean, nullable=False, default=True)
    totp_secret = Column(Sealed)
    totp_step = Column(Integer, nullable=False, default=0)
    active = Column(Boolean, nullable=False, default=True)
    failures = Column(Integer, nullable=False, default=0)
    locked_until = Column(Moment)
    created_at = Column(Moment, nullable=False)


class PortalSession(Base):
    """A log-in; the cookie holds the token, the database only its hash."""

    __tablename__ = "portal_sessions"
    token_hash = Column(String(64), primary_key=True)
    account_id = Column(
        String(32), ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True
    )
    stage = Column(String(16), nullable=False)
    created_at = Column(Moment, nullable=False)
    seen_at = Column(Moment, nullable=False)


class AuditEntry(Base):
    """One view or change. It names no patient and no content: only an action and opaque ids.

    The rows stay after an erasure, hence no foreign key and no column `patient_id`.
    """

    __tablename__ = "audit"
    id = Column(Counter, primary_key=True)
    at = Column(Moment, nullable=False, index=True)
    account_id = Column(String(32), index=True)
    action = Column(String(40), nullable=False)
    course_id = Column(String(32), index=True)
    detail = Column(String(80), nullable=False, default="")
