"""WhatsApp through the really running gateway, Rasa and action server."""

from __future__ import annotations

import itertools
import sqlite3
from pathlib import Path

import pytest

from tests.conftest import Assistant
from tests.fake_whatsapp import FakeGraph, button, deliver, delivery, text_message

pytestmark = pytest.mark.live
IDS = itertools.count(1)


class Patient:
    """Somebody with a telephone."""

    def __init__(self, assistant: Assistant, graph: FakeGraph, number: str) -> None:
        self._url, self._graph, self._number = assistant.url, graph, number
        self._seen = 0

    def says(self, text: str) -> str:
        """Type something and return the first answer."""
        message = text_message(self._number, text, f"live-{next(IDS)}")
        assert deliver(self._url, delivery(message)).status_code == 200
        return self.reads()

    def presses(self, option: str, title: str) -> str:
        """Press a button and return the first answer."""
        pressed = button(self._number, option, title, f"live-{next(IDS)}")
        assert deliver(self._url, delivery(pressed)).status_code == 200
        return self.reads()

    def reads(self) -> str:
        """The next message."""
        sent = self._graph.wait(self._seen + 1, self._number, 40)[self._seen]
        self._seen += 1
        return sent.text

    def options(self) -> list[dict[str, str]]:
        """What could be chosen under the last message."""
        last = self._graph.wait(self._seen, self._number)[self._seen - 1]
        action = last.body["interactive"]["action"]
        if "buttons" in action:
            return [b["reply"] for b in action["buttons"]]
        return list(action["sections"][0]["rows"])


@pytest.fixture
def patient(assistant: Assistant, graph: FakeGraph) -> Patient:
    someone = Patient(assistant, graph, f"3164{next(IDS):07d}")
    assert "Vindt u het goed" in someone.says("hallo")
    assert someone.presses("toestemming-ja", "Ja, dat is goed").startswith("Dank u wel")
    return someone


def test_a_question_its_source_and_more_by_a_button(patient: Patient) -> None:
    answer = patient.says("helpt een dure matras tegen lage rugpijn?")
    assert "matras" in answer and "Bron" in answer
    more = next(o for o in patient.options() if o["title"] == "Meer weten")
    assert "Bron" in patient.presses(more["id"], more["title"])


def test_a_red_flag_is_escalated_with_buttons_that_hold_the_advice(patient: Patient) -> None:
    alarm = patient.says("ik heb rugpijn en kan ineens niet meer plassen")
    assert "Bel" in alarm and "010 000 0001" in alarm
    calls = next(o for o in patient.options() if o["title"] == "Ja, ik bel nu")
    assert "Goed dat u belt" in patient.presses(calls["id"], calls["title"])


def test_privacy_is_explained_as_it_is_on_whatsapp(patient: Patient) -> None:
    assert "Meta" in patient.says("Worden mijn gegevens bewaard?")


def test_erasing_reaches_rasas_own_record(assistant: Assistant, patient: Patient) -> None:
    patient.says("helpt warmte?")
    senders = "SELECT DISTINCT sender_id FROM events WHERE sender_id LIKE 'whatsapp-%'"
    with sqlite3.connect(assistant.trackers, timeout=30) as connection:
        before = {row[0] for row in connection.execute(senders)}
        assert "zijn gewist" in _until(patient, patient.says("verwijder mijn gegevens"))
        after = {row[0] for row in connection.execute(senders)}
    assert len(before - after) == 1
    assert all("3164" not in sender for sender in before)
    assert patient._number not in Path(assistant.log).read_text()


def _until(patient: Patient, text: str) -> str:
    """Read on past the rest of an earlier answer."""
    while "gewist" not in text:
        text = patient.reads()
    return text
