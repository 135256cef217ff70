"""First contact, agreement and the words that work at any moment."""

from __future__ import annotations

import httpx
import pytest

from rugwijzer.followup import enrol
from rugwijzer.followup.content import load_content
from rugwijzer.gateway.whatsapp import control
from rugwijzer.store import consent, patients
from rugwijzer.store.patients import PHONE, Reach
from tests.fake_whatsapp import deliver, delivery, status
from tests.followup.conftest import START, add_account

from .conftest import ANNA, World


def test_first_contact_explains_and_asks_before_the_engine_sees_anything(world: World) -> None:
    world.says("helpt een dure matras?")
    [sent] = world.graph.wait(1)
    for word in ("praktijk De Linde", "geen arts", "computer van de praktijk", "STOP"):
        assert word in sent.text
    replies = [b["reply"] for b in sent.body["interactive"]["action"]["buttons"]]
    assert [r["title"] for r in replies] == ["Ja, dat is goed", "Nee"]
    assert world.engine.sent == []
    assert world.rows("SELECT content FROM inbox") == [(None,)]


def test_a_red_flag_in_the_very_first_message_is_answered_first(world: World) -> None:
    world.says("ik kan niet plassen")
    alarm, question = world.texts(2)
    assert alarm.startswith("Bel uw huisarts 030-2345678 (spoed, whatsapp)")
    assert "Vindt u het goed" in question
    assert world.engine.sent == []


def test_after_agreement_the_engine_answers_under_an_opaque_sender(world: World) -> None:
    world.agrees()
    world.says("helpt warmte?")
    assert world.texts(3)[2] == "u zei: helpt warmte?"
    [(sender, surface, content)] = world.engine.sent
    assert surface == "whatsapp" and ANNA not in sender
    assert content["text"] == "helpt warmte?" and len(content["message_id"]) == 64


@pytest.mark.parametrize("answer", ["ja", "Ja hoor!", "OK", "akkoord 👍", "prima"])
def test_a_typed_yes_agrees(world: World, answer: str) -> None:
    world.says("hallo")
    world.texts(1)
    world.says(answer)
    assert world.texts(2)[1].startswith("Dank u wel")


def test_a_no_is_respected_until_start(world: World) -> None:
    world.says("hallo")
    world.texts(1)
    world.says("nee")
    assert "bewaar ik uw berichten niet" in world.texts(2)[1]
    world.says("helpt warmte?")
    assert "bewaar ik uw berichten niet" in world.texts(3)[2]
    world.says("ik kan niet plassen")
    assert world.texts(5)[3].startswith("Bel uw huisarts")
    world.says("START")
    assert "Vindt u het goed" in world.texts(6)[5]
    assert world.engine.sent == []


def test_stop_ends_and_start_begins_again(world: World) -> None:
    world.agrees()
    world.says("Stop.")
    assert "geen berichten meer" in world.texts(3)[2]
    world.says("helpt warmte?")
    assert "Stuur START" in world.texts(4)[3]
    world.says("ik kan niet plassen")
    assert world.texts(6)[4].startswith("Bel uw huisarts")
    world.says("start")
    assert "weer aangemeld" in world.texts(7)[6]
    world.says("helpt warmte?")
    assert world.texts(8)[7] == "u zei: helpt warmte?"
    database = world.database()
    with database.begin() as session:
        patient = patients.find(session, Reach(PHONE, ANNA))
        assert patient and consent.state(session, patient) == consent.GIVEN
    database.close()


@pytest.mark.parametrize("times", [1, 60], ids=["of the engine", "in a text too long for it"])
def test_a_stop_holds_back_no_urgent_advice_that_waits_to_be_sent(world: World, times: int) -> None:
    alarm = {"text": "Bel uw huisarts nu.", "kind": "escalation", "level": "spoed"}
    answer = {"text": "Ja, warmte helpt."}
    world.agrees()
    world.graph.days.append("hang")
    world.says("hallo")
    world.graph.wait(3)
    world.engine.say = lambda said: {"messages": [alarm if "plassen" in said["text"] else answer]}
    world.says("ik kan niet plassen " * times)
    world.says("helpt warmte?")
    world.says("STOP")
    stopped = "SELECT count(*) FROM consents WHERE state = 'gestopt' AND scope = 'gesprek'"
    world.until(stopped, [(1,)])
    world.graph.release.set()
    advice, confirmation = world.texts(5)[3:]
    assert advice.startswith("Bel uw huisarts")
    assert "geen berichten meer" in confirmation


