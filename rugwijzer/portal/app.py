"""Builds the portal: an ASGI app of its own, mounted at /fysio in the gateway or in its own process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from rugwijzer.followup.content import Content, load_content
from rugwijzer.http.ratelimit import RateLimit
from rugwijzer.settings import Settings
from rugwijzer.store import Database
from rugwijzer.store.base import utcnow

from . import admin, course_pages, downloads, login, overview, patient_pages
from .headers import Headers
from .sessions import Limits
from .visit import Portal

HERE = Path(__file__).parent
_TEXTS = {
    403: ("Geen toegang", "Deze pagina is niet voor u."),
    404: ("Niet gevonden", "Deze pagina bestaat niet, of is niet van u."),
    405: ("Niet mogelijk", "Zo kan deze pagina niet worden gebruikt."),
    413: ("Te groot", "Dit formulier is te groot."),
}
_WRONG = ("Er ging iets mis", "Probeer het opnieuw. Dringende klachten? Bel uw huisarts of 112.")


def create_portal(
    settings: Settings,
    database: Database,
    content: Content | None = None,
    clock: Callable[[], datetime] = utcnow,
) -> Starlette:
    """The portal; `database` must be migrated. `clock` gives the present moment, for tests."""
    portal = Portal(
        settings=settings,
        database=database,
        content=content or load_content(settings.data_dir, settings.clock),
        templates=Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        ),
        clock=clock,
        limits=Limits(
            timedelta(seconds=settings.portal_idle_s), timedelta(seconds=settings.portal_session_s)
        ),
        # Hashing a password costs; ten a second from one address is more than people do.
        per_address=RateLimit(10, 100),
    )
    parts = (login, overview, course_pages, downloads, admin, patient_pages)
    routes = [route for part in parts for route in part.routes(portal)]

    async def on_error(_request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        heading, text = _TEXTS.get(status, _WRONG)
        page = portal.templates.get_template("fout.html")
        body = page.render(kop=heading, tekst=text, account=None, wie="", praktijk="", csrf="")
        return HTMLResponse(body, status, headers={"Cache-Control": "no-store"})

    return Starlette(
        routes=[*routes, Mount("/static", StaticFiles(directory=HERE / "static"))],
        middleware=[Middleware(Headers, secure=portal.secure)],
        exception_handlers={HTTPException: on_error, Exception: on_error},
    )
