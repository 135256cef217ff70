"""rugwijzer.store.subject, trackers, opening and the commands."""

from __future__ import annotations

import json
import sqlite3
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from rugwijzer.settings import Settings, SettingsError
from rugwijzer.store import (
    Database,
    consent,
    dispatch,
    inbox,
    mails,
    open_database,
    outbox,
    patients,
    subject,
)
from rugwijzer.store.__main__ import main
from rugwijzer.store.accounts import PHYSIO, Account
from rugwijzer.store.base import new_id
from rugwijzer.store.checkins import Answer, CheckIn, raise_alert
from rugwijzer.store.courses import ACTIVE, EMAIL, Course, Note
from rugwijzer.store.crypto import new_key
from rugwijzer.store.database import vault_of
from rugwijzer.store.patients import PHONE, Patient, Reach
from rugwijzer.store.trackers import Trackers

from .conftest import NOW
from .test_inbox import arrival

ANNA, BERT = "31600000001", "31600000002"
#: Every table with something of a patient.
FILLED = {
    *("addresses", "consents", "contacts", "inbox", "lanes", "outbox"),
    *("courses", "checkins", "answers", "notes", "alerts", "mails"),
}


def fill(database: Database) -> tuple[str, str]:
    """Two patients with a row in every table."""
    with database.begin() as session:
        inbox.accept(session, [arrival(ANNA, "a"), arrival(BERT, "b")], NOW)
        found = [patients.find(session, Reach(PHONE, n)) for n in (ANNA, BERT)]
        for patient in found:
            assert patient
            consent.record(session, patient, consent.CHAT, consent.GIVEN, "whatsapp", "1", NOW)
            patients.set_offered(session, patient, "whatsapp", "{}")
            outbox.put(session, patient, "whatsapp", patient, '"hoi"', NOW)
            _follow(session, patient)
    return str(found[0]), str(found[1])


def _follow(session: Session, patient: str) -> None:
    """A course with a row in each of the follow-up's tables."""
    vault, ident = vault_of(session), new_id()
    account = Account(
        id=new_id(),
        lookup=ident,
        email=vault.seal("fysio@example.nl"),
        name=vault.seal("Fatima"),
        role=PHYSIO,
        password_hash="-",
        created_at=NOW,
    )
    session.add(account)
    session.flush()
    course = Course(
        id=ident,
        patient_id=patient,
        account_id=account.id,
        alias=vault.seal("Jan"),
        plan_id="standaard",
        channel=EMAIL,
        state=ACTIVE,
        created_at=NOW,
        started_on=NOW.date(),
    )
    session.add(course)
    session.flush()
    owner = {"patient_id": patient, "course_id": ident}
    session.add(CheckIn(id=ident, moment="dag_2", state="sent", due_at=NOW, **owner))
    session.flush()
    rest = vault.seal("{}")
    session.add(Answer(checkin_id=ident, patient_id=patient, at=NOW, source="pagina", rest=rest))
    session.add(Note(account_id=account.id, text=vault.seal("Rustig aan"), at=NOW, **owner))
    raise_alert(session, patient, ident, "gemist", ident, "geen", "Niet beantwoord", NOW)
    mails.put(session, patient, ident, "jan@example.nl", "Een bericht", "de link", NOW)


def rows_of(database: Database, patient: str) -> set[str]:
    with database.begin() as session:
        return set(subject.export(session, patient))


def test_an_export_holds_every_table_in_the_clear(database: Database) -> None:
    anna, _ = fill(database)
    assert rows_of(database, anna) == FILLED
    assert {table.name for table in subject.tables()} == FILLED
    with database.begin() as session:
        whole = json.dumps(subject.export(session, anna))
    assert ANNA in whole and "hoi" in whole and BERT not in whole
    assert f'"started_on": "{NOW.date().isoformat()}"' in whole


def test_erasing_keeps_the_address_for_the_confirmation_and_then_goes_too(
    database: Database,
) -> None:
    anna, bert = fill(database)
    with database.begin() as session:
        subject.erase(session, anna)
        outbox.put(session, anna, "whatsapp", "bevestiging", '"gewist"', NOW)
        assert not subject.finish_erasure(session, anna)
        assert not subject.finish_erasure(session, bert)
    assert rows_of(database, anna) == {"addresses", "contacts", "lanes", "outbox"}
    with database.begin() as session:
        doubt = timedelta(seconds=1)
        claimed = dispatch.claim(session, "h", 9, NOW, doubt, doubt)
        [message] = [m for m in claimed if m.patient_id == anna]
        dispatch.settle(session, message, "h", outbox.SENT, NOW, doubt)
        assert subject.finish_erasure(session, anna)
        assert session.get(Patient, anna) is None
    assert rows_of(database, anna) == set()
    assert rows_of(database, bert) == FILLED
    with database.begin() as session:
        assert inbox.accept(session, [arrival(ANNA, "a")], NOW) == 0


