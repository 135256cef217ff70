from __future__ import annotations

import csv
import io
import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from fhir.resources.R4B.bundle import Bundle
from sqlalchemy import func, select

from rugwijzer.store import subject
from rugwijzer.store.checkins import Alert
from rugwijzer.store.patients import Patient

from .conftest import Browser, Practice

CALM = {"alarm_zenuw": "nee", "alarm_ziek": "nee", "activiteit": "5", "wandelen": "3"}


def opted_in(practice: Practice, physio: Browser, **more: str) -> tuple[str, Browser]:
    """A patient who agreed; the page in the portal and the patient's browser."""
    page = physio.enrol(**more)
    patient = practice.browser().get(physio.link())
    patient.post("/fysio/mijn/akkoord")
    return page, patient


def answer(practice: Practice, patient: Browser, **given: str) -> Browser:
    practice.work()
    patient.get("/fysio/mijn")
    checkin = patient.text.split('name="checkin" value="')[1].split('"')[0]
    return patient.post("/fysio/mijn/antwoord", checkin=checkin, **{**CALM, **given})


def test_enrolled_agreed_answered_seen(practice: Practice) -> None:
    physio = practice.physio()
    page, patient = opted_in(practice, physio)
    assert "geen vragen" in patient.text
    practice.later(days=2)
    answer(practice, patient, pijn="6", open="Slecht geslapen")
    assert "Uw pijn ging van 4 naar 6" in patient.text
    assert "<polyline" in patient.text
    physio.login("fysio@example.nl", "een lange zin om te testen")
    physio.code()
    assert "Verslechtering" in physio.text
    physio.get(page)
    assert "pijn van 4 naar 6" in physio.text
    assert "Slecht geslapen" in physio.text
    with practice.database.begin() as session:
        number = session.execute(select(Alert.id)).scalar_one()
    physio.post(f"{page}/melding/{number}")
    assert "Gezien op" in physio.text
    assert "Verslechtering" not in physio.get("/fysio/").text


def test_the_curve_is_also_a_table(practice: Practice) -> None:
    physio = practice.physio()
    _, patient = opted_in(practice, physio)
    practice.later(days=2)
    answer(practice, patient, pijn="6")
    assert "<td>6</td>" in patient.text
    assert 'role="img"' in patient.text


def test_an_alarm_sign_says_first_whom_to_call(practice: Practice) -> None:
    physio = practice.physio()
    _, patient = opted_in(practice, physio)
    practice.later(days=2)
    answer(practice, patient, pijn="4", alarm_zenuw="ja")
    assert 'class="alarm" role="alert"' in patient.text
    assert patient.text.index("Bel nu uw huisarts") < patient.text.index("Uw verloop</h2>")


def test_the_advice_stays_when_the_page_is_loaded_again(practice: Practice) -> None:
    physio = practice.physio()
    _, patient = opted_in(practice, physio)
    practice.later(days=2)
    answer(practice, patient, pijn="4", alarm_zenuw="weet_niet")
    assert "uw antwoorden zijn bewaard" in patient.text
    practice.later(hours=20)
    patient.get("/fysio/mijn")
    assert "Bel nu uw huisarts" in patient.text
    assert "Uw pijn is 4" in patient.text
    assert "uw antwoorden zijn bewaard" not in patient.text
    practice.later(hours=30)
    assert "Bel nu uw huisarts" not in patient.get("/fysio/mijn").text


def test_the_advice_stays_above_the_questions_of_the_next_check_in(practice: Practice) -> None:
    physio = practice.physio()
    _, patient = opted_in(practice, physio)
    practice.later(days=2)
    practice.work()
    practice.later(days=4)
    answer(practice, patient, pijn="4", alarm_zenuw="ja")
    practice.later(hours=23)
    practice.work()
    patient.get("/fysio/mijn")
    assert 'name="checkin"' in patient.text
    call, questions = (patient.text.index(t) for t in ("Bel nu uw huisarts", "Hoe gaat het met u?"))
    assert call < questions
    assert patient.text.count("<h1>") == 1
    checkin = patient.text.split('name="checkin" value="')[1].split('"')[0]
    patient.post("/fysio/mijn/antwoord", checkin=checkin)
    assert patient.status == 422
    assert "Bel nu uw huisarts" in patient.text
    practice.later(days=2)
    patient.get("/fysio/mijn")
    assert "<h1>Hoe gaat het met u?</h1>" in patient.text
    assert "Bel nu uw huisarts" not in patient.text