def test_erasing_is_confirmed_and_leaves_no_row(world: World) -> None:
    world.agrees()
    world.says("helpt warmte?")
    world.texts(3)
    world.says("Verwijder mijn gegevens!")
    assert "zijn gewist" in world.texts(4)[3]
    world.says("hallo")
    # Whoever writes again is a stranger.
    assert "Vindt u het goed" in world.texts(5)[4]


def test_after_the_confirmation_the_address_is_gone_as_well(world: World) -> None:
    world.agrees()
    world.says("verwijder mijn gegevens")
    world.texts(3)
    for table in ("patients", "addresses", "contacts", "lanes", "inbox", "outbox", "consents"):
        world.until(f"SELECT count(*) FROM {table}", [(0,)])


def test_the_address_is_gone_when_only_a_status_says_that_the_confirmation_arrived(
    world: World,
) -> None:
    world.agrees()
    world.graph.days.append("lost")
    world.says("verwijder mijn gegevens")
    confirmation = world.graph.wait(3)[2]
    body = delivery(statuses=[status(confirmation, "sent")])
    assert deliver(world.url, body).status_code == 200
    for table in ("patients", "addresses", "contacts", "lanes", "inbox", "outbox", "consents"):
        world.until(f"SELECT count(*) FROM {table}", [(0,)])
    assert len(world.graph.sent) == 3


def test_own_data_are_behind_a_link_that_a_preview_does_not_open(world: World) -> None:
    world.agrees()
    world.says("stuur mijn gegevens")
    link = world.texts(3)[2].split()[-1]
    assert link.startswith("https://rug.praktijk.nl/gegevens/")
    page = link.replace("https://rug.praktijk.nl", world.url)
    assert ANNA not in httpx.get(page).text
    found = httpx.get(f"{page}/bestand").json()
    assert found["gegevens"]["addresses"][0]["sealed"] == ANNA
    assert found["gegevens"]["consents"][-1]["state"] == "gegeven"
    assert httpx.get(f"{page}x").status_code == 404
    assert httpx.get(f"{page[:-1]}/bestand").status_code == 404


def test_own_data_of_who_is_followed_as_well(world: World) -> None:
    world.agrees()
    database = world.database()
    account = add_account(database)
    with database.begin() as session:
        plan = load_content(world.settings.data_dir).plans["standaard"]
        wanted = enrol.Enrolment("Anna", plan.id, "whatsapp", ANNA, activity="fietsen")
        enrol.opt_in(session, enrol.enrol(session, account, wanted, START), plan, START)
    database.close()
    world.says("stuur mijn gegevens")
    link = world.texts(3)[2].split()[-1].replace("https://rug.praktijk.nl", world.url)
    found = httpx.get(f"{link}/bestand")
    assert found.status_code == 200
    assert found.json()["gegevens"]["courses"][0]["started_on"] == START.date().isoformat()


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("STOP", control.STOP),
        (" stop!! ", control.STOP),
        ("“Stop”", control.STOP),
        ("Start", control.START),
        ("VERWIJDER MIJN GEGEVENS.", control.ERASE),
        ("wis al mijn gegevens a.u.b.", control.ERASE),
        ("'stuur mijn gegevens'", control.EXPORT),
        ("stop met die pijn", None),
        ("hoe verwijder ik mijn gegevens?", None),
        ("", None),
    ],
)
def test_only_the_whole_message_is_a_command(text: str, command: str | None) -> None:
    assert control.command(text) == command


@pytest.mark.parametrize("text", ["ja maar ik heb pijn", "nee dat snap ik niet", "misschien", ""])
def test_what_is_not_plainly_yes_or_no_agrees_to_nothing(text: str) -> None:
    assert control.agreement(text) is None


def test_a_new_explanation_is_asked_again_and_its_yes_counts(world: World) -> None:
    world.agrees()
    database = world.database()
    with database.begin() as session:
        session.query(consent.Consent).update({"text_version": "0"})
    database.close()
    world.says("helpt warmte?")
    assert "Vindt u het goed" in world.texts(3)[2]
    world.presses("toestemming-ja", "Ja, dat is goed")
    assert world.texts(4)[3].startswith("Dank u wel")
    world.says("helpt warmte?")
    assert world.texts(5)[4] == "u zei: helpt warmte?"
