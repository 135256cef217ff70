"""A check-in of the follow-up as a conversation, over a real store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from actions.action_checkin import (
    ActionAskCheckinAntwoord,
    ActionCheckinKlaar,
    ActionCheckinStart,
    ValidateCheckinForm,
)
from actions.action_rode_vlag import ActionRodeVlag
from actions.followup import desk
from rugwijzer.followup import enrol
from rugwijzer.followup.enrol import Enrolment
from rugwijzer.store import consent
from rugwijzer.store.base import utcnow
from rugwijzer.store.checkins import Alert, Answer, CheckIn
from rugwijzer.triage import Triage
from tests.followup.conftest import add_account

from .conftest import Talk, kinds, titles


class CheckinTalk(Talk):
    """Rasa's part for the check-in's form, as its rules have it."""

    def begin(self, checkin: str, worker: bool = True) -> list[dict[str, Any]]:
        """The worker triggers the external intent."""
        self.metadata = {"worker": True} if worker else {}
        said = self.say("/EXTERNAL_checkin", "EXTERNAL_checkin", checkin=checkin)
        self.metadata = {}
        return said

    def resume(self) -> list[dict[str, Any]]:
        return self.say("verder met de vragen van de fysio", "checkin")

    def replies(self, *texts: str) -> list[dict[str, Any]]:
        """Say these one after another; the messages of the last turn."""
        for text in texts:
            last = self.say(text)
        return last

    def _respond(self) -> None:
        signal = self.latest["rode_vlaggen"].get("uitkomst") in ("escalate", "ask")
        inside = self.loop.get("name") == "checkin_form"
        if signal:
            self._run(ActionRodeVlag())
        elif inside:
            self.slots["checkin_antwoord"] = self.latest["text"]
            self._go_on()
        elif self.latest["intent"]["name"] in ("checkin", "EXTERNAL_checkin"):
            self._run(ActionCheckinStart())
            self.loop = {"name": "checkin_form"}
            self._go_on()
        else:
            super()._respond()

    def _go_on(self) -> None:
        if self.slots.get("checkin_antwoord") is not None:
            self._run(ValidateCheckinForm(), slot="checkin_antwoord")
        if self.slots["checkin_antwoord"] is None:
            self.slots["requested_slot"] = "checkin_antwoord"
            self._run(ActionAskCheckinAntwoord())
            return
        self.loop, self.slots["requested_slot"] = {}, None
        self._run(ActionCheckinKlaar())


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RUGWIJZER_DATABASE_URL", f"sqlite:///{tmp_path}/store.sqlite")
    monkeypatch.chdir(tmp_path)
    desk.cache_clear()
    yield
    desk().database.close()
    desk.cache_clear()


@pytest.fixture
def checkin() -> tuple[str, str]:
    """A patient with a check-in that was sent a minute ago: its id and the patient's."""
    database, content = desk().database, desk().content
    start = utcnow() - timedelta(days=2)
    account = add_account(database)
    with database.begin() as session:
        wanted = Enrolment("Jan", "standaard", "pagina", activity="traplopen", start_pain=4)
        course = enrol.enrol(session, account, wanted, start)
        enrol.opt_in(session, course, content.plans["standaard"], start)
        patient = str(course.patient_id)
        consent.record(session, patient, consent.CHAT, consent.GIVEN, "whatsapp", "1", start)
        due = session.execute(select(CheckIn).order_by(CheckIn.due_at).limit(1)).scalar_one()
        due.state, due.sent_at, due.next_at = "delivered", utcnow(), utcnow() + timedelta(days=1)
        return str(due.id), patient


@pytest.fixture
def chat(triage: Triage, checkin: tuple[str, str]) -> CheckinTalk:
    talk = CheckinTalk(triage, "whatsapp")
    talk.sender = f"whatsapp-{checkin[1]}"
    talk.slots |= {"checkin": None, "checkin_antwoord": None}
    return talk


def kept() -> tuple[str, Answer | None, list[tuple[str, str]]]:
    """The state of the check-in, its answer, and the alerts."""
    with desk().database.begin() as session:
        row = session.execute(select(CheckIn).order_by(CheckIn.due_at).limit(1)).scalar_one()
        alerts = session.execute(select(Alert).order_by(Alert.id)).scalars()
        found = [(a.kind, a.level) for a in alerts]
        return row.state, session.get(Answer, row.id), found


def test_answered_in_free_words_to_the_end(chat: CheckinTalk, checkin: tuple[str, str]) -> None:
    intro, question = chat.begin(checkin[0])
    assert "fysiotherapeut" in intro["text"]
    assert question["asks"] == "pain_score"
    last = chat.replies(
        "een drietje", "5 ofzo", "vier dagen", "minder dan eerst", "nee hoor", "nee"
    )
    assert "fysiotherapeut" in last[-1]["text"]
    done = chat.say("Ik slaap weer door.")
    assert "uw antwoorden zijn bewaard" in done[-1]["text"]
    assert "Uw pijn is 3" in done[-1]["text"]
    state, answer, alerts = kept()
    assert answer is not None
    assert (state, answer.pain, answer.activity, answer.walked) == ("answered", 3, 5, 4)
    assert (answer.source, alerts) == ("gesprek", [])


def test_worsening_raises_an_alert(chat: CheckinTalk, checkin: tuple[str, str]) -> None:
    chat.begin(checkin[0])
    chat.replies("7", "5", "3", "gelijk", "nee", "nee", "nee")
    assert kept()[2] == [("verslechtering", "geen")]


