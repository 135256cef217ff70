"""Sends the queued mails through an SMTP server, and queues the mails about alerts."""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from rugwijzer.store import Database, mails
from rugwijzer.store.accounts import Account
from rugwijzer.store.checkins import Alert, CheckIn, raise_alert
from rugwijzer.store.courses import Course
from rugwijzer.store.crypto import Unreadable
from rugwijzer.store.database import vault_of

from . import dispatch
from .content import Content
from .record import RED_FLAG, WORSE

BATCH = 50
_TIMEOUT_S = 20
_LOG = logging.getLogger(__name__)
_ABOUT_ALERT = (
    "Er staat een nieuwe melding in het portaal van de opvolging. "
    "Log in om die te bekijken:\n\n{url}\n\n"
    "In deze mail staat met opzet niets over de patiënt.\n"
)


@dataclass(frozen=True)
class Server:
    """Where mail goes: smtp:// (with STARTTLS when offered) or smtps://, and who it is from."""

    url: str
    sender: str

    @contextmanager
    def connect(self) -> Iterator[smtplib.SMTP]:
        """An open connection; raises OSError or SMTPException."""
        parts = urlsplit(self.url)
        host, secure = parts.hostname or "localhost", parts.scheme == "smtps"
        context = ssl.create_default_context()
        opened = (
            smtplib.SMTP_SSL(host, parts.port or 465, timeout=_TIMEOUT_S, context=context)
            if secure
            else smtplib.SMTP(host, parts.port or 25, timeout=_TIMEOUT_S)
        )
        with opened as connection:
            connection.ehlo()
            if not secure and connection.has_extn("starttls"):
                connection.starttls(context=context)
                connection.ehlo()
            if parts.username:
                connection.login(unquote(parts.username), unquote(parts.password or ""))
            yield connection

    def compose(self, letter: mails.Letter) -> EmailMessage:
        """The mail; the same letter always has the same Message-ID. Raises Unreadable."""
        if letter.recipient is None or letter.body is None:
            raise Unreadable("sealed with an unknown key")
        message = EmailMessage()
        message["From"], message["To"] = self.sender, letter.recipient
        message["Subject"] = letter.subject
        message["Message-ID"] = f"<{letter.ref}@{self.sender.rsplit('@', 1)[-1].rstrip('>')}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.body)
        return message


def deliver(
    database: Database, server: Server, content: Content, now: datetime, limit: int = BATCH
) -> int:
    """Send up to `limit` mails; returns how many were tried. No database lock is held meanwhile."""
    with database.begin() as session:
        letters = mails.claim(session, limit, now)
    if not letters:
        return 0
    left = list(letters)
    try:
        with server.connect() as connection:
            while left:
                if _may_go(database, content, left[0], now):
                    _deliver_one(database, server, connection, left[0], now)
                left.pop(0)
    except (OSError, smtplib.SMTPException) as error:
        _LOG.warning("mail server", exc_info=error)
        with database.begin() as session:
            for letter in left:
                _failed(session, letter, error, now)
    return len(letters)


def _may_go(database: Database, content: Content, letter: mails.Letter, now: datetime) -> bool:
    """Whether this mail may be sent at this very moment; a STOP or the night may have come since."""
    checkin = _checkin_of(letter)
    if checkin is None:
        return True
    with database.begin() as session:
        moment = dispatch.moment_to_send(session, checkin, content, now)
        if moment is None:
            mails.drop(session, letter, "vervallen")
        elif moment > now:
            mails.postpone(session, letter, moment)
        return moment is not None and moment <= now


def _checkin_of(letter: mails.Letter) -> str | None:
    kind, ident = letter.key.split(":")[:2]
    return ident if kind == "checkin" else None


def _failed(session: Session, letter: mails.Letter, error: Exception, now: datetime) -> None:
    """Try again later; of a check-in that never goes out the physiotherapist hears."""
    if not mails.failed(session, letter, type(error).__name__, now):
        return
    row = session.get(CheckIn, _checkin_of(letter) or "")
    if row is not None:
        key, what = f"{dispatch.UNSENT}:{row.id}", dispatch.NOT_DELIVERED
        raise_alert(session, row.patient_id, row.course_id, dispatch.UNSENT, key, "geen", what, now)


def _deliver_one(
    database: Database,
    server: Server,
    connection: smtplib.SMTP,
    letter: mails.Letter,
    now: datetime,
) -> None:
    try:
        connection.send_message(server.compose(letter))
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError, Unreadable) as error:
        with database.begin() as session:
            _failed(session, letter, error, now)
        return
    with database.begin() as session:
        mails.sent(session, letter.id, now)


def queue_alert_mails(session: Session, base_url: str, now: datetime) -> int:
    """One mail, without anything about health, for each alert that must be seen soon; returns how many.

    An alert whose physiotherapist's address no key opens waits for that key.
    """
    rows = session.execute(
        select(Alert, Account)
        .join(Course, Course.id == Alert.course_id)
        .join(Account, Account.id == Course.account_id)
        .where(Alert.mailed_at.is_(None), Alert.acknowledged_at.is_(None))
        .where(Alert.kind.in_((RED_FLAG, WORSE)))
        .where(Account.active.is_(True))
        .with_for_update(skip_locked=True, of=Alert)
    ).all()
    vault = vault_of(session)
    body = _ABOUT_ALERT.format(url=f"{base_url}/fysio")
    count = 0
    for alert, account in rows:
        try:
            to = vault.open(account.email)
        except Unreadable as error:
            _LOG.warning("address of an account", exc_info=error)
            continue
        mails.put(session, None, f"alert:{alert.id}", to, "Nieuwe melding", body, now)
        alert.mailed_at = now
        count += 1
    session.flush()
    return count
