"""The course of one patient on paper: curves and a table, made with reportlab."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.graphics.charts.linecharts import HorizontalLineChart
from reportlab.graphics.shapes import Drawing
from reportlab.graphics.widgets.markers import makeMarker
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import StyleSheet1, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from .charts import Point
from .views import Row, Signal

#: Both come with reportlab.
_FONT, _BOLD = "Vera", "VeraBd"
_HEAD = ("Moment", "Staat", "Beantwoord", "Pijn", "Moeite", "Wandeldagen")


@dataclass(frozen=True)
class Report:
    """What stands in the document."""

    alias: str
    plan: str
    goal: str
    activity: str
    made: str
    pain: Sequence[Point]
    function: Sequence[Point]
    rows: Sequence[Row]
    alerts: Sequence[Signal]


def render(report: Report) -> bytes:
    """The PDF."""
    styles = _styles()
    story: list[Flowable] = [
        Paragraph(f"Verloop van {escape(report.alias)}", styles["Title"]),
        Paragraph(f"Plan: {escape(report.plan)}. Gemaakt op {report.made}.", styles["Normal"]),
    ]
    for name, text in (("Doel", report.goal), ("Activiteit", report.activity)):
        if text:
            story.append(Paragraph(f"{name}: {escape(text)}", styles["Normal"]))
    for name, points in (
        ("Pijn (NRS, 0 tot 10)", report.pain),
        ("Moeite met de activiteit (PSK, 0 tot 10)", report.function),
    ):
        known = [p for p in points if p.value is not None]
        if known:
            story += [Paragraph(name, styles["Heading2"]), _curve(known)]
    story += [Paragraph("Metingen", styles["Heading2"]), _table(report.rows)]
    if report.alerts:
        story.append(Paragraph("Meldingen", styles["Heading2"]))
        for alert in report.alerts:
            seen = f"gezien {alert.acknowledged}" if alert.acknowledged else "nog niet gezien"
            line = f"{alert.at}: {alert.name}. {alert.detail} ({seen})"
            story.append(Paragraph(escape(line), styles["Normal"]))
    story += [
        Spacer(1, 6 * mm),
        Paragraph(
            "NRS en PSK zoals de patiënt ze zelf invulde. Dit is geen diagnose.", styles["Italic"]
        ),
    ]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, title="Verloop", author="Rugwijzer", lang="nl").build(story)
    return out.getvalue()


def _styles() -> StyleSheet1:
    """The sample styles in Vera, which has the letters of Turkish and most Polish names."""
    styles = getSampleStyleSheet()
    fonts = {"Title": _BOLD, "Heading2": _BOLD, "Normal": _FONT, "Italic": _FONT}
    for name in (_FONT, _BOLD):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    for style, font in fonts.items():
        styles[style].fontName = font
    return styles


def _curve(points: Sequence[Point]) -> Drawing:
    drawing = Drawing(160 * mm, 55 * mm)
    chart = HorizontalLineChart()
    chart.x, chart.y, chart.width, chart.height = 8 * mm, 10 * mm, 145 * mm, 40 * mm
    chart.data = [[p.value for p in points]]
    chart.categoryAxis.categoryNames = [p.label for p in points]
    chart.valueAxis.valueMin, chart.valueAxis.valueMax, chart.valueAxis.valueStep = 0, 10, 2
    chart.lines[0].strokeColor = colors.HexColor("#0b5b73")
    chart.lines[0].strokeWidth = 2
    chart.lines[0].symbol = makeMarker("Circle")
    chart.lineLabelFormat = "%d"
    drawing.add(chart)
    return drawing


def _table(rows: Sequence[Row]) -> Table:
    numbers = [("" if v is None else str(v) for v in (r.pain, r.activity, r.walked)) for r in rows]
    body = [(r.name, r.state, r.answered, *n) for r, n in zip(rows, numbers)]
    table = Table([_HEAD, *body], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
                ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#e3eef1")),
                ("FONTNAME", (0, 0), (-1, -1), _FONT),
                ("FONTNAME", (0, 0), (-1, 0), _BOLD),
                ("FONTSIZE", (0, 0), (-1, -1), 9),
            ]
        )
    )
    return table
