"""Makes Rasa's agent fit for several engines: turns that fail visibly, and a lock to look back under.

Rasa wraps the store so that, when the database is away, a conversation begins anew in memory. An open
advice to call would be forgotten, and the turn would be lost. Without the net the turn fails, and the
gateway gives the line to call.
"""

from __future__ import annotations

from typing import Any

from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import FailSafeTrackerStore

from .lock_store import LineLockStore


def strict(agent: Any) -> Any:
    """The same agent, changed once: its turns fail when its tracker store does.

    Rasa's lock in memory would wait for itself when the channel holds it around a turn.
    """
    if isinstance(agent.lock_store, InMemoryLockStore):
        agent.lock_store = LineLockStore()
    if isinstance(agent.tracker_store, FailSafeTrackerStore):
        agent.tracker_store = agent.tracker_store._tracker_store
    processor = getattr(agent, "processor", None)
    if processor is not None and processor.tracker_store is not agent.tracker_store:
        processor.tracker_store = agent.tracker_store
    return agent
