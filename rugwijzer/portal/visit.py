"""One request in the portal: who asks, in which transaction, with which form, and what is logged.

Every route goes through `route`, so none can forget a check: rate, size, log-in, role, CSRF, audit.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jinja2 import Environment
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from rugwijzer.followup.content import Content
from rugwijzer.http.errors import ApiError
from rugwijzer.http.ratelimit import RateLimit, network
from rugwijzer.settings import Settings
from rugwijzer.store import Database
from rugwijzer.store.accounts import PHYSIO, Account, AuditEntry
from rugwijzer.store.courses import Course

from . import sessions

COOKIE, BEFORE, PATIENT = "rw_fysio", "rw_voor", "rw_mijn"
PREFIX = "/fysio"
_MAX_FIELDS = 60
_MAX_BODY = 64 * 1024
#: Who may use a route: anybody, who gave a password, or who is logged in with a role.
ANYBODY, HALFWAY = "iedereen", "halverwege"


@dataclass(frozen=True)
class Portal:
    """The parts that every visit uses."""

    settings: Settings
    database: Database
    content: Content
    templates: Environment
    clock: Callable[[], datetime]
    limits: sessions.Limits
    per_address: RateLimit

    @property
    def secure(self) -> bool:
        """Whether cookies go over HTTPS only."""
        https = self.settings.public_url.startswith("https://")
        return self.settings.env == "production" or https


@dataclass
class Visit:
    """A request that passed the checks."""

    portal: Portal
    request: Request
    session: Session
    now: datetime
    token: str
    form: Mapping[str, str] = field(default_factory=dict)
    account: Account | None = None

    @property
    def me(self) -> Account:
        """The account; raises 403 for a route that has none."""
        if self.account is None:
            raise HTTPException(403)
        return self.account

    def course(self) -> Course:
        """The course of the path, when it is the visitor's own; raises 404, which tells nothing."""
        found: Course | None = self.session.get(Course, self.request.path_params["course"])
        if found is None or found.account_id != self.me.id:
            raise HTTPException(404)
        return found

    def open(self, sealed: bytes | None) -> str:
        """Decrypt a column; empty for None."""
        return self.portal.database.vault.open(sealed) if sealed else ""

    def page(self, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A template with what every page needs."""
        values |= {
            "csrf": sessions.csrf(self.portal.settings.secret, self.token),
            "account": self.account,
            "praktijk": self.portal.settings.praktijk_naam,
            "wie": self.open(self.account.name) if self.account else "",
        }
        return HTMLResponse(self.portal.templates.get_template(name).render(**values), status)

    def log(self, action: str, detail: str = "", course: str | None = None) -> None:
        """A line in the audit log: never a name, never what was said."""
        path = self.request.path_params.get("course")
        self.session.add(
            AuditEntry(
                at=self.now,
                account_id=self.account.id if self.account else None,
                action=action,
                course_id=course or path,
                detail=detail,
            )
        )


def go(path: str) -> RedirectResponse:
    """On to another page of the portal, as a GET."""
    return RedirectResponse(f"{PREFIX}{path}", 303)


def set_cookie(response: Response, portal: Portal, name: str, value: str, seconds: int) -> None:
    """A cookie that scripts and other sites cannot use."""
    response.set_cookie(
        name, value, seconds, path=PREFIX, secure=portal.secure, httponly=True, samesite="lax"
    )


def drop_cookie(response: Response, portal: Portal, name: str) -> None:
    """Let the browser forget a cookie; with the same flags, or it may refuse to."""
    response.delete_cookie(name, path=PREFIX, secure=portal.secure, httponly=True, samesite="lax")


def route(
    portal: Portal,
    path: str,
    handle: Callable[[Visit], Response],
    who: str = PHYSIO,
    method: str = "GET",
) -> Route:
    """A route: `who` is ANYBODY, HALFWAY or a role; a POST needs the form's own token."""

    async def endpoint(request: Request) -> Response:
        client = network(request.client.host if request.client else None)
        try:
            portal.per_address.take(client)
        except ApiError as error:
            return HTMLResponse(error.message, error.status, headers=error.headers)
        form = await _form(request) if method == "POST" else {}
        return await run_in_threadpool(_run, portal, request, form, handle, who)

    endpoint.__name__ = handle.__name__
    return Route(path, endpoint, methods=[method])


def _run(
    portal: Portal,
    request: Request,
    form: Mapping[str, str],
    handle: Callable[[Visit], Response],
    who: str,
) -> Response:
    now = portal.clock()
    cookie = {ANYBODY: BEFORE}.get(who, COOKIE)
    token = (
        request.cookies.get(PATIENT) or ""
        if _of_patient(request)
        else request.cookies.get(cookie) or ""
    )
    fresh = not token and who == ANYBODY
    token = secrets.token_urlsafe(32) if fresh else token
    with portal.database.begin() as session:
        visit = Visit(portal, request, session, now, token, form)
        response = _answer(visit, handle, who, fresh)
    if response is None:
        raise HTTPException(404)
    if fresh and not _of_patient(request):
        set_cookie(response, portal, BEFORE, token, 3600)
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(
    visit: Visit, handle: Callable[[Visit], Response], who: str, fresh: bool
) -> Response | None:
    """The page, or a refusal; None when what was asked for does not exist for this visitor."""
    if who != ANYBODY:
        refusal = _log_in(visit, who)
        if refusal is not None:
            return refusal
    if visit.request.method == "POST" and (fresh or not _own_form(visit)):
        return visit.page("fout.html", 403, kop="Dit formulier is verlopen", tekst=_EXPIRED)
    try:
        with visit.session.begin_nested():
            response = handle(visit)
    except HTTPException:
        # What was changed is undone, the attempt stays in the log.
        visit.log("geweigerd", handle.__name__)
        return None
    if visit.account is not None and who != HALFWAY:
        path = visit.request.path_params
        visit.log(handle.__name__, str(path.get("alert") or path.get("id") or "")[:80])
    return response


_EXPIRED = "Ga terug, laad de pagina opnieuw en probeer het nog een keer."


def _log_in(visit: Visit, who: str) -> Response | None:
    """Find the log-in of the cookie; a response when this visitor may not go on."""
    found = sessions.find(visit.session, visit.token, visit.portal.limits, visit.now)
    if found is None:
        return go("/inloggen")
    row, visit.account = found
    if who == HALFWAY:
        return None
    if row.stage != sessions.FULL:
        return go("/inloggen")
    if visit.account.role != who:
        visit.log("geweigerd", who)
        return visit.page("fout.html", 403, kop="Geen toegang", tekst="Deze pagina is niet voor u.")
    return None


def _of_patient(request: Request) -> bool:
    return request.url.path.startswith(f"{PREFIX}/mijn")


def _own_form(visit: Visit) -> bool:
    if visit.request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    right = sessions.csrf(visit.portal.settings.secret, visit.token)
    return hmac.compare_digest(visit.form.get("csrf", "").encode(), right.encode())


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form as text; files and floods are refused."""
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > _MAX_BODY:
        raise HTTPException(413)
    async with request.form(max_files=0, max_fields=_MAX_FIELDS) as form:
        return {key: value for key, value in form.items() if isinstance(value, str)}
