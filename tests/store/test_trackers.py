"""rugwijzer.store.trackers on the tables that Rasa itself makes: SQLite and PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import make_url

from rugwijzer.store.trackers import Trackers

WORDS = "ik kan niet meer plassen sinds gisteren"
DAY = 86_400.0
NOW = 1_770_000_000.0
pytestmark = pytest.mark.asyncio


@pytest.fixture
def rasa(database_url: str) -> Iterator[SQLTrackerStore]:
    """Rasa's own store, with its own table."""
    url = make_url(database_url)
    store = SQLTrackerStore(
        Domain.empty(),
        dialect=url.get_backend_name(),
        host=url.host,
        port=url.port,
        db=url.database or "",
        username=url.username,
        password=url.password,
        query=dict(url.query) or None,
    )
    yield store
    store.engine.dispose()


async def tell(store: SQLTrackerStore, sender: str, days_ago: float, text: str = WORDS) -> None:
    """One more message of a conversation, at a moment in the past."""
    known = await store.retrieve(sender)
    events = list(known.events) if known else []
    said = UserUttered(text, timestamp=NOW - days_ago * DAY)
    await store.save(DialogueStateTracker.from_events(sender, [*events, said]))


async def test_only_what_is_silent_that_long_goes_and_all_of_it(
    rasa: SQLTrackerStore, database_url: str
) -> None:
    for sender, days in (("website-a", 31), ("whatsapp-b", 30.01), ("website-c", 29.9)):
        await tell(rasa, sender, days)
    # An old conversation that goes on.
    await tell(rasa, "whatsapp-d", 400, "vraag van vorig jaar")
    await tell(rasa, "whatsapp-d", 1)
    trackers = Trackers(database_url)
    assert trackers.purge(NOW - 30 * DAY) == 2
    assert trackers.export("website-a") == [] == trackers.export("whatsapp-b")
    assert len(trackers.export("website-c")) == 1
    assert len(trackers.export("whatsapp-d")) == 2
    assert trackers.purge(NOW - 30 * DAY) == 0


async def test_more_than_fits_in_one_transaction(rasa: SQLTrackerStore, database_url: str) -> None:
    row = {"type_name": "user", "timestamp": NOW - 40 * DAY, "data": "{}"}
    with rasa.engine.begin() as connection:
        connection.execute(
            rasa.SQLEvent.__table__.insert(),
            [row | {"sender_id": f"website-{number}"} for number in range(230)],
        )
    assert Trackers(database_url).purge(NOW - 30 * DAY) == 230


async def test_not_a_word_stays_in_the_file(rasa: SQLTrackerStore, database_url: str) -> None:
    path = make_url(database_url).database
    if rasa.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL ruimt zelf op (autovacuum)")
    with rasa.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    await tell(rasa, "website-a", 31)
    await tell(rasa, "website-b", 1, "helpt een matras?")
    files = [Path(f"{path}{end}") for end in ("", "-wal")]
    assert any(WORDS.encode() in f.read_bytes() for f in files)
    Trackers(database_url).purge(NOW - 30 * DAY)
    assert not any(WORDS.encode() in f.read_bytes() for f in files if f.exists())


async def test_who_writes_while_it_is_being_cleared_keeps_the_whole_conversation(
    rasa: SQLTrackerStore, database_url: str
) -> None:
    """The clearing waits for a writer that is under way, and then sees that it is no longer silent."""
    await tell(rasa, "whatsapp-d", 31)
    writer = rasa.engine.connect()
    transaction = writer.begin()
    writer.execute(
        rasa.SQLEvent.__table__.insert().values(
            sender_id="whatsapp-d", type_name="user", timestamp=NOW, data="{}"
        )
    )
    purged: list[int] = []
    thread = threading.Thread(
        target=lambda: purged.append(Trackers(database_url).purge(NOW - 30 * DAY))
    )
    thread.start()
    thread.join(0.3)
    assert thread.is_alive()
    transaction.commit()
    writer.close()
    thread.join(10)
    assert purged == [0]
    assert len(Trackers(database_url).export("whatsapp-d")) == 2


async def test_a_store_that_stays_busy_is_left_for_the_next_time(
    rasa: SQLTrackerStore, database_url: str
) -> None:
    if rasa.engine.dialect.name == "sqlite":
        pytest.skip("SQLite wacht 30 s")
    await tell(rasa, "website-a", 31)
    with rasa.engine.begin() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM events")
        assert Trackers(database_url).purge(NOW - 30 * DAY) == 0
    assert Trackers(database_url).purge(NOW - 30 * DAY) == 1


async def test_without_rasas_table_nothing_happens(database_url: str) -> None:
    assert Trackers(database_url).purge(NOW) == 0
