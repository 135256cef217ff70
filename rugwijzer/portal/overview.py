"""The physiotherapist's overview, sorted by who needs attention, and enrolling a patient."""

from __future__ import annotations

from sqlalchemy import select
from starlette.responses import Response
from starlette.routing import Route

from rugwijzer.followup import enrol
from rugwijzer.followup.enrol import EnrolError, Enrolment
from rugwijzer.settings import Settings
from rugwijzer.store.courses import EMAIL, ENDED, PAGE, WHATSAPP, Course

from . import views
from .visit import Portal, Visit, go, route

_CHANNELS = {
    EMAIL: "E-mail met een link",
    WHATSAPP: "WhatsApp met een link",
    PAGE: "Geen bericht, de patiënt opent zelf de pagina",
}


def routes(portal: Portal) -> list[Route]:
    """The routes of the overview."""
    return [
        route(portal, "/", show_overview),
        route(portal, "/nieuw", show_enrol),
        route(portal, "/nieuw", do_enrol, method="POST"),
    ]


def show_overview(visit: Visit) -> Response:
    """The own patients; those with an open alert on top, ended courses at the bottom."""
    courses = list(
        visit.session.execute(
            select(Course)
            .where(Course.account_id == visit.me.id)
            .order_by(Course.created_at.desc())
        ).scalars()
    )
    score = views.attention(visit.session, courses)
    plans = visit.portal.content.plans
    listed = []
    for course in sorted(courses, key=lambda c: (c.state == ENDED, -score[c.id][0])):
        rows = views.rows(visit.session, course, visit.portal.content)
        answered = [r for r in rows if r.answered]
        stopped = views.stopped(visit.session, course)
        listed.append(
            {
                "id": course.id,
                "alias": visit.open(course.alias),
                "plan": plans[course.plan_id].name if course.plan_id in plans else course.plan_id,
                "staat": "gestopt" if stopped else views.STATE_NAMES[course.state],
                "meldingen": score[course.id][1],
                "laatste": answered[-1].answered if answered else "",
                "pijn": answered[-1].pain if answered else None,
            }
        )
    late = views.behind(visit.session, visit.now)
    return visit.page("overzicht.html", trajecten=listed, achter=late)


def show_enrol(visit: Visit) -> Response:
    """The form for a new patient."""
    first = next(iter(_channels(visit.portal.settings)))
    return _form(visit, Enrolment("", "standaard", first), {})


def _channels(settings: Settings) -> dict[str, str]:
    """The channels that are switched on; what would never arrive is not offered."""
    on = {
        EMAIL: bool(settings.mail_from),
        WHATSAPP: bool(settings.whatsapp_phone_number_id or settings.twilio_account_sid),
        PAGE: True,
    }
    return {channel: name for channel, name in _CHANNELS.items() if on[channel]}


def do_enrol(visit: Visit) -> Response:
    """Enrol the patient, then show the link to give."""
    text = {k: v.strip() for k, v in visit.form.items()}
    wanted = Enrolment(
        alias=text.get("alias", ""),
        plan_id=text.get("plan_id", ""),
        channel=text.get("channel", ""),
        address=text.get("address", "")[:120],
        goal=text.get("goal", ""),
        activity=text.get("activity", ""),
        start_pain=_score(text.get("start_pain", "")),
        start_activity=_score(text.get("start_activity", "")),
    )
    try:
        wanted.check(visit.portal.content.plans)
        if wanted.channel not in _channels(visit.portal.settings):
            raise EnrolError({"channel": "Dit kanaal staat niet aan."})
        course = enrol.enrol(visit.session, visit.me.id, wanted, visit.now)
    except EnrolError as error:
        return _form(visit, wanted, error.problems, 422)
    visit.log("patient_aangemeld", course=course.id)
    return go(f"/traject/{course.id}")


def _form(visit: Visit, wanted: Enrolment, problems: dict[str, str], status: int = 200) -> Response:
    plans = visit.portal.content.plans.values()
    channels = _channels(visit.portal.settings)
    return visit.page(
        "nieuw.html", status, plannen=plans, kanalen=channels, w=wanted, fouten=problems
    )


def _score(raw: str) -> int | None:
    if not raw:
        return None
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 4 else -1
