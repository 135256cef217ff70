"""rugwijzer.store.database, crypto and migrations."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, update

from rugwijzer.store import Database, Vault, inbox, patients, subject
from rugwijzer.store.base import Base
from rugwijzer.store.crypto import KeysError, Unreadable, new_key
from rugwijzer.store.database import migration_config
from rugwijzer.store.inbox import InboxEntry
from rugwijzer.store.patients import PHONE, Contact, Reach

from .conftest import KEY, NOW
from .test_inbox import arrival


def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_migrations_can_be_undone(database: Database) -> None:
    with database.engine.begin() as connection:
        command.downgrade(migration_config(connection), "base")
    assert set(inspect(database.engine).get_table_names()) == {"alembic_version"}
    database.migrate()


def test_processes_that_start_together_migrate_once(database_url: str) -> None:
    def start(_: int) -> None:
        opened = Database(database_url, Vault([KEY], "z"))
        opened.migrate()
        opened.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(start, range(4))) == [None] * 4


def test_an_error_leaves_nothing_behind(database: Database) -> None:
    def fail() -> None:
        with database.begin() as session:
            created.append(patients.create(session, NOW))
            raise RuntimeError

    created: list[str] = []
    with pytest.raises(RuntimeError):
        fail()
    with database.begin() as session:
        assert session.get(patients.Patient, created[0]) is None


def test_what_is_sealed_opens_with_an_older_key_and_not_with_another() -> None:
    old, new = new_key(), new_key()
    sealed = Vault([old], "z").seal("31600000001 😀")
    assert b"316" not in sealed
    both = Vault([new, old], "z")
    assert both.open(sealed) == "31600000001 😀"
    assert Vault([new], "z").open(both.reseal(sealed)) == "31600000001 😀"
    with pytest.raises(Unreadable):
        Vault([new], "z").open(sealed)


def test_a_lookup_depends_on_the_key_and_the_purpose() -> None:
    vault = Vault([KEY], "een")
    assert vault.lookup("phone", "1") == Vault([new_key()], "een").lookup("phone", "1")
    assert vault.lookup("phone", "1") != vault.lookup("user_id", "1")
    assert vault.lookup("phone", "1") != Vault([KEY], "twee").lookup("phone", "1")


@pytest.mark.parametrize("keys", [[], ["geen sleutel"], [KEY[:-4]]])
def test_keys_that_are_none_are_refused_without_quoting_them(keys: list[str]) -> None:
    with pytest.raises(KeysError) as caught:
        Vault(keys, "z")
    assert not any(key in str(caught.value) for key in keys)


def test_rotation_brings_every_value_under_the_new_key(database: Database) -> None:
    newest = new_key()
    reach = Reach(PHONE, "31600000001")
    with database.begin() as session:
        anna = patients.find_or_create(session, [reach], NOW)
        patients.heard(session, anna, "whatsapp", NOW)
        patients.set_offered(session, anna, "whatsapp", "c1")
    lookup = "zoeksleutel-van-de-test"
    rotating = Database(database.url, Vault([newest, KEY], lookup))
    with rotating.begin() as session:
        assert subject.reseal(session) == 2
    rotating.close()
    after = Database(database.url, Vault([newest], lookup))
    with after.begin() as session:
        assert patients.reaches(session, anna) == [reach]
        assert patients.offered(session, anna, "whatsapp") == "c1"
    after.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_rotation_leaves_what_the_gateway_wrote_meanwhile(database_url: str) -> None:
    """Only PostgreSQL lets somebody write between the reading and the writing."""
    lookup, newest = "zoeksleutel-van-de-test", new_key()
    gateway = Database(database_url, Vault([newest, KEY], lookup))
    gateway.migrate()
    before = Database(database_url, Vault([KEY], lookup))
    with before.begin() as session:
        inbox.accept(session, [arrival("31600000001", "een vraag")], NOW)
        [anna] = session.execute(select(patients.Patient.id)).scalars()
        patients.set_offered(session, anna, "whatsapp", "oude knoppen")
        entry = session.execute(select(InboxEntry.content)).scalar_one()
        offered = session.execute(select(Contact.offered)).scalar_one()
    before.close()

    def answered() -> None:
        with gateway.begin() as session:
            session.execute(update(InboxEntry).values(content=None))

    def offers_again() -> None:
        with gateway.begin() as session:
            patients.set_offered(session, anna, "whatsapp", "nieuwe knoppen")

    meanwhile = {bytes(entry): answered, bytes(offered): offers_again}

    class Rotating(Vault):
        def reseal(self, sealed: bytes) -> bytes:
            meanwhile.pop(bytes(sealed), lambda: None)()
            return super().reseal(sealed)

    rotating = Database(database_url, Rotating([newest, KEY], lookup))
    with rotating.begin() as session:
        assert subject.reseal(session) == 1
    rotating.close()
    assert meanwhile == {}
    with gateway.begin() as session:
        assert session.execute(select(InboxEntry.content)).scalar_one() is None
        assert patients.offered(session, anna, "whatsapp") == "nieuwe knoppen"
        assert patients.reaches(session, anna) == [Reach(PHONE, "31600000001")]
    gateway.close()
