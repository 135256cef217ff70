"""rugwijzer.store.inbox and rugwijzer.store.lanes."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from rugwijzer.store import Database, Vault, inbox, lanes
from rugwijzer.store.base import new_id
from rugwijzer.store.inbox import Arrival
from rugwijzer.store.patients import PHONE, Reach

from .conftest import KEY, NOW

LEASE = timedelta(seconds=10)


def arrival(number: str, ident: str, second: int = 0, content: str = "hoi") -> Arrival:
    return Arrival(
        reaches=(Reach(PHONE, number),),
        channel="whatsapp",
        message_id=ident,
        kind="text",
        content=content,
        sent_at=NOW + timedelta(seconds=second),
    )


def take(database: Database, holder: str, now: Any = NOW, limit: int = 10) -> list[str]:
    with database.begin() as session:
        return lanes.claim(session, lanes.IN, holder, limit, now, LEASE)


def test_a_message_is_kept_once_however_often_it_comes(database: Database) -> None:
    def deliver(_: int) -> int:
        with database.begin() as session:
            return inbox.accept(session, [arrival("316", "a"), arrival("316", "b")], NOW)

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(deliver, range(12))) == 2
    with database.begin() as session:
        [patient] = lanes.claim(session, lanes.IN, "h", 9, NOW, LEASE)
        assert len(inbox.pending(session, patient)) == 2


def test_neither_number_nor_message_id_nor_text_stands_in_the_database(
    database: Database,
) -> None:
    with database.begin() as session:
        inbox.accept(session, [arrival("31600000001", "wamid.geheim", content="pijn")], NOW)
        tables = ("patients", "addresses", "contacts", "lanes", "inbox", "deliveries")
        rows = [
            [bytes(v) if isinstance(v, memoryview) else v for v in row]
            for table in tables
            for row in session.execute(text(f"SELECT * FROM {table}"))
        ]
    shown = repr(rows)
    assert all(secret not in shown for secret in ("31600000001", "wamid", "pijn"))


def test_an_answered_message_leaves_no_content(database: Database) -> None:
    with database.begin() as session:
        inbox.accept(session, [arrival("316", "a")], NOW)
    [patient] = take(database, "h")
    with database.begin() as session:
        [entry] = inbox.pending(session, patient)
        inbox.finish(session, entry.id, NOW)
        assert inbox.pending(session, patient) == []
        assert session.execute(text("SELECT content FROM inbox")).scalar() is None


def test_a_time_of_sending_in_the_future_is_not_believed(database: Database) -> None:
    with database.begin() as session:
        inbox.accept(session, [arrival("316", "a", second=10**6)], NOW)
        inbox.accept(session, [arrival("316", "b", second=0)], NOW)
    [patient] = take(database, "h")
    with database.begin() as session:
        assert [e.id for e in inbox.pending(session, patient)] == [1, 2]


def test_a_lane_is_held_by_one_until_its_lease_runs_out(database: Database) -> None:
    with database.begin() as session:
        inbox.accept(session, [arrival("316", "a")], NOW)
    [patient] = take(database, "een")
    assert take(database, "twee") == []
    assert take(database, "twee", NOW + LEASE) == [patient]
    with database.begin() as session:
        lanes.keep(session, patient, lanes.IN, "twee")
    with pytest.raises(lanes.LaneLost), database.begin() as session:
        lanes.keep(session, patient, lanes.IN, "een")


def test_work_that_comes_while_a_lane_is_held_is_not_forgotten(database: Database) -> None:
    with database.begin() as session:
        inbox.accept(session, [arrival("316", "a")], NOW)
    [patient] = take(database, "een")
    with database.begin() as session:
        inbox.accept(session, [arrival("316", "b")], NOW)
    with database.begin() as session:
        lanes.keep(session, patient, lanes.IN, "een")
        assert len(inbox.pending(session, patient)) == 2
        lanes.release(session, patient, lanes.IN, "een", NOW + timedelta(seconds=5))
    assert take(database, "twee", NOW + timedelta(seconds=4)) == []
    with database.begin() as session:
        inbox.accept(session, [arrival("316", "c")], NOW)
    assert take(database, "twee", NOW) == [patient]


def test_many_workers_share_the_lanes_and_keep_every_order(database: Database) -> None:
    each, numbers = 4, [f"31600{n:03d}" for n in range(12)]
    with database.begin() as session:
        batch = [arrival(n, f"{n}-{i}", -100 + i, str(i)) for i in range(each) for n in numbers]
        inbox.accept(session, batch, NOW)
    done: defaultdict[str, list[str]] = defaultdict(list)

    def work(_: int) -> None:
        holder = new_id()
        while patients := take(database, holder, limit=2):
            for patient in patients:
                with database.begin() as session:
                    lanes.keep(session, patient, lanes.IN, holder)
                    first, *rest = inbox.pending(session, patient)
                    inbox.finish(session, first.id, NOW)
                    lanes.release(session, patient, lanes.IN, holder, NOW if rest else None)
                done[patient].append(first.content)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    # A worker that found every lane taken may have left before the end; one more round ends it.
    work(0)
    assert sorted(done.values()) == [[str(i) for i in range(each)]] * len(numbers)


deliveries = st.lists(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), min_size=1, max_size=4), max_size=8
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deliveries)
def test_whatever_is_delivered_every_message_is_pending_once_in_its_order(
    tmp_path: Path, batches: list[list[tuple[int, int]]]
) -> None:
    database = Database(f"sqlite:///{tmp_path}/{new_id()}.sqlite", Vault([KEY], "z"))
    database.migrate()
    for batch in batches:
        with database.begin() as session:
            sent = [arrival(f"31600{p}", f"{p}-{n}", n - 50, f"{p}-{n}") for p, n in batch]
            inbox.accept(session, sent, NOW)
    waiting = []
    for patient in take(database, "h"):
        with database.begin() as session:
            waiting.append([entry.content for entry in inbox.pending(session, patient)])
    database.close()
    expected: defaultdict[int, set[int]] = defaultdict(set)
    for patient_number, number in (pair for batch in batches for pair in batch):
        expected[patient_number].add(number)
    assert sorted(waiting) == [[f"{p}-{n}" for n in sorted(expected[p])] for p in sorted(expected)]
