"""Downloads of one course: CSV, PDF and a FHIR bundle."""

from __future__ import annotations

import csv
import io

from starlette.responses import Response
from starlette.routing import Route

from rugwijzer.store.courses import Course

from . import fhir, pdf, views
from .visit import Portal, Visit, route

#: A cell that begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def routes(portal: Portal) -> list[Route]:
    """The routes of the downloads."""
    base = "/traject/{course}"
    return [
        route(portal, f"{base}/verloop.csv", as_csv),
        route(portal, f"{base}/verloop.pdf", as_pdf),
        route(portal, f"{base}/fhir.json", as_fhir),
    ]


def as_csv(visit: Visit) -> Response:
    """The course as a table."""
    course, rows = _read(visit)
    questions = visit.portal.content.questions.items
    words = [q for q in questions if q not in ("pijn", "activiteit", "wandelen")]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(
        ["moment", "staat", "gepland", "beantwoord", "pijn", "activiteit", "wandeldagen", *words]
    )
    if course.start_pain is not None or course.start_activity is not None:
        begin = [_cell(course.start_pain), _cell(course.start_activity)]
        writer.writerow(["Start", "", "", "", *begin, "", *("" for _ in words)])
    for row in rows:
        numbers = [_cell(row.pain), _cell(row.activity), _cell(row.walked)]
        rest = [_cell(row.rest.get(name)) for name in words]
        writer.writerow([row.name, row.state, row.due, row.answered, *numbers, *rest])
    # The mark in front lets a spreadsheet read the accents.
    return _file("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", "verloop.csv")


def as_pdf(visit: Visit) -> Response:
    """The course on paper."""
    course, rows = _read(visit)
    plan = visit.portal.content.plans.get(course.plan_id)
    report = pdf.Report(
        alias=visit.open(course.alias),
        plan=plan.name if plan else course.plan_id,
        goal=visit.open(course.goal),
        activity=visit.open(course.activity),
        made=views.dutch(visit.now),
        pain=views.points(course, rows, "pain"),
        function=views.points(course, rows, "activity"),
        rows=rows,
        alerts=views.alerts(visit.session, course.id),
    )
    return _file(pdf.render(report), "application/pdf", "verloop.pdf")


def as_fhir(visit: Visit) -> Response:
    """The answers as FHIR."""
    course, rows = _read(visit)
    body = fhir.bundle(
        course.id,
        visit.open(course.activity),
        [r for r in rows if r.answered],
        visit.portal.content.questions,
        visit.now,
    )
    return _file(body, "application/fhir+json", "fhir.json")


def _read(visit: Visit) -> tuple[Course, list[views.Row]]:
    course = visit.course()
    return course, views.rows(visit.session, course, visit.portal.content)


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _file(body: str | bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=media_type, headers=headers)
