"""The practice's administrator: accounts and the audit log; never a patient."""

from __future__ import annotations

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from rugwijzer.store.accounts import ADMIN, ROLES, Account, AuditEntry

from . import passwords, sessions
from .visit import Portal, Visit, go, route

_SHOWN = 200


def routes(portal: Portal) -> list[Route]:
    """The routes of the administrator."""
    return [
        route(portal, "/beheer", accounts, ADMIN),
        route(portal, "/beheer", add_account, ADMIN, "POST"),
        route(portal, "/beheer/{id}/sluiten", close_account, ADMIN, "POST"),
        route(portal, "/beheer/{id}/openen", open_account, ADMIN, "POST"),
        route(portal, "/beheer/{id}/wachtwoord", reset_account, ADMIN, "POST"),
    ]


def accounts(visit: Visit) -> Response:
    """All accounts and the last lines of the audit log."""
    return _page(visit)


def add_account(visit: Visit) -> Response:
    """A new account with a first password, shown once."""
    email, name = visit.form.get("email", "").strip(), visit.form.get("naam", "").strip()
    role = visit.form.get("rol", "")
    if "@" not in email or not 1 <= len(name) <= 60 or len(email) > 120 or role not in ROLES:
        return _page(visit, fout="Vul een naam, een e-mailadres en een rol in.", status=422)
    made = passwords.create(visit.session, email, name, role, visit.now)
    if made is None:
        return _page(visit, fout="Dit e-mailadres heeft al een account.", status=422)
    return _page(visit, nieuw=(name, made[1]))


def close_account(visit: Visit) -> Response:
    """Close an account and log it out everywhere; never the own one."""
    account = _account(visit)
    if account.id != visit.me.id:
        account.active = False
        sessions.end_all(visit.session, account.id)
    return go("/beheer")


def open_account(visit: Visit) -> Response:
    """Open a closed account again."""
    _account(visit).active = True
    return go("/beheer")


def reset_account(visit: Visit) -> Response:
    """A new first password, when somebody lost password or phone."""
    account = _account(visit)
    first = passwords.reset(account)
    sessions.end_all(visit.session, account.id)
    return _page(visit, nieuw=(visit.open(account.name), first))


def _account(visit: Visit) -> Account:
    found: Account | None = visit.session.get(Account, visit.request.path_params["id"])
    if found is None:
        raise HTTPException(404)
    return found


def _page(
    visit: Visit, nieuw: tuple[str, str] | None = None, fout: str = "", status: int = 200
) -> Response:
    visit.session.flush()
    rows = visit.session.execute(select(Account).order_by(Account.created_at)).scalars().all()
    names = {a.id: visit.open(a.name) for a in rows}
    listed = [
        {
            "id": a.id,
            "naam": names[a.id],
            "email": visit.open(a.email),
            "rol": a.role,
            "actief": a.active,
            "zelf": a.id == visit.me.id,
        }
        for a in rows
    ]
    entries = visit.session.execute(
        select(AuditEntry).order_by(AuditEntry.id.desc()).limit(_SHOWN)
    ).scalars()
    log = [
        (e.at, names.get(e.account_id, "-"), e.action, (e.course_id or "")[:8], e.detail)
        for e in entries
    ]
    return visit.page("beheer.html", status, accounts=listed, log=log, nieuw=nieuw, fout=fout)
