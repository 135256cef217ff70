"""One patient's page: curves, answers, alerts, notes, and what can be done with the course."""

from __future__ import annotations

import segno
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from rugwijzer.followup import enrol, links, retention
from rugwijzer.followup.dispatch import path as personal_path
from rugwijzer.store.checkins import Alert
from rugwijzer.store.courses import Course, Note
from rugwijzer.store.trackers import Trackers

from . import charts, views
from .visit import Portal, Visit, go, route

_MAX_NOTE = 2000


def routes(portal: Portal) -> list[Route]:
    """The routes of one course."""
    base = "/traject/{course}"
    return [
        route(portal, base, show_course),
        route(portal, f"{base}/melding/{{alert:int}}", acknowledge, method="POST"),
        route(portal, f"{base}/notitie", add_note, method="POST"),
        route(portal, f"{base}/pauze", do_pause, method="POST"),
        route(portal, f"{base}/verder", do_resume, method="POST"),
        route(portal, f"{base}/link", new_link, method="POST"),
        route(portal, f"{base}/einde", do_end, method="POST"),
        route(portal, f"{base}/wissen", show_erase),
        route(portal, f"{base}/wissen", do_erase, method="POST"),
    ]


def pictures(visit: Visit, course: Course, rows: list[views.Row]) -> list[dict[str, object]]:
    """The charts of a course: heading, drawing, and the same in words."""
    plan = visit.portal.content.plans.get(course.plan_id)
    goal = plan.goal.low if plan and plan.goal else None
    pain = views.points(course, rows, "pain")
    activity = views.points(course, rows, "activity")
    walked = views.points(course, rows, "walked")
    drawn = [("Pijn (NRS, 0 tot 10)", charts.line("pijn", "Pijn", pain, 10), pain)]
    if any(p.value is not None for p in activity):
        name = f"Moeite met {visit.open(course.activity) or 'de activiteit'} (PSK, 0 tot 10)"
        drawn.append((name, charts.line("psk", "Moeite met de activiteit", activity, 10), activity))
    if any(p.value is not None for p in walked):
        name = "Wandeldagen in de laatste week"
        name += f" (de streeplijn is het doel: {goal})" if goal else ""
        drawn.append((name, charts.bars("wandelen", "Wandeldagen", walked, 7, goal), walked))
    return [
        {"kop": name, "svg": Markup(svg), "woorden": charts.in_words(points)}  # noqa: S704 (drawn here)
        for name, svg, points in drawn
        if any(p.value is not None for p in points)
    ]


def show_course(visit: Visit) -> Response:
    """Everything about one patient."""
    course = visit.course()
    content = visit.portal.content
    rows = views.rows(visit.session, course, content)
    plan = content.plans.get(course.plan_id)
    site = visit.portal.settings.site(str(visit.request.base_url))
    link = f"{site}{personal_path(visit.session, course)}"
    qr = segno.make(link, error="m").svg_inline(scale=4, border=2, omitsize=True)
    return visit.page(
        "traject.html",
        id=course.id,
        alias=visit.open(course.alias),
        doel=visit.open(course.goal),
        activiteit=visit.open(course.activity),
        plan=plan.name if plan else course.plan_id,
        kanaal=views.CHANNEL_NAMES[course.channel],
        staat=course.state,
        staatnaam=views.STATE_NAMES[course.state],
        gestopt=views.stopped(visit.session, course),
        begin=course.started_on,
        link=link,
        qr=Markup(qr),  # noqa: S704 (made here)
        start=(course.start_pain, course.start_activity),
        rijen=rows,
        vragen=content.questions.items,
        grafieken=pictures(visit, course, rows),
        meldingen=views.alerts(visit.session, course.id),
        notities=views.notes(visit.session, course.id),
    )


def acknowledge(visit: Visit) -> Response:
    """The physiotherapist has seen an alert."""
    course = visit.course()
    alert = visit.session.get(Alert, visit.request.path_params["alert"])
    if alert is None or alert.course_id != course.id:
        raise HTTPException(404)
    if alert.acknowledged_at is None:
        alert.acknowledged_at, alert.acknowledged_by = visit.now, visit.me.id
    return go(f"/traject/{course.id}")


def add_note(visit: Visit) -> Response:
    """A note on the course; an empty one is left out."""
    course = visit.course()
    text = visit.form.get("tekst", "").strip()[:_MAX_NOTE]
    if text:
        visit.session.add(
            Note(
                patient_id=course.patient_id,
                course_id=course.id,
                account_id=visit.me.id,
                text=visit.portal.database.vault.seal(text),
                at=visit.now,
            )
        )
    return go(f"/traject/{course.id}")


def do_pause(visit: Visit) -> Response:
    """No messages for a while."""
    course = visit.course()
    enrol.pause(course)
    return go(f"/traject/{course.id}")


def do_resume(visit: Visit) -> Response:
    """Messages again."""
    course = visit.course()
    enrol.resume(course)
    return go(f"/traject/{course.id}")


def new_link(visit: Visit) -> Response:
    """Replace the personal link; the old one stops working."""
    course = visit.course()
    links.replace(course)
    return go(f"/traject/{course.id}")


def do_end(visit: Visit) -> Response:
    """End the course."""
    course = visit.course()
    enrol.end(visit.session, course, visit.now)
    return go(f"/traject/{course.id}")


def show_erase(visit: Visit) -> Response:
    """Ask whether it must really go."""
    course = visit.course()
    return visit.page("wissen.html", id=course.id, alias=visit.open(course.alias), fout="")


def do_erase(visit: Visit) -> Response:
    """Erase the patient everywhere, after the alias was typed."""
    course = visit.course()
    alias = visit.open(course.alias)
    if visit.form.get("alias", "").strip() != alias:
        fault = "De schuilnaam klopt niet. Er is niets gewist."
        return visit.page("wissen.html", 422, id=course.id, alias=alias, fout=fault)
    trackers = Trackers(visit.portal.settings.tracker_url)
    retention.erase(visit.session, trackers, course.patient_id)
    visit.log("patient_gewist")
    return go("/")
