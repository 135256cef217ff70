"""Logging in: password, a new password the first time, and the one-time code."""

from __future__ import annotations

import pyotp
import segno
from markupsafe import Markup
from starlette.responses import Response
from starlette.routing import Route

from rugwijzer.store.accounts import ADMIN, Account

from . import passwords, sessions
from .visit import (
    ANYBODY,
    COOKIE,
    HALFWAY,
    Portal,
    Visit,
    drop_cookie,
    go,
    route,
    set_cookie,
)

_WRONG = (
    "E-mailadres of wachtwoord klopt niet, of er is te vaak geprobeerd. Wacht dan een kwartier."
)
_WRONG_CODE = "Deze code klopt niet of is al gebruikt. Wacht op de volgende code."


def routes(portal: Portal) -> list[Route]:
    """The routes of logging in and out."""
    return [
        route(portal, "/inloggen", show_login, ANYBODY),
        route(portal, "/inloggen", do_login, ANYBODY, "POST"),
        route(portal, "/wachtwoord", show_password, HALFWAY),
        route(portal, "/wachtwoord", do_password, HALFWAY, "POST"),
        route(portal, "/code", show_code, HALFWAY),
        route(portal, "/code", do_code, HALFWAY, "POST"),
        route(portal, "/uitloggen", do_logout, HALFWAY, "POST"),
    ]


def show_login(visit: Visit) -> Response:
    """The form."""
    return visit.page("inloggen.html", fout="")


def do_login(visit: Visit) -> Response:
    """Check the password; the log-in is half until the code."""
    email, given = visit.form.get("email", ""), visit.form.get("wachtwoord", "")
    account = passwords.check_password(visit.session, email, given, visit.now)
    if account is None:
        visit.log("inloggen_mislukt")
        return visit.page("inloggen.html", 401, fout=_WRONG)
    token = sessions.begin(visit.session, account, sessions.PASSWORD, visit.now)
    response = go("/wachtwoord" if account.must_change else "/code")
    set_cookie(response, visit.portal, COOKIE, token, visit.portal.settings.portal_session_s)
    return response


def show_password(visit: Visit) -> Response:
    """The form for a new password."""
    return visit.page("wachtwoord.html", fout="", lengte=passwords.MIN_LENGTH)


def do_password(visit: Visit) -> Response:
    """Set the new password; only the first time, or when logged in completely."""
    row = sessions.find(visit.session, visit.token, visit.portal.limits, visit.now)
    if row is None or not (visit.me.must_change or row[0].stage == sessions.FULL):
        return go("/code")
    new, again = visit.form.get("nieuw", ""), visit.form.get("nogmaals", "")
    fault = "De twee wachtwoorden zijn niet gelijk." if new != again else None
    fault = fault or passwords.change(visit.me, new)
    if fault:
        return visit.page("wachtwoord.html", 422, fout=fault, lengte=passwords.MIN_LENGTH)
    visit.log("wachtwoord_gewijzigd")
    return go("/code")


def show_code(visit: Visit, fault: str = "", status: int = 200) -> Response:
    """Ask for the one-time code; the first time with the QR code for the phone."""
    account = visit.me
    if account.must_change:
        return go("/wachtwoord")
    if account.totp_secret is None or account.totp_step == 0:
        secret = visit.open(account.totp_secret) or _new_secret(visit, account)
        uri = pyotp.TOTP(secret).provisioning_uri(
            name=visit.open(account.email), issuer_name="Rugwijzer"
        )
        qr = segno.make(uri, error="m").svg_inline(scale=4, border=2, omitsize=True)
        return visit.page("code.html", status, fout=fault, sleutel=secret, qr=Markup(qr))  # noqa: S704 (made here)
    return visit.page("code.html", status, fout=fault, sleutel="", qr="")


def do_code(visit: Visit) -> Response:
    """Check the code; then the log-in is whole, under a new token."""
    account = visit.me
    if account.must_change:
        return go("/wachtwoord")
    if not passwords.check_code(visit.session, account, visit.form.get("code", ""), visit.now):
        visit.log("code_mislukt")
        return show_code(visit, _WRONG_CODE, 401)
    sessions.end(visit.session, visit.token)
    token = sessions.begin(visit.session, account, sessions.FULL, visit.now)
    visit.log("ingelogd")
    response = go("/beheer" if account.role == ADMIN else "")
    set_cookie(response, visit.portal, COOKIE, token, visit.portal.settings.portal_session_s)
    return response


def do_logout(visit: Visit) -> Response:
    """End the log-in."""
    sessions.end(visit.session, visit.token)
    visit.log("uitgelogd")
    response = go("/inloggen")
    drop_cookie(response, visit.portal, COOKIE)
    return response


def _new_secret(visit: Visit, account: Account) -> str:
    secret = pyotp.random_base32()
    account.totp_secret = visit.portal.database.vault.seal(secret)
    visit.session.flush()
    return secret
