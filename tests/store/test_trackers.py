"""rugwijzer.store.trackers on the tables that Rasa itself makes: SQLite and PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import make_url

from rugwijzer.channel.erase import erase
from rugwijzer.store import trackers as module
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


@pytest.fixture
def copy_left(rasa: SQLTrackerStore, database_url: str) -> Path:
    """The file with words that nobody overwrote, as of a row that SQLite moved before it was erased."""
    path = make_url(database_url).database
    if rasa.engine.dialect.name != "sqlite" or not path:
        pytest.skip("PostgreSQL ruimt zelf op (autovacuum)")
    rows = rasa.SQLEvent.__table__
    kept = {"sender_id": "website-b", "type_name": "user", "timestamp": NOW, "data": "{}"}
    gone = kept | {"sender_id": "website-a", "data": WORDS}
    with rasa.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA secure_delete = OFF")
        connection.execute(rows.insert(), [gone, kept])
        connection.execute(rows.delete().where(rows.c.sender_id == "website-a"))
    assert WORDS.encode() in Path(path).read_bytes()
    return Path(path)


async def test_a_copy_that_was_left_behind_is_cleared_at_once(
    copy_left: Path, database_url: str
) -> None:
    Trackers(database_url).compact()
    assert WORDS.encode() not in copy_left.read_bytes()
    assert len(Trackers(database_url).export("website-b")) == 1


async def test_in_a_large_file_the_purge_after_the_erasing_clears_it(
    copy_left: Path, rasa: SQLTrackerStore, database_url: str
) -> None:
    trackers = Trackers(database_url)
    trackers.purge(NOW - 30 * DAY)
    assert WORDS.encode() in copy_left.read_bytes()
    await erase(rasa, "website-c")
    trackers.compact(most=copy_left.stat().st_size - 1)
    assert WORDS.encode() in copy_left.read_bytes()
    trackers.purge(NOW - 30 * DAY)
    assert WORDS.encode() not in copy_left.read_bytes()


async def test_a_busy_file_is_cleared_by_the_next_purge(
    copy_left: Path, rasa: SQLTrackerStore, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BUSY_MS", 50)
    trackers = Trackers(database_url)
    await erase(rasa, "website-c")
    with rasa.engine.begin() as writer:
        writer.execute(rasa.SQLEvent.__table__.delete().where(sa.false()))
        trackers.compact()
    assert WORDS.encode() in copy_left.read_bytes()
    trackers.purge(NOW - 30 * DAY)
    assert WORDS.encode() not in copy_left.read_bytes()


async def test_who_erases_from_outside_leaves_the_copies_to_the_next_purge(
    copy_left: Path, database_url: str
) -> None:
    trackers = Trackers(database_url)
    trackers.erase("website-b")
    trackers.purge(NOW - 30 * DAY)
    assert WORDS.encode() not in copy_left.read_bytes()


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
