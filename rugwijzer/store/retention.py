"""What the message tables may forget by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from .inbox import DONE, Delivery, InboxEntry
from .outbox import CANCELLED, DELIVERED, READ, SENT, OutboxMessage

#: Providers repeat a delivery for up to seven days.
SEEN = timedelta(days=30)
#: Finished rows hold no content, only times and states.
FINISHED = timedelta(days=30)
#: A sent message whose delivery was never reported keeps its content this long.
CONTENT = timedelta(days=1)


def purge_messages(session: Session, now: datetime) -> None:
    """Delete old ids and finished rows, and the content of what was sent a day ago."""
    session.execute(delete(Delivery).where(Delivery.seen_at < now - SEEN))
    session.execute(
        delete(InboxEntry)
        .where(InboxEntry.state == DONE, InboxEntry.done_at < now - FINISHED)
        .execution_options(synchronize_session=False)
    )
    finished = (SENT, DELIVERED, READ, CANCELLED)
    session.execute(
        delete(OutboxMessage)
        .where(OutboxMessage.state.in_(finished), OutboxMessage.changed_at < now - FINISHED)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state == SENT, OutboxMessage.changed_at < now - CONTENT)
        .values(content=None)
        .execution_options(synchronize_session=False)
    )
