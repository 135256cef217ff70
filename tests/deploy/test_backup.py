"""The scripts make a backup of a real PostgreSQL, keep the newest, and put it back whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from rugwijzer.store import Database, Vault
from rugwijzer.store.crypto import new_key
from tests.postgres import programs, running_postgres
from tests.tools import ROOT, passes

SCRIPTS = ROOT / "deploy" / "backup"
KEY = new_key()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if programs() is None and not os.environ.get("CI"):
        pytest.skip("PostgreSQL is niet geïnstalleerd (apt install postgresql)")
    with running_postgres("fsync=off") as url:
        yield url


@pytest.fixture
def database(server: str) -> Iterator[Engine]:
    """The project's own tables, and Rasa's with a conversation."""
    empty = create_engine(server, future=True)
    with empty.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
    empty.dispose()
    store = Database(server, Vault((KEY,), "zoeksleutel-van-de-proef"))
    store.migrate()
    with store.engine.begin() as connection:
        connection.execute(text("CREATE TABLE events (id serial PRIMARY KEY, data text)"))
        connection.execute(text("INSERT INTO events (data) VALUES ('Wat doet u voor uw rug?')"))
    store.close()
    engine = create_engine(server, future=True)
    yield engine
    engine.dispose()


def call(
    script: str, server: str, folder: Path, *arguments: str
) -> subprocess.CompletedProcess[str]:
    parts = urlsplit(server)
    environment = {
        **os.environ,
        "PGHOST": str(parts.hostname),
        "PGPORT": str(parts.port),
        "PGUSER": str(parts.username),
        "PGDATABASE": parts.path.lstrip("/"),
        "BACKUP_DIR": str(folder),
        "BACKUP_KEEP_DAYS": "14",
    }
    command = ["sh", str(SCRIPTS / script), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def backups(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def rows(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT data FROM events ORDER BY id")).scalars())


def tables(engine: Engine) -> set[str]:
    query = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    with engine.connect() as connection:
        return set(connection.execute(query).scalars())


def test_what_was_lost_comes_back(database: Engine, server: str, tmp_path: Path) -> None:
    before, held = tables(database), rows(database)
    assert call("backup.sh", server, tmp_path).returncode == 0
    [name] = backups(tmp_path)
    with database.begin() as connection:
        connection.execute(text("DROP TABLE patients CASCADE; DELETE FROM events"))
        connection.execute(text("CREATE TABLE van_een_nieuwere_versie (id integer)"))
    database.dispose()
    restored = call("restore.sh", server, tmp_path, str(tmp_path / name))
    assert (restored.returncode, restored.stderr) == (0, "")
    assert (tables(database), rows(database)) == (before, held)
    # And the assistant's own migrations go on from there, to nothing: it is the same version.
    store = Database(server, Vault((KEY,), "zoeksleutel-van-de-proef"))
    store.migrate()
    store.close()
    # The next number of Rasa's table does not collide with a restored one.
    with database.begin() as connection:
        connection.execute(text("INSERT INTO events (data) VALUES ('En nu?')"))
    assert len(rows(database)) == len(held) + 1


def test_restore_refuses_while_somebody_is_connected(
    database: Engine, server: str, tmp_path: Path
) -> None:
    call("backup.sh", server, tmp_path)
    [name] = backups(tmp_path)
    with database.connect() as connection:
        connection.execute(text("SELECT 1"))
        refused = call("restore.sh", server, tmp_path, str(tmp_path / name))
        assert refused.returncode == 1 and "verbindingen" in refused.stderr
    assert rows(database)


def test_half_a_backup_changes_nothing(database: Engine, server: str, tmp_path: Path) -> None:
    call("backup.sh", server, tmp_path)
    [name] = backups(tmp_path)
    whole, held = (tmp_path / name).read_bytes(), rows(database)
    database.dispose()
    # The list of contents is at the front, so only putting it back finds out.
    (tmp_path / "half.dump").write_bytes(whole[: len(whole) * 3 // 4])
    failed = call("restore.sh", server, tmp_path, str(tmp_path / "half.dump"))
    assert failed.returncode != 0 and "Teruggezet" not in failed.stdout
    assert rows(database) == held


def test_old_backups_go_and_only_after_a_new_one(
    database: Engine, server: str, tmp_path: Path
) -> None:
    old, young = tmp_path / "rugwijzer-oud.dump", tmp_path / "rugwijzer-jong.dump"
    other = tmp_path / "vakantie.jpg"
    for path, days in ((old, 20), (young, 5), (other, 20)):
        path.write_text("x")
        os.utime(path, (time.time() - days * 86400,) * 2)
    unreachable = "postgresql://rugwijzer@127.0.0.1:1/postgres"
    assert call("backup.sh", unreachable, tmp_path).returncode != 0
    assert old.exists()
    assert call("backup.sh", server, tmp_path).returncode == 0
    assert not old.exists() and young.exists() and other.exists()
    assert all((tmp_path / n).stat().st_mode & 0o077 == 0 for n in backups(tmp_path) if "T" in n)


def test_recent_is_true_with_a_backup_of_today(tmp_path: Path) -> None:
    assert call("backup.sh", "postgresql://x@h:1/x", tmp_path, "recent").returncode != 0
    path = tmp_path / "rugwijzer-1.dump"
    path.write_text("x")
    assert call("backup.sh", "postgresql://x@h:1/x", tmp_path, "recent").returncode == 0
    os.utime(path, (time.time() - 27 * 3600,) * 2)
    assert call("backup.sh", "postgresql://x@h:1/x", tmp_path, "recent").returncode != 0


def test_scripts_are_clean() -> None:
    scripts = [*SCRIPTS.glob("*.sh"), ROOT / "deploy" / "geheimen.sh"]
    passes("shellcheck", *map(str, scripts))


def test_secrets_are_made_once_and_each_is_another(tmp_path: Path) -> None:
    script = tmp_path / "geheimen.sh"
    shutil.copy(ROOT / "deploy" / "geheimen.sh", script)
    subprocess.run(["sh", str(script)], check=True, capture_output=True)
    folder = tmp_path / "geheimen"
    first = {path.name: path.read_text() for path in folder.iterdir()}
    assert folder.stat().st_mode & 0o077 == 0
    made = [first[n] for n in ("secret", "engine_secret", "worker_secret", "lookup_key")]
    assert len(set(made)) == 4 and all(len(value) == 43 for value in made)
    Vault(tuple(first["store_keys"].split(",")), first["lookup_key"])
    again = subprocess.run(["sh", str(script)], check=True, capture_output=True, text=True)
    assert again.stdout == ""
    assert {path.name: path.read_text() for path in folder.iterdir()} == first
