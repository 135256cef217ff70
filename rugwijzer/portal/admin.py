"""The practice's administrator: accounts and the audit log; never a patient."""

from __future__ import annotations

from sqlalchemy import func, select, update
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from rugwijzer.store.accounts import ADMIN, PHYSIO, ROLES, Account, AuditEntry
from rugwijzer.store.courses import ENDED, Course

from . import passwords, sessions, views
from .visit import Portal, Visit, go, route

_SHOWN = 200
#: What the log calls a view or a change; a name that is missing here is shown as it is.
ACTIONS = {
    "show_overview": "overzicht bekeken",
    "show_enrol": "aanmeldformulier geopend",
    "do_enrol": "aanmeldformulier verstuurd",
    "patient_aangemeld": "patiënt aangemeld",
    "show_course": "patiënt bekeken",
    "acknowledge": "melding gezien",
    "add_note": "notitie gemaakt",
    "do_pause": "gepauzeerd",
    "do_resume": "verder na pauze",
    "new_link": "nieuwe link gemaakt",
    "do_end": "traject beëindigd",
    "show_erase": "wisformulier geopend",
    "do_erase": "wisformulier verstuurd",
    "patient_gewist": "patiënt gewist",
    "as_csv": "CSV gedownload",
    "as_pdf": "PDF gedownload",
    "as_fhir": "FHIR gedownload",
    "accounts": "beheer bekeken",
    "add_account": "account toegevoegd",
    "close_account": "account gesloten",
    "open_account": "account geopend",
    "reset_account": "nieuw wachtwoord gegeven",
    "hand_over": "patiënten overgedragen",
    "inloggen_mislukt": "inloggen mislukt",
    "code_mislukt": "code klopte niet",
    "ingelogd": "ingelogd",
    "uitgelogd": "uitgelogd",
    "wachtwoord_gewijzigd": "wachtwoord gewijzigd",
    "geweigerd": "geweigerd",
    "patient_akkoord": "patiënt ging akkoord",
    "patient_weigert": "patiënt wilde niet",
    "patient_antwoord": "patiënt antwoordde",
    "patient_slaat_over": "patiënt sloeg over",
    "patient_stop": "patiënt zei STOP",
    "patient_inzage": "patiënt downloadde eigen gegevens",
}


def routes(portal: Portal) -> list[Route]:
    """The routes of the administrator."""
    return [
        route(portal, "/beheer", accounts, ADMIN),
        route(portal, "/beheer", add_account, ADMIN, "POST"),
        route(portal, "/beheer/{id}/sluiten", close_account, ADMIN, "POST"),
        route(portal, "/beheer/{id}/openen", open_account, ADMIN, "POST"),
        route(portal, "/beheer/{id}/wachtwoord", reset_account, ADMIN, "POST"),
        route(portal, "/beheer/{id}/overdragen", hand_over, ADMIN, "POST"),
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
    """Close an account and log it out everywhere; never the own one, or one with patients."""
    account = _account(visit)
    if _running(visit).get(account.id):
        fault = "Draag eerst de patiënten over. Anders ziet niemand hun meldingen."
        return _page(visit, fout=fault, status=422)
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


def hand_over(visit: Visit) -> Response:
    """All patients of an account go to another physiotherapist; the administrator sees none of them."""
    old, new = _account(visit), visit.session.get(Account, visit.form.get("naar", ""))
    if new is None or new.id == old.id or new.role != PHYSIO or not new.active:
        return _page(visit, fout="Kies een andere fysiotherapeut.", status=422)
    visit.session.execute(
        update(Course)
        .where(Course.account_id == old.id)
        .values(account_id=new.id)
        .execution_options(synchronize_session=False)
    )
    return go("/beheer")


def _running(visit: Visit) -> dict[str, int]:
    """How many courses run, by account."""
    query = select(Course.account_id, func.count()).where(Course.state != ENDED)
    return dict(visit.session.execute(query.group_by(Course.account_id)).all())


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
    running = _running(visit)
    listed = [
        {
            "id": a.id,
            "naam": names[a.id],
            "email": visit.open(a.email),
            "rol": a.role,
            "actief": a.active,
            "patienten": running.get(a.id, 0),
            "overnemers": [
                (o.id, names[o.id]) for o in rows if o.id != a.id and o.active and o.role == PHYSIO
            ],
            "zelf": a.id == visit.me.id,
        }
        for a in rows
    ]
    entries = visit.session.execute(
        select(AuditEntry).order_by(AuditEntry.id.desc()).limit(_SHOWN)
    ).scalars()
    log = [
        (
            views.dutch(e.at, seconds=True),
            names.get(e.account_id, "-"),
            ACTIONS.get(e.action, e.action),
            (e.course_id or "")[:8],
            names.get(e.detail) or ACTIONS.get(e.detail, e.detail),
        )
        for e in entries
    ]
    return visit.page("beheer.html", status, accounts=listed, log=log, nieuw=nieuw, fout=fout)