def test_the_table_has_the_measurement_at_the_start(practice: Practice) -> None:
    physio = practice.physio()
    page, patient = opted_in(practice, physio)
    practice.later(days=2)
    answer(practice, patient, pijn="6")
    assert '<th scope="row">Start</th><td>4</td>' in patient.text
    physio.login("fysio@example.nl", "een lange zin om te testen")
    physio.code()
    assert '<th scope="row">Start</th>' in physio.get(page).text


def test_two_taps_on_yes_plan_once(practice: Practice) -> None:
    physio = practice.physio()
    page = physio.enrol()
    link = physio.link()
    patients = [practice.browser().get(link) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda p: p.post("/fysio/mijn/akkoord"), patients))
    assert [p.status for p in patients] == [200] * 4
    assert practice.audit().count("patient_akkoord") == 1
    assert physio.get(page).text.count("gepland<") == 6


def test_an_answer_after_skipping_is_shown_as_answered(practice: Practice) -> None:
    physio = practice.physio()
    page, patient = opted_in(practice, physio)
    practice.work()
    practice.later(days=2)
    practice.work()
    patient.get("/fysio/mijn")
    checkin = patient.text.split('name="checkin" value="')[1].split('"')[0]
    patient.post("/fysio/mijn/niet-nu", checkin=checkin)
    physio.login("fysio@example.nl", "een lange zin om te testen")
    physio.code()
    assert "geweigerd" in physio.get(page).text
    answer(practice, patient, pijn="4")
    assert "geweigerd" not in physio.get(page).text


def test_a_plan_that_was_taken_away_breaks_no_page(practice: Practice) -> None:
    physio = practice.physio()
    _, patient = opted_in(practice, physio)
    invited = practice.browser()
    physio.enrol(alias="Piet", plan_id="standaard")
    invited.get(physio.link())
    practice.later(days=2)
    practice.work()
    plans = {k: v for k, v in practice.content.plans.items() if k != "standaard"}
    practice.content = replace(practice.content, plans=plans)
    practice.__post_init__()
    for visitor in (patient, invited):
        cookies = visitor.client.cookies
        again = practice.browser()
        again.client.cookies = cookies
        assert "geen vragen voor u klaar" in again.get("/fysio/mijn").text


def test_the_overview_says_that_no_worker_is_running(practice: Practice) -> None:
    physio = practice.physio()
    opted_in(practice, physio)
    practice.later(days=2)
    warning = "Er gaan nu geen berichten"
    physio.login("fysio@example.nl", "een lange zin om te testen")
    assert warning in physio.code().text
    practice.work()
    assert warning not in physio.get("/fysio/").text


def test_a_form_that_is_not_complete_keeps_what_was_filled_in(practice: Practice) -> None:
    physio = practice.physio()
    _, patient = opted_in(practice, physio)
    practice.later(days=2)
    answer(practice, patient, open="Dit blijft <b>staan</b>")
    assert patient.status == 422
    assert "Kies een antwoord." in patient.text
    assert "Dit blijft &lt;b&gt;staan&lt;/b&gt;" in patient.text


def test_another_physiotherapist_sees_nothing(practice: Practice) -> None:
    page = practice.physio().enrol()
    other = practice.physio("ander@example.nl")
    for path in ("", "/wissen", "/verloop.csv", "/verloop.pdf", "/fhir.json"):
        assert other.get(page + path).status == 404
    for path in ("/notitie", "/pauze", "/einde", "/link", "/wissen", "/melding/1"):
        other.get("/fysio/nieuw")
        assert other.post(page + path, alias="Jan").status == 404
    assert practice.audit().count("geweigerd") == 11
    assert "Jan" not in other.get("/fysio/").text


def test_an_alert_of_another_course_cannot_be_acknowledged(practice: Practice) -> None:
    physio = practice.physio()
    _, patient = opted_in(practice, physio)
    practice.later(days=2)
    answer(practice, patient, pijn="9")
    other = practice.physio("ander@example.nl")
    page = other.enrol(alias="Piet")
    other.get(page)
    with practice.database.begin() as session:
        number = session.execute(select(Alert.id).limit(1)).scalar_one()
    assert other.post(f"{page}/melding/{number}").status == 404


