from __future__ import annotations

import pyotp
import pytest

from rugwijzer.portal.passwords import matching_step
from rugwijzer.store.accounts import ADMIN

from .conftest import PASSWORD, Practice


def test_the_first_time_a_new_password_and_a_code(practice: Practice) -> None:
    browser = practice.physio()
    assert "Uw patiënten" in browser.text
    assert "ingelogd" in practice.audit()


def test_nothing_opens_before_the_code(practice: Practice) -> None:
    first = practice.account("fysio@example.nl")
    browser = practice.browser().login("fysio@example.nl", first)
    assert "Kies een nieuw wachtwoord" in browser.text
    assert "Inloggen voor" in browser.get("/fysio/").text


def test_again_with_password_and_code(practice: Practice) -> None:
    secret = practice.physio().secret
    practice.later(minutes=5)
    browser = practice.browser()
    browser.secret = secret
    browser.login("FYSIO@example.nl ", PASSWORD)
    assert "Scan deze code" not in browser.text
    assert "Uw patiënten" in browser.code().text


def test_a_code_works_once(practice: Practice) -> None:
    secret = practice.physio().secret
    browser = practice.browser()
    browser.secret = secret
    browser.login("fysio@example.nl", PASSWORD)
    assert browser.code().status == 401
    assert "Inloggen voor" in browser.get("/fysio/").text


@pytest.mark.parametrize("email", ["fysio@example.nl", "niemand@example.nl"])
def test_a_wrong_password_tells_nothing(practice: Practice, email: str) -> None:
    practice.account("fysio@example.nl")
    browser = practice.browser().login(email, "verkeerd wachtwoord")
    assert browser.status == 401
    assert "E-mailadres of wachtwoord klopt niet" in browser.text


def test_five_wrong_passwords_lock_for_a_quarter(practice: Practice) -> None:
    first = practice.account("fysio@example.nl")
    for _ in range(5):
        practice.browser().login("fysio@example.nl", "verkeerd")
    assert practice.browser().login("fysio@example.nl", first).status == 401
    practice.later(minutes=16)
    assert "nieuw wachtwoord" in practice.browser().login("fysio@example.nl", first).text


def test_wrong_codes_lock_too(practice: Practice) -> None:
    browser = practice.physio()
    practice.later(minutes=5)
    browser.login("fysio@example.nl", PASSWORD)
    for _ in range(5):
        browser.get("/fysio/code").post("/fysio/code", code="000000")
    browser.get("/fysio/code")
    assert browser.code().status == 401


@pytest.mark.parametrize("new", ["kort", "aaaaaaaaaaaaaa"])
def test_a_weak_password_is_refused(practice: Practice, new: str) -> None:
    first = practice.account("fysio@example.nl")
    browser = practice.browser().login("fysio@example.nl", first)
    assert browser.post("/fysio/wachtwoord", nieuw=new, nogmaals=new).status == 422


def test_a_half_log_in_cannot_change_the_password(practice: Practice) -> None:
    browser = practice.physio()
    browser = practice.browser().login("fysio@example.nl", PASSWORD)
    browser.post("/fysio/wachtwoord", nieuw="een heel andere zin", nogmaals="een heel andere zin")
    assert practice.browser().login("fysio@example.nl", PASSWORD).status == 200


def test_a_quarter_of_an_hour_idle_logs_out(practice: Practice) -> None:
    browser = practice.physio()
    practice.later(minutes=14)
    assert "Uw patiënten" in browser.get("/fysio/").text
    practice.later(minutes=16)
    assert "Inloggen voor" in browser.get("/fysio/").text


def test_a_session_ends_after_its_whole_time(practice: Practice) -> None:
    browser = practice.physio()
    for _ in range(60):
        practice.later(minutes=10)
        browser.get("/fysio/")
    practice.later(minutes=10)
    assert "Inloggen voor" in browser.get("/fysio/").text


