from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from rugwijzer.followup import dispatch, talks
from rugwijzer.followup.talks import Assistant
from rugwijzer.gateway.conversations import Conversation
from rugwijzer.gateway.whatsapp.memory import Memory
from rugwijzer.store import Vault, consent, patients
from rugwijzer.store.crypto import new_key
from rugwijzer.store.outbox import OutboxMessage
from rugwijzer.store.patients import Contact

from .conftest import DAY_2, World, after

SAID = [
    {"text": "Uw fysiotherapeut wil graag weten hoe het gaat.", "kind": "checkin"},
    {
        "text": "Een doof gevoel?",
        "kind": "question",
        "choices": [{"title": "Ja"}, {"title": "Nee"}],
    },
]


class Rasa:
    """What Rasa's channel answers, and what it was asked."""

    def __init__(self, status: int = 200, said: Sequence[dict[str, Any]] = SAID) -> None:
        self.status, self.said, self.asked = status, said, list[dict[str, Any]]()

    @property
    def assistant(self) -> Assistant:
        return Assistant(["http://rasa"], "s" * 32, httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        assert request.headers["authorization"] == "Bearer " + "s" * 32
        self.asked.append(json.loads(request.content))
        return httpx.Response(self.status, json={"messages": self.said})


@pytest.fixture
def chatting(world: World) -> World:
    """A patient on WhatsApp who wrote an hour ago, where questions may be asked in the chat."""
    world.sender = replace(world.sender, talks=True)
    course = world.course(world.enrol("06 12345678", "whatsapp"))
    with world.database.begin() as session:
        patients.heard(session, course.patient_id, "whatsapp", after(-1))
        patient = course.patient_id
        consent.record(session, patient, consent.CHAT, consent.GIVEN, "whatsapp", "1", after(-1))
    with world.database.begin() as session:
        dispatch.run_batch(session, world.sender, DAY_2)
    return world


def sent(world: World) -> list[str]:
    with world.database.begin() as session:
        rows = session.execute(select(OutboxMessage).order_by(OutboxMessage.id)).scalars().all()
        return [world.database.vault.open(row.content) for row in rows]


def test_the_conversation_is_begun_once(chatting: World) -> None:
    rasa = Rasa()
    assert talks.begin(chatting.database, rasa.assistant, chatting.sender, DAY_2) == 1
    assert talks.begin(chatting.database, rasa.assistant, chatting.sender, after(1)) == 0
    texts = [json.loads(content)["text"] for content in sent(chatting)]
    assert texts[0].startswith("Uw fysiotherapeut")
    assert texts[1].endswith("U kunt antwoorden: Ja, Nee.")
    assert rasa.asked[0]["sender"].startswith("whatsapp-")


def offered(world: World, memory: Memory | None = None, key: str | None = None) -> Memory:
    """What the gateway remembers of the chat, after setting it when given."""
    vault = Vault([key], "x") if key else world.database.vault
    with world.database.begin() as session:
        if memory:
            sealed = vault.seal(memory.dump())
            session.execute(update(Contact).values(offered=sealed))
        return Memory.load(vault.open(session.execute(select(Contact.offered)).scalar_one()))


def test_a_number_after_it_is_no_choice_offered_before_it(chatting: World) -> None:
    conversation = Conversation(counter=7, pending=("plassen",))
    before = offered(chatting, Memory(conversation, ("c1", "c2", "c3")))
    talks.begin(chatting.database, Rasa().assistant, chatting.sender, DAY_2)
    assert before.numbered
    assert offered(chatting) == Memory(conversation)


def test_a_conversation_begins_though_no_key_opens_what_was_offered(chatting: World) -> None:
    offered(chatting, Memory(numbered=("c1",)), new_key())
    talks.begin(chatting.database, Rasa().assistant, chatting.sender, DAY_2)
    assert len(sent(chatting)) == 2


def test_a_worker_that_died_asks_again_and_nothing_is_sent_twice(chatting: World) -> None:
    rasa = Rasa()
    talks.begin(chatting.database, rasa.assistant, chatting.sender, DAY_2)
    with chatting.database.begin() as session:
        session.execute(dispatch.CheckIn.__table__.update().values(talk_at=DAY_2))
    talks.begin(chatting.database, rasa.assistant, chatting.sender, after(1))
    assert len(rasa.asked) >= 2
    assert len(sent(chatting)) == 2


def test_an_assistant_that_stays_away_leaves_the_link(chatting: World) -> None:
    rasa = Rasa(status=503)
    talks.begin(chatting.database, rasa.assistant, chatting.sender, DAY_2)
    assert sent(chatting) == []
    talks.begin(chatting.database, rasa.assistant, chatting.sender, after(1.1))
    assert "fysio/p/" in sent(chatting)[0]
    later = after(1.1) + timedelta(hours=1)
    assert talks.begin(chatting.database, rasa.assistant, chatting.sender, later) == 0


def test_stop_in_between_is_seen(chatting: World) -> None:
    with chatting.database.begin() as session:
        patient = session.execute(select(dispatch.CheckIn.patient_id).limit(1)).scalar_one()
        consent.stop(session, patient, "whatsapp", "1", DAY_2)
    talks.begin(chatting.database, Rasa().assistant, chatting.sender, DAY_2)
    assert sent(chatting) == []


def test_an_assistant_that_is_busy_with_an_alarm_leaves_the_link_at_once(chatting: World) -> None:
    talks.begin(chatting.database, Rasa(said=()).assistant, chatting.sender, DAY_2)
    (notice,) = sent(chatting)
    assert "fysio/p/" in notice


def test_the_reminder_of_a_conversation_arrives_too(chatting: World) -> None:
    rasa = Rasa()
    talks.begin(chatting.database, rasa.assistant, chatting.sender, DAY_2)
    with chatting.database.begin() as session:
        patient = session.execute(select(dispatch.CheckIn.patient_id).limit(1)).scalar_one()
        patients.heard(session, patient, "whatsapp", after(23))
    chatting.clock(after(24))
    talks.begin(chatting.database, rasa.assistant, chatting.sender, after(24))
    assert len(rasa.asked) == 1
    assert len(sent(chatting)) == 3
    assert "fysio/p/" in sent(chatting)[-1]


def test_a_conversation_that_was_delivered_is_seen(chatting: World) -> None:
    talks.begin(chatting.database, Rasa().assistant, chatting.sender, DAY_2)
    with chatting.database.begin() as session:
        session.execute(OutboxMessage.__table__.update().values(state="delivered"))
        dispatch.follow_deliveries(session, after(1))
        states = session.execute(select(dispatch.CheckIn.state)).scalars().all()
    assert states.count("delivered") == 1


def test_with_a_closed_window_the_link_goes(world: World) -> None:
    world.sender = replace(world.sender, talks=True)
    world.enrol("06 12345678", "whatsapp")
    world.clock(DAY_2)
    assert "fysio/p/" in sent(world)[0]


@pytest.mark.parametrize("alive", ["http://rasa-b", None])
def test_an_engine_that_nobody_listens_at_leaves_the_check_in_to_the_next(
    alive: str | None,
) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        if alive is None or not str(request.url).startswith(alive):
            raise httpx.ConnectError("refused", request=request)
        return httpx.Response(200, json={"messages": SAID})

    assistant = Assistant(["http://rasa-a", "http://rasa-b"], "s" * 32, httpx.MockTransport(answer))
    if alive:
        assert assistant.begin("p", "c") == SAID
    else:
        with pytest.raises(httpx.ConnectError):
            assistant.begin("p", "c")
    assert asked == ["rasa-a", "rasa-b"]
