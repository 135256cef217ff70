"""The administrator's page: accounts, handing over patients, and the log."""

from __future__ import annotations

import re

from rugwijzer.portal.admin import ACTIONS
from rugwijzer.store.accounts import ADMIN

from .conftest import PASSWORD, Browser, Practice


def account_id(admin: Browser, name: str) -> str:
    """The id of an account, from its button on the administrator's page."""
    admin.get("/fysio/beheer")
    found = re.search(rf"/beheer/(\w+)/wachtwoord.+?van {name}<", admin.text)
    assert found
    return found.group(1)


def test_an_account_with_patients_is_closed_after_they_were_handed_over(
    practice: Practice,
) -> None:
    old, new = practice.physio("anna@example.nl"), practice.physio("bert@example.nl")
    admin = practice.physio("beheer@example.nl", ADMIN)
    page = old.enrol(alias="Jan")
    anna, bert = account_id(admin, "anna"), account_id(admin, "bert")
    assert admin.post(f"/fysio/beheer/{anna}/sluiten").status == 422
    assert "Draag eerst de patiënten over" in admin.text
    assert admin.post(f"/fysio/beheer/{anna}/overdragen", naar=anna).status == 422
    admin.post(f"/fysio/beheer/{anna}/overdragen", naar=bert)
    assert "Jan" not in admin.text
    assert old.get(page).status == 404
    assert "Jan" in new.get(page).text
    admin.post(f"/fysio/beheer/{anna}/sluiten")
    assert practice.browser().login("anna@example.nl", PASSWORD).status == 401


def test_patients_go_to_a_physiotherapist_only(practice: Practice) -> None:
    practice.physio("anna@example.nl").enrol()
    admin = practice.physio("beheer@example.nl", ADMIN)
    other = practice.physio("chef@example.nl", ADMIN)
    anna, chef = account_id(admin, "anna"), account_id(admin, "chef")
    assert admin.post(f"/fysio/beheer/{anna}/overdragen", naar=chef).status == 422
    assert other.post(f"/fysio/beheer/{anna}/overdragen", naar="0" * 32).status in (403, 422)


def test_the_log_says_in_dutch_who_did_what_to_whom(practice: Practice) -> None:
    physio = practice.physio("anna@example.nl")
    physio.get(physio.enrol())
    admin = practice.physio("beheer@example.nl", ADMIN)
    anna = account_id(admin, "anna")
    admin.post(f"/fysio/beheer/{anna}/sluiten")
    admin.post(f"/fysio/beheer/{anna}/wachtwoord")
    admin.get("/fysio/beheer")
    assert "<td>patiënt bekeken</td>" in admin.text
    assert "<td>nieuw wachtwoord gegeven: anna</td>" in admin.text
    assert "Jan" not in admin.text


def test_every_route_has_a_dutch_name_in_the_log(practice: Practice) -> None:
    portal = practice.app.routes[0].app  # type: ignore[attr-defined]
    handlers = {r.endpoint.__name__: r.path for r in portal.routes if hasattr(r, "endpoint")}
    logged = [
        name
        for name, path in handlers.items()
        if path in ("/", "/nieuw") or path.startswith(("/traject", "/beheer"))
    ]
    assert len(logged) > 15
    assert [name for name in logged if name not in ACTIONS] == []
    assert [action for action in practice.audit() if action not in ACTIONS] == []