def test_what_was_sent_after_the_request_is_a_new_beginning(database: Database) -> None:
    anna, _ = fill(database)
    with database.begin() as session:
        inbox.accept(session, [arrival(ANNA, "later")], NOW)
        first, second = inbox.pending(session, anna)
        subject.erase(session, anna, keep_pending_after=first.id)
        assert [entry.id for entry in inbox.pending(session, anna)] == [second.id]
        assert not subject.finish_erasure(session, anna)
        subject.keep_again(session, anna)
        assert session.get(Patient, anna).erasing is False


def test_rasas_record_is_handed_out_and_erased(tmp_path: Path) -> None:
    path = tmp_path / "gesprekken.sqlite"
    trackers = Trackers(f"sqlite:///{path}")
    assert trackers.export("whatsapp-een") == []
    trackers.erase("whatsapp-een")
    assert not path.exists()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id, data)")
        for sender in ("whatsapp-een", "whatsapp-een", "whatsapp-twee"):
            values = (sender, json.dumps({"event": "user", "text": sender}))
            connection.execute("INSERT INTO events (sender_id, data) VALUES (?, ?)", values)
    assert [event["text"] for event in trackers.export("whatsapp-een")] == ["whatsapp-een"] * 2
    assert b"whatsapp-een" in path.read_bytes()
    trackers.erase("whatsapp-een")
    assert b"whatsapp-een" not in path.read_bytes()
    assert trackers.export("whatsapp-een") == []
    assert len(trackers.export("whatsapp-twee")) == 1


def test_a_laptop_makes_its_keys_once_and_keeps_them_private(tmp_path: Path) -> None:
    path = tmp_path / "var" / "sleutels.json"
    settings = Settings(database_url=f"sqlite:///{tmp_path}/a.sqlite")
    first, second = (open_database(settings, path) for _ in range(2))
    assert second.vault.open(first.vault.seal("x")) == "x"
    assert first.vault.lookup("a", "b") == second.vault.lookup("a", "b")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["sleutels.json"]


def test_keys_that_are_none_are_refused_in_dutch(tmp_path: Path) -> None:
    settings = Settings(store_keys=("geen-sleutel",), lookup_key="x")
    with pytest.raises(SettingsError, match="RUGWIJZER_STORE_KEYS") as caught:
        open_database(settings)
    assert "geen-sleutel" not in str(caught.value)


def test_the_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = new_key(), new_key()
    monkeypatch.setenv("RUGWIJZER_DATABASE_URL", f"sqlite:///{tmp_path}/store.sqlite")
    monkeypatch.setenv("RUGWIJZER_LOOKUP_KEY", "zoeksleutel")
    monkeypatch.setenv("RUGWIJZER_STORE_KEYS", old)
    assert main(["bijwerken"]) == 0
    database = open_database()
    anna, _ = fill(database)
    monkeypatch.setenv("RUGWIJZER_STORE_KEYS", new)
    assert main(["sleutels-wisselen"]) == 1
    monkeypatch.setenv("RUGWIJZER_STORE_KEYS", f"{new},{old}")
    assert main(["sleutels-wisselen"]) == 0
    monkeypatch.setenv("RUGWIJZER_STORE_KEYS", new)
    assert main(["dode-brieven"]) == 0
    assert main(["opnieuw", "1"]) == 1
    assert main(["nieuwe-sleutel"]) == 0
    assert "24 waarden" in capsys.readouterr().out
    database.close()
    rotated = open_database()
    with rotated.begin() as session:
        assert patients.reaches(session, anna) == [Reach(PHONE, ANNA)]
    rotated.close()


def test_changing_the_keys_of_nothing_says_so_before_the_old_key_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever forgets production's environment stands before an empty store of a laptop."""
    monkeypatch.setenv("RUGWIJZER_DATABASE_URL", f"sqlite:///{tmp_path}/store.sqlite")
    monkeypatch.setenv("RUGWIJZER_LOOKUP_KEY", "zoeksleutel")
    monkeypatch.setenv("RUGWIJZER_STORE_KEYS", new_key())
    assert main(["sleutels-wisselen"]) == 1
    said = capsys.readouterr()
    assert "Haal de oude sleutel niet weg" in said.err
    assert "nieuwe sleutel" not in said.out
