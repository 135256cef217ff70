"""The waiting room on the really running assistant: what is tapped is understood, what is wiped is gone."""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from rugwijzer.knowledge.waitingroom import ThemeQuestion, load_themes
from tests.conftest import ROOT, Assistant

from .client import Patient

DATA = ROOT / "data"
TOPICS = {path.stem for path in (DATA / "faq").glob("*.yml")}
THEMES = load_themes(DATA / "wachtkamer.yml", TOPICS)
BODY = (ROOT / "web" / "tablet" / "body.js").read_text("utf8")
#: What the body picture tells the assistant in words.
[TOLD] = re.findall(r'TELLING = \{ "[^"]+": "([^"]+)" \}', BODY)


@pytest.fixture(scope="session")
def database(assistant: Assistant) -> Path:
    return assistant.trackers


@pytest.mark.parametrize("question", [q for theme in THEMES for q in theme.questions], ids=str)
def test_a_tapped_question_gets_its_own_topic(
    new_patient: Callable[[str], Patient], question: ThemeQuestion
) -> None:
    messages = new_patient("tablet").say(question.text)
    assert [message.get("topic") for message in messages] == [question.topic]


def test_what_the_picture_tells_is_noticed_and_the_questions_still_follow(
    new_patient: Callable[[str], Patient],
) -> None:
    patient = new_patient("tablet")
    patient.say(TOLD)
    assert patient.last[0]["red_flags"] == ["hoge_rugpijn"]
    patient.say("controleer mijn klachten")
    assert patient.last[-1]["kind"] == "question"


def test_an_ended_conversation_is_gone_from_the_database(
    new_patient: Callable[[str], Patient], database: Path
) -> None:
    words = f"mijn kanarie {secrets.token_hex(6)} heeft rugpijn van het zingen"
    patient = new_patient("tablet")
    patient.say(words)
    assert words.encode() in everything(database)
    headers = {"Authorization": f"Bearer {patient.token}"}
    assert patient.http.delete("/api/v1/sessions", headers=headers).status_code == 204
    assert words.encode() not in everything(database)
    assert patient.send({"text": "hoi"}).status_code == 401


def everything(database: Path) -> bytes:
    """The bytes on the disk, of the database and of whatever lies beside it."""
    with sqlite3.connect(database) as connection:
        connection.execute("SELECT 1")
    return b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))


def test_the_phone_goes_on_where_the_tablet_was(
    new_patient: Callable[[str], Patient], assistant: Assistant
) -> None:
    patient = new_patient("tablet")
    patient.say("controleer mijn klachten")
    headers = {"Authorization": f"Bearer {patient.token}"}
    link = patient.http.post("/api/v1/handover", headers=headers).json()
    token = link["url"].partition("#")[2]
    taken = httpx.post(f"{assistant.url}/api/v1/handover/open", json={"token": token}).json()
    assert taken["messages"][-1]["asks"] == "red_flags"
    patient.token, patient.last = taken["session"], taken["messages"]
    first = taken["messages"][-1]["text"]
    patient.tap("Nee")
    assert patient.last[-1]["asks"] == "red_flags" and patient.last[-1]["text"] != first