@pytest.mark.parametrize("reply", ["ja", "ik weet het niet"])
def test_an_alarm_sign_ends_it_with_whom_to_call(
    chat: CheckinTalk, checkin: tuple[str, str], reply: str
) -> None:
    chat.begin(checkin[0])
    chat.replies("3", "5", "3", "gelijk")
    last = chat.say(reply)
    assert kinds(last)[0] == "escalation"
    assert last[0]["level"] == "spoed"
    assert chat.advice["niveau"] == "spoed"
    assert kept()[0] == "answered"
    assert kept()[2] == [("rode_vlag", "spoed")]


def test_a_signal_in_the_middle_interrupts_and_warns_the_physiotherapist(
    chat: CheckinTalk, checkin: tuple[str, str]
) -> None:
    chat.begin(checkin[0])
    last = chat.say("ik kan sinds gisteren niet meer plassen")
    assert kinds(last)[0] == "escalation"
    assert "De rest van de vragen kan wachten" in last[-1]["text"]
    assert chat.loop == {}
    assert kept()[2] == [("rode_vlag", "spoed")]


def test_a_signal_outside_a_check_in_warns_too(chat: CheckinTalk) -> None:
    chat.say("ik kan sinds gisteren niet meer plassen")
    assert kept()[2] == [("rode_vlag", "spoed")]


def test_interrupted_with_a_question_and_asked_again(
    chat: CheckinTalk, checkin: tuple[str, str]
) -> None:
    chat.begin(checkin[0])
    last = chat.say("helpt een dure matras?", answer=["matras"])
    assert last[0]["topic"] == "matras"
    assert last[-1]["asks"] == "pain_score"


def test_later_and_resumed_where_it_was(chat: CheckinTalk, checkin: tuple[str, str]) -> None:
    chat.begin(checkin[0])
    chat.say("4")
    assert "verder met de vragen" in chat.say("komt nu niet uit")[-1]["text"]
    assert chat.loop == {}
    again = chat.resume()
    assert "We gaan verder" in again[0]["text"]
    assert "traplopen" in again[-1]["text"]


def test_declined(chat: CheckinTalk, checkin: tuple[str, str]) -> None:
    chat.begin(checkin[0])
    assert "slaan we over" in chat.say("ik wil dit niet invullen")[-1]["text"]
    assert kept()[0] == "missed"
    assert kept()[2] == [("geweigerd", "geen")]


def test_a_wrong_number_and_a_correction(chat: CheckinTalk, checkin: tuple[str, str]) -> None:
    chat.begin(checkin[0])
    assert "Kies een getal van 0 tot 10." in chat.say("20")[0]["text"]
    chat.say("4")
    assert "pas uw vorige antwoord aan" in chat.say("nee wacht, vergist")[0]["text"]
    assert chat.turn[-1]["asks"] == "pain_score"


def test_only_the_worker_can_begin_it(chat: CheckinTalk, checkin: tuple[str, str]) -> None:
    assert chat.begin(checkin[0], worker=False) == []
    assert chat.loop == {}


def test_a_typed_payload_begins_nothing_whatever_it_is_taken_for(
    chat: CheckinTalk, checkin: tuple[str, str]
) -> None:
    typed = f'EXTERNAL_checkin{{"checkin": "{checkin[0]}"}}'
    assert kinds(chat.say(typed, "checkin")) == ["info"]
    assert chat.loop == {}


@pytest.mark.parametrize("wanted", ["0" * 32, ""])
def test_another_check_in_than_the_open_one_is_refused(chat: CheckinTalk, wanted: str) -> None:
    assert chat.begin(wanted) == []


def test_after_stop_nothing_begins(chat: CheckinTalk, checkin: tuple[str, str]) -> None:
    with desk().database.begin() as session:
        consent.stop(session, checkin[1], "whatsapp", "1", utcnow())
    assert chat.begin(checkin[0]) == []
    assert "nu geen vragen" in chat.resume()[-1]["text"]


def test_who_is_not_followed_is_told_that_nothing_is_open(triage: Triage) -> None:
    talk = CheckinTalk(triage)
    talk.slots |= {"checkin": None, "checkin_antwoord": None}
    assert "nu geen vragen" in talk.resume()[-1]["text"]
    assert talk.loop == {}


def test_answered_on_the_page_meanwhile(chat: CheckinTalk, checkin: tuple[str, str]) -> None:
    chat.begin(checkin[0])
    chat.replies("3", "5", "3", "gelijk", "nee", "nee")
    with desk().database.begin() as session:
        session.get(CheckIn, checkin[0]).state = "answered"
    assert "nu geen vragen" in chat.say("nee")[-1]["text"]


def test_the_pain_question_offers_the_scale(chat: CheckinTalk, checkin: tuple[str, str]) -> None:
    question = chat.begin(checkin[0])[-1]
    assert titles(question) == [str(n) for n in range(11)]


def test_a_store_that_is_away_takes_no_advice_away(
    chat: CheckinTalk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    desk.cache_clear()
    with monkeypatch.context() as away:
        away.setenv("RUGWIJZER_DATABASE_URL", "postgresql://rug@127.0.0.1:1/rug")
        assert chat.say("ik kan niet plassen")[0]["kind"] == "escalation"
    assert "OperationalError" in caplog.text
