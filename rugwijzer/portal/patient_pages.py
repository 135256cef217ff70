"""The patient's own page behind the personal link: agree, answer, see the curve, stop."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from rugwijzer.followup import enrol, links, record
from rugwijzer.followup.answers import FormError, from_form
from rugwijzer.followup.record import NotOpen, Outcome
from rugwijzer.store import subject
from rugwijzer.store.checkins import CheckIn
from rugwijzer.store.courses import PAGE, WHATSAPP, Course
from rugwijzer.store.trackers import Trackers

from . import views
from .course_pages import pictures
from .visit import ANYBODY, PATIENT, Portal, Visit, drop_cookie, go, route, set_cookie

#: After this long the patient opens the link again.
_COOKIE_S = 1800
#: So long after the answers the page says that they were kept, and what they mean for the patient.
_JUST_NOW, _ADVICE = timedelta(minutes=15), timedelta(days=2)


def routes(portal: Portal) -> list[Route]:
    """The patient's routes."""
    return [
        route(portal, "/p/{token}", follow_link, ANYBODY),
        route(portal, "/mijn", show_own, ANYBODY),
        route(portal, "/mijn/akkoord", agree, ANYBODY, "POST"),
        route(portal, "/mijn/nee", disagree, ANYBODY, "POST"),
        route(portal, "/mijn/antwoord", answer, ANYBODY, "POST"),
        route(portal, "/mijn/niet-nu", not_now, ANYBODY, "POST"),
        route(portal, "/mijn/stop", stop, ANYBODY, "POST"),
        route(portal, "/mijn/gegevens", own_data, ANYBODY, "POST"),
    ]


def follow_link(visit: Visit) -> Response:
    """Swap the link for a cookie, so that it stays out of the address bar."""
    token = visit.request.path_params["token"]
    if links.find(visit.session, token) is None:
        return _gone(visit)
    response = go("/mijn")
    set_cookie(response, visit.portal, PATIENT, token, _COOKIE_S)
    return response


def show_own(visit: Visit) -> Response:
    """The invitation, or the questions that are open or the own curve, under an advice that holds."""
    course = _course(visit)
    if course is None:
        return _gone(visit)
    plan = visit.portal.content.plans.get(course.plan_id)
    if plan is None:
        return _curve(visit, course)
    if links.is_invitation(course):
        days = visit.portal.settings.followup_keep_days
        kind = _message_kind(visit, course)
        return visit.page("uitnodiging.html", plan=plan, dagen=days, bericht=kind)
    checkin = record.open_checkin(visit.session, course.id)
    return _questions(visit, course, checkin, {}) if checkin else _curve(visit, course)


def agree(visit: Visit) -> Response:
    """The patient agrees."""
    course = _need(visit)
    plan = visit.portal.content.plans.get(course.plan_id)
    if plan is not None and enrol.opt_in(visit.session, course, plan, visit.now):
        visit.log("patient_akkoord", course=course.id)
    return go("/mijn")


def disagree(visit: Visit) -> Response:
    """The patient does not agree."""
    course = _need(visit)
    if links.is_invitation(course):
        enrol.refuse(visit.session, course, visit.now)
        visit.log("patient_weigert", course=course.id)
    return _goodbye(visit)


def answer(visit: Visit) -> Response:
    """Take the answers; what they mean is on the page that follows, also when it is loaded again."""
    course = _need(visit)
    checkin = record.open_checkin(visit.session, course.id)
    content = visit.portal.content
    plan = content.plans.get(course.plan_id)
    if plan is None or checkin is None or checkin.id != visit.form.get("checkin"):
        return go("/mijn")
    try:
        given = from_form(visit.form, plan.questions, content.questions)
        record.record(visit.session, checkin.id, given, "pagina", content, visit.now)
    except FormError as error:
        return _questions(visit, course, checkin, error.problems, 422)
    except NotOpen:
        return go("/mijn")
    visit.log("patient_antwoord", course=course.id)
    return go("/mijn")


def not_now(visit: Visit) -> Response:
    """The patient skips this time."""
    course = _need(visit)
    checkin = record.open_checkin(visit.session, course.id)
    if checkin is not None and checkin.id == visit.form.get("checkin"):
        try:
            record.decline(visit.session, checkin.id, visit.now)
        except NotOpen:
            return go("/mijn")
        visit.log("patient_slaat_over", course=course.id)
    return _curve(
        visit, course, melding=visit.portal.content.questions.texts["gesprek"]["geweigerd"]
    )