def test_wrong_enrolment_says_what_to_do(practice: Practice) -> None:
    physio = practice.physio()
    physio.get("/fysio/nieuw")
    physio.post("/fysio/nieuw", alias="", plan_id="x", channel="email", address="geen")
    assert physio.status == 422
    for text in ("Kies een plan.", "Vul een geldig e-mailadres in.", "Geef een schuilnaam"):
        assert text in physio.text


def test_a_channel_that_is_not_switched_on_is_not_offered(practice: Practice) -> None:
    physio = practice.physio()
    physio.get("/fysio/nieuw")
    assert "E-mail met een link" in physio.text
    assert "WhatsApp met een link" not in physio.text
    physio.enrol(channel="whatsapp", address="0612345678")
    assert physio.status == 422
    assert "Dit kanaal staat niet aan." in physio.text
    practice.settings = replace(practice.settings, mail_from="")
    practice.__post_init__()
    physio = practice.physio("andere@example.nl")
    physio.get("/fysio/nieuw")
    assert "E-mail met een link" not in physio.text
    physio.enrol(channel="email", address="jan@example.nl")
    assert physio.status == 422


@pytest.mark.parametrize(
    ("channel", "off", "there", "absent"),
    [
        ("pagina", True, "U krijgt geen berichten", "een kort bericht"),
        ("whatsapp", True, "niets over uw gezondheid", "stellen we de vragen daar"),
        ("whatsapp", False, "stellen we de vragen daar", "geen berichten"),
    ],
)
def test_the_invitation_says_what_the_messages_hold(
    practice: Practice, channel: str, off: bool, there: str, absent: str
) -> None:
    practice.settings = replace(
        practice.settings,
        whatsapp_phone_number_id="1",
        whatsapp_token="t" * 32,
        whatsapp_app_secret="a" * 32,
        whatsapp_verify_token="v" * 32,
        followup_off_whatsapp=off,
    )
    practice.__post_init__()
    physio = practice.physio()
    physio.enrol(channel=channel, address="0612345678")
    text = practice.browser().get(physio.link()).text
    assert "nooit 's nachts of in het weekend" in text
    assert there in text
    assert absent not in text


def test_a_link_that_was_replaced_or_made_up_opens_nothing(practice: Practice) -> None:
    physio = practice.physio()
    page = physio.enrol()
    old = physio.link()
    physio.post(f"{page}/link")
    assert physio.link() != old
    assert "Link verlopen" in practice.browser().get(old).text
    assert practice.browser().get("/fysio/mijn").status == 404
    assert "Mag uw fysiotherapeut" in practice.browser().get(physio.link()).text


def test_stop_on_the_own_page(practice: Practice) -> None:
    physio = practice.physio()
    page, patient = opted_in(practice, physio)
    patient.post("/fysio/mijn/stop")
    assert "U bent gestopt" in patient.text
    assert "STOP gezegd" in physio.get(page).text
    practice.later(days=2)
    practice.work()
    assert "verstuurd" not in practice.physio("b@example.nl").get(page).text


def test_skipping_once(practice: Practice) -> None:
    physio = practice.physio()
    _, patient = opted_in(practice, physio)
    practice.later(days=2)
    practice.work()
    patient.get("/fysio/mijn")
    checkin = patient.text.split('name="checkin" value="')[1].split('"')[0]
    patient.post("/fysio/mijn/niet-nu", checkin=checkin)
    assert "deze keer slaan we over" in patient.text


def test_a_spreadsheet_formula_is_defused(practice: Practice) -> None:
    physio = practice.physio()
    page, patient = opted_in(practice, physio)
    practice.later(minutes=1)
    practice.later(days=2)
    answer(practice, patient, pijn="4", open='=HYPERLINK("http://x")')
    physio.login("fysio@example.nl", "een lange zin om te testen")
    physio.code()
    physio.get(f"{page}/verloop.csv")
    table = list(csv.reader(io.StringIO(physio.text.lstrip("\ufeff")), delimiter=";"))
    assert table[1][:1] + table[1][4:5] == ["Start", "4"]
    assert table[2][4] == "4"
    assert any(cell.startswith("'=HYPERLINK") for cell in table[2])