def test_logging_out_ends_it_on_the_server(practice: Practice) -> None:
    browser = practice.physio()
    token = browser.client.cookies["rw_fysio"]
    browser.post("/fysio/uitloggen")
    browser.client.cookies.set("rw_fysio", token, path="/fysio")
    assert "Inloggen voor" in browser.get("/fysio/").text


def test_a_form_from_another_site_is_refused(practice: Practice) -> None:
    browser = practice.physio()
    browser.text = ""
    assert browser.post("/fysio/nieuw", alias="X", plan_id="standaard").status == 403
    browser.get("/fysio/nieuw")
    browser.client.headers["sec-fetch-site"] = "cross-site"
    assert browser.post("/fysio/nieuw", alias="X", plan_id="standaard").status == 403


def test_the_log_in_form_needs_its_own_token(practice: Practice) -> None:
    first = practice.account("fysio@example.nl")
    browser = practice.browser()
    browser.post("/fysio/inloggen", email="fysio@example.nl", wachtwoord=first)
    assert browser.status == 403


def test_cookies_are_hidden_from_scripts_and_secure_over_https(practice: Practice) -> None:
    reply = practice.browser().client.get("/fysio/inloggen")
    assert "httponly" in reply.headers["set-cookie"].lower()
    assert "samesite=lax" in reply.headers["set-cookie"].lower()
    practice.settings = type(practice.settings)(
        secret="s" * 32, engine_secret="e" * 32, public_url="https://rug.example.nl"
    )
    practice.__post_init__()
    reply = practice.browser().client.get("/fysio/inloggen")
    assert "; secure" in reply.headers["set-cookie"].lower()


def test_security_headers(practice: Practice) -> None:
    reply = practice.browser().client.get("/fysio/inloggen")
    assert "script-src" not in reply.headers["content-security-policy"]
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert reply.headers["cache-control"] == "no-store"


def test_a_flood_is_slowed_down(practice: Practice) -> None:
    client = practice.browser().client
    codes = [client.get("/fysio/inloggen").status_code for _ in range(130)]
    assert 429 in codes


def test_the_administrator_sees_no_patient(practice: Practice) -> None:
    practice.physio().enrol()
    admin = practice.physio("beheer@example.nl", ADMIN)
    assert "Accounts" in admin.text
    assert "Jan" not in admin.text
    assert admin.get("/fysio/").status == 403
    assert admin.get("/fysio/nieuw").status == 403


def test_a_physiotherapist_manages_no_accounts(practice: Practice) -> None:
    browser = practice.physio()
    assert browser.get("/fysio/beheer").status == 403
    browser.get("/fysio/")
    assert browser.post("/fysio/beheer", naam="X", email="x@example.nl", rol="beheer").status == 403


def test_the_administrator_adds_closes_and_resets(practice: Practice) -> None:
    admin = practice.physio("beheer@example.nl", ADMIN)
    admin.post("/fysio/beheer", naam="Nieuwe", email="n@example.nl", rol="fysio")
    first = admin.text.split('id="eerste">')[1].split("<")[0]
    new = practice.browser()
    new.first_login("n@example.nl", first)
    assert "Uw patiënten" in new.text
    ident = admin.text.split("/sluiten")[0].rsplit("/", 1)[1]
    admin.post(f"/fysio/beheer/{ident}/sluiten")
    assert "Inloggen voor" in new.get("/fysio/").text
    assert practice.browser().login("n@example.nl", PASSWORD).status == 401
    admin.post(f"/fysio/beheer/{ident}/openen")
    admin.post(f"/fysio/beheer/{ident}/wachtwoord")
    first = admin.text.split('id="eerste">')[1].split("<")[0]
    practice.later(minutes=1)
    assert "Kies een nieuw" in practice.browser().login("n@example.nl", first).text


def test_the_same_moment_gives_a_valid_code(practice: Practice) -> None:
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(practice.now)
    assert matching_step(secret, f"{code[:3]} {code[3:]}", practice.now) is not None
    practice.later(minutes=2)
    assert matching_step(secret, code, practice.now) is None
