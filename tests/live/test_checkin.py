"""A check-in as a conversation, from the worker's call to the alert, with everything running."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from rugwijzer.followup import enrol
from rugwijzer.followup.content import load_content
from rugwijzer.followup.enrol import Enrolment
from rugwijzer.followup.talks import Assistant as Rasa
from rugwijzer.settings import Settings
from rugwijzer.store import Database, consent, open_database
from rugwijzer.store.base import utcnow
from rugwijzer.store.checkins import Alert, Answer, CheckIn
from tests.conftest import ROOT, Assistant
from tests.followup.conftest import add_account

WORKER = r"rugwijzer\.followup\.worker"
pytestmark = pytest.mark.live


class Chat:
    """One followed patient in the running assistant."""

    def __init__(self, assistant: Assistant) -> None:
        def env(name: str) -> str:
            return assistant.setting(WORKER, f"RUGWIJZER_{name}")

        self.url, self.secret = env("ENGINE_URL"), env("ENGINE_SECRET")
        self.rasa = Rasa([self.url], env("WORKER_SECRET"))
        settings = Settings.from_env({"RUGWIJZER_DATABASE_URL": env("DATABASE_URL")})
        self.database: Database = open_database(settings, ROOT / "var" / "sleutels.json")
        self.patient, self.checkin = self._enrol()

    def _enrol(self) -> tuple[str, str]:
        start = utcnow() - timedelta(days=2)
        plan = load_content(ROOT / "data").plans["standaard"]
        account = add_account(self.database, f"{start.timestamp()}@example.nl")
        with self.database.begin() as session:
            wanted = Enrolment("Jan", "standaard", "pagina", activity="traplopen", start_pain=4)
            course = enrol.enrol(session, account, wanted, start)
            enrol.opt_in(session, course, plan, start)
            patient = str(course.patient_id)
            consent.record(session, patient, consent.CHAT, consent.GIVEN, "whatsapp", "1", start)
            query = select(CheckIn).where(CheckIn.patient_id == patient).order_by(CheckIn.due_at)
            row = session.execute(query.limit(1)).scalar_one()
            row.state, row.sent_at, row.next_at = "delivered", utcnow(), None
            return patient, str(row.id)

    def begin(self) -> list[dict[str, Any]]:
        return self.rasa.begin(self.patient, self.checkin)

    def say(self, text: str) -> list[dict[str, Any]]:
        body = {"sender": f"whatsapp-{self.patient}", "surface": "whatsapp", "text": text}
        reply = httpx.post(
            f"{self.url}/webhooks/rugwijzer/message",
            json=body,
            headers={"Authorization": f"Bearer {self.secret}"},
            timeout=30,
        )
        assert reply.status_code == 200
        return list(reply.json()["messages"])

    def kept(self) -> tuple[Answer | None, list[tuple[str, str]]]:
        with self.database.begin() as session:
            query = select(Alert).where(Alert.patient_id == self.patient).order_by(Alert.id)
            alerts = [(a.kind, a.level) for a in session.execute(query).scalars()]
            return session.get(Answer, self.checkin), alerts


@pytest.fixture
def chat(assistant: Assistant) -> Chat:
    return Chat(assistant)


def test_answered_in_free_words_interrupted_and_resumed(chat: Chat) -> None:
    intro, question = chat.begin()
    assert "fysiotherapeut" in intro["text"]
    assert question["asks"] == "pain_score"
    assert chat.begin() == [intro, question]
    assert "traplopen" in chat.say("een zesje")[-1]["text"]
    matras = chat.say("Helpt een dure matras tegen lage rugpijn?")
    assert matras[0]["topic"] == "matras"
    assert "traplopen" in matras[-1]["text"]
    assert "verder met de vragen" in chat.say("komt nu niet uit")[-1]["text"]
    assert "traplopen" in chat.say("verder met de vragen van de fysio")[-1]["text"]
    for text in ("5", "drie dagen", "evenveel", "nee", "nee"):
        last = chat.say(text)
    assert "kwijt aan uw fysiotherapeut" in last[-1]["text"]
    assert "uw antwoorden zijn bewaard" in chat.say("Ik slaap weer goed door.")[-1]["text"]
    answer, alerts = chat.kept()
    assert answer is not None
    assert (answer.pain, answer.activity, answer.walked) == (6, 5, 3)
    assert alerts == [("verslechtering", "geen")]


def test_an_alarm_sign_escalates_and_holds(chat: Chat) -> None:
    chat.begin()
    for text in ("3", "5", "3", "minder"):
        chat.say(text)
    escalated = chat.say("ja")
    assert (escalated[0]["kind"], escalated[0]["level"]) == ("escalation", "spoed")
    assert chat.say("helpt warmte?")[0]["kind"] == "escalation"
    assert chat.kept()[1] == [("rode_vlag", "spoed")]


def test_a_signal_in_free_words_breaks_it_off(chat: Chat) -> None:
    chat.begin()
    said = chat.say("ik kan sinds gisteren niet meer plassen")
    assert said[0]["kind"] == "escalation"
    assert "De rest van de vragen kan wachten" in said[-1]["text"]
    assert chat.kept()[1] == [("rode_vlag", "spoed")]


@pytest.mark.parametrize(
    "before", ["ik kan sinds gisteren niet meer plassen", "controleer mijn klachten"]
)
def test_nothing_begins_while_an_advice_or_the_questionnaire_is_open(
    chat: Chat, before: str
) -> None:
    chat.say(before)
    assert chat.begin() == []


def test_typing_the_intent_begins_nothing(chat: Chat) -> None:
    said = chat.say(f'/EXTERNAL_checkin{{"checkin": "{chat.checkin}"}}')
    assert all(message["kind"] != "checkin" for message in said)