def test_the_fhir_bundle_is_valid_and_names_nobody(practice: Practice) -> None:
    physio = practice.physio()
    page, patient = opted_in(practice, physio)
    practice.later(days=2)
    answer(practice, patient, pijn="4", medicijnen="meer")
    physio.login("fysio@example.nl", "een lange zin om te testen")
    physio.code()
    raw = physio.get(f"{page}/fhir.json").text
    Bundle.parse_raw(raw)
    entries = json.loads(raw)["entry"]
    kinds = [entry["resource"]["resourceType"] for entry in entries]
    assert kinds == ["QuestionnaireResponse", "Observation", "Observation", "Observation"]
    assert "Jan" not in raw
    codes = json.dumps(entries)
    assert "72514-3" in codes


def test_a_course_without_answers_downloads_too(practice: Practice) -> None:
    physio = practice.physio()
    page = physio.enrol()
    assert json.loads(physio.get(f"{page}/fhir.json").text)["resourceType"] == "Bundle"
    assert physio.client.get(f"{page}/verloop.pdf").content.startswith(b"%PDF")


def test_the_pdf_of_a_course(practice: Practice) -> None:
    physio = practice.physio()
    page, patient = opted_in(practice, physio, alias="Şule & <Piet>", goal="Weer <tuinieren>")
    practice.later(days=2)
    answer(practice, patient, pijn="8")
    physio.login("fysio@example.nl", "een lange zin om te testen")
    physio.code()
    reply = physio.client.get(f"{page}/verloop.pdf")
    assert reply.headers["content-type"] == "application/pdf"
    assert len(reply.content) > 3000
    assert b"BitstreamVeraSans" in reply.content


def test_erased_everywhere(practice: Practice) -> None:
    physio = practice.physio()
    page, _ = opted_in(practice, physio)
    physio.post(f"{page}/notitie", tekst="Een notitie")
    assert "Een notitie" in physio.text
    link = physio.link()
    physio.get(f"{page}/wissen")
    assert physio.post(f"{page}/wissen", alias="Piet").status == 422
    physio.post(f"{page}/wissen", alias="Jan")
    assert "U volgt nog niemand" in physio.text
    assert "Link verlopen" in practice.browser().get(link).text
    with practice.database.begin() as session:
        assert session.execute(select(func.count(Patient.id))).scalar() == 0
        for table in subject.tables():
            assert session.execute(select(func.count()).select_from(table)).scalar() == 0
    assert "patient_gewist" in practice.audit()


def test_the_patient_gets_all_own_data(practice: Practice) -> None:
    physio = practice.physio()
    _, patient = opted_in(practice, physio, goal="Weer tuinieren")
    with practice.database.begin() as session:
        patient_id = session.execute(select(Patient.id)).scalar_one()
    with sqlite3.connect(practice.settings.tracker_url.removeprefix("sqlite:///")) as connection:
        connection.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id, data)")
        for sender in (f"whatsapp-{patient_id}", "whatsapp-ander"):
            said = json.dumps({"event": "user", "text": sender})
            connection.execute("INSERT INTO events (sender_id, data) VALUES (?, ?)", (sender, said))
    data = json.loads(patient.post("/fysio/mijn/gegevens").text)
    assert data["gegevens"]["courses"][0]["goal"] == "Weer tuinieren"
    assert data["gegevens"]["courses"][0]["started_on"] == practice.now.date().isoformat()
    assert len(data["gegevens"]["checkins"]) == 6
    assert [event["text"] for event in data["gesprek"]] == [f"whatsapp-{patient_id}"]


def test_every_view_and_change_is_in_the_log_without_names(practice: Practice) -> None:
    physio = practice.physio()
    page = physio.enrol()
    physio.get(page)
    physio.post(f"{page}/pauze")
    physio.post(f"{page}/verder")
    actions = practice.audit()
    for action in (
        "show_overview",
        "do_enrol",
        "patient_aangemeld",
        "show_course",
        "do_pause",
        "do_resume",
    ):
        assert action in actions