def stop(visit: Visit) -> Response:
    """The patient's STOP."""
    course = _need(visit)
    enrol.stop(visit.session, course, visit.now)
    visit.log("patient_stop", course=course.id)
    return _goodbye(visit)


def own_data(visit: Visit) -> Response:
    """Everything that is kept of the patient, as a file."""
    course = _need(visit)
    visit.log("patient_inzage", course=course.id)
    trackers = Trackers(visit.portal.settings.tracker_url)
    body = subject.as_file(visit.session, trackers, course.patient_id)
    headers = {"Content-Disposition": 'attachment; filename="mijn-gegevens.json"'}
    return Response(body, media_type="application/json", headers=headers)


def _message_kind(visit: Visit, course: Course) -> str:
    """What a message holds, as the patient agrees to it: 'geen', 'link', or a 'gesprek' in WhatsApp."""
    if course.channel == PAGE:
        return "geen"
    talks = course.channel == WHATSAPP and not visit.portal.settings.followup_off_whatsapp
    return "gesprek" if talks else "link"


def _course(visit: Visit) -> Course | None:
    return links.find(visit.session, visit.token)


def _need(visit: Visit) -> Course:
    course = _course(visit)
    if course is None:
        raise HTTPException(404)
    return course


def _questions(
    visit: Visit, course: Course, checkin: CheckIn, problems: dict[str, str], status: int = 200
) -> Response:
    content = visit.portal.content
    plan = content.plans[course.plan_id]  # both callers know that it is there
    activity = visit.open(course.activity)
    asked = [
        {"v": content.questions.items[name], "tekst": content.questions.items[name].words(activity)}
        for name in plan.questions
    ]
    values = {"checkin": checkin.id, "vragen": asked, "fouten": problems, "gegeven": visit.form}
    latest = record.latest(visit.session, course, content)
    return visit.page("vragen.html", status, **values, **_advice(visit, latest))


def _curve(visit: Visit, course: Course, melding: str = "") -> Response:
    """The own course, under what to do about a signal in the latest answers."""
    content = visit.portal.content
    rows = views.rows(visit.session, course, content)
    latest = record.latest(visit.session, course, content)
    if latest is not None and visit.now - latest[0] < _JUST_NOW:
        melding = melding or content.questions.texts["gesprek"]["klaar"]
    return visit.page(
        "mijn.html",
        melding=melding,
        woorden=latest[1].words if latest else [],
        grafieken=pictures(visit, course, rows),
        rijen=views.table(course, rows),
        **_advice(visit, latest),
    )


def _advice(visit: Visit, latest: tuple[datetime, Outcome] | None) -> dict[str, Any]:
    """What `_advies.html` shows for two days after answers with a signal; `advies` is empty otherwise."""
    if latest is None or not latest[1].flags or visit.now - latest[0] >= _ADVICE:
        return {"advies": []}
    at, outcome = latest
    return {
        "advies": _paragraphs(visit, outcome),
        "dringend": outcome.urgent,
        "wanneer": views.dutch(at),
    }


def _paragraphs(visit: Visit, outcome: Outcome) -> list[str]:
    """The text of the level."""
    levels, settings = visit.portal.content.levels, visit.portal.settings
    text = levels.text(
        outcome.level, outcome.flags, "website", settings.phones, either=outcome.either
    )
    return ([levels.conditional] if outcome.unsure else []) + text.split("\n\n")


def _goodbye(visit: Visit) -> Response:
    text = (
        "U krijgt geen berichten meer van ons. Wilt u later toch weer meedoen? "
        "Vraag het uw fysiotherapeut. Wordt uw rugpijn erger? Bel dan uw huisarts. "
        "Bij levensgevaar: bel 112."
    )
    response = visit.page("fout.html", kop="U bent gestopt", tekst=text)
    drop_cookie(response, visit.portal, PATIENT)
    return response


def _gone(visit: Visit) -> Response:
    text = (
        "Deze link werkt niet (meer). Open de link uit uw laatste bericht, of vraag uw "
        "fysiotherapeut om een nieuwe. Dringende klachten? Bel uw huisarts, bij levensgevaar 112."
    )
    return visit.page("fout.html", 404, kop="Link verlopen", tekst=text)
