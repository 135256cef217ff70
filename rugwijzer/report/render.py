"""The report as Markdown, in plain Dutch for editors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from . import SMALLEST
from .counts import Figures, Step
from .groups import Group

_ROWS = 20
_ASKS = {
    "age": "leeftijd",
    "duration_days": "hoe lang de pijn er is",
    "pain_score": "pijncijfer",
    "temperature": "temperatuur",
    "confirm": "controlevraag",
}
Name = Callable[[str], str]


def few(count: int) -> str:
    """A count in fives, so that no small one follows from a difference either."""
    if 0 < count < SMALLEST:
        return f"minder dan {SMALLEST}"
    return str(SMALLEST * round(count / SMALLEST))


def render(
    first: date,
    last: date,
    figures: Figures,
    groups: Sequence[Group] | None,
    left_out: int,
    topic: Name,
    flag: Name,
) -> str:
    """The report; `groups` is None when the practice did not choose to see words."""
    parts = [
        f"# Weekbericht {_day(first)} tot en met {_day(last)}",
        "Voor wie de teksten van Rugwijzer bijhoudt. Alleen gesprekken op de website en de tablet. "
        f"Aantallen zijn afgerond op {SMALLEST}-tallen, zodat niemand te herkennen is.",
        f"Gesprekken: {few(figures.talks)}. Berichten van patiënten: {few(figures.turns)}. "
        f"Zonder antwoord: {few(figures.unanswered)}.",
        "## Vragen zonder antwoord",
        *_questions(groups, left_out),
        "## Onderwerpen die op elkaar lijken",
        *_offers(figures, topic),
        "## Vragenlijsten die niet af kwamen",
        *_questionnaires(figures, flag),
    ]
    return "\n\n".join(parts) + "\n"


def _questions(groups: Sequence[Group] | None, left_out: int) -> list[str]:
    if groups is None:
        return [
            "De woorden van patiënten staan niet in dit bericht. Dat is zo ingesteld "
            "(`RUGWIJZER_REPORT=cijfers`). Lees eerst docs/privacy.md als u dat wilt veranderen."
        ]
    lines = [
        f"Vragen die in ten minste {SMALLEST} gesprekken voorkwamen. Zeldzame woorden, namen en "
        "cijfers zijn weggelaten (…). Neem deze zinnen niet over in de voorbeelden van de assistent."
    ]
    for group in groups[:_ROWS]:
        words = ", ".join(group.shared) or "geen"
        examples = "".join(f"\n  - {example}" for example in group.examples)
        lines.append(f"- {few(group.talks)} gesprekken; woorden: {words}{examples}")
    if not groups:
        lines.append("Geen vraag kwam zo vaak voor.")
    lines.append(f"Gesprekken met alleen andere vragen zonder antwoord: {few(left_out)}.")
    return lines


def _offers(figures: Figures, topic: Name) -> list[str]:
    rows = sorted(figures.offers.values(), key=lambda o: -o.times)
    shown = [o for o in rows if o.times >= SMALLEST][:_ROWS]
    lines = [
        "De assistent twijfelde en liet de patiënt kiezen. Wordt er steeds hetzelfde gekozen? Geef "
        "dat onderwerp meer voorbeelden. Wordt er niets gekozen? Dan mist er misschien een onderwerp."
    ]
    if not shown:
        return [*lines, f"Geen keuze kwam in ten minste {SMALLEST} gesprekken voor."]
    table = ["| aangeboden | gesprekken | gekozen | niets gekozen |", "| --- | --- | --- | --- |"]
    for offer in shown:
        chosen = ", ".join(f"{topic(t)} ({few(n)})" for t, n in offer.chosen.most_common())
        names = " / ".join(topic(t) for t in offer.topics)
        table.append(f"| {names} | {few(offer.times)} | {chosen or '-'} | {few(offer.nothing)} |")
    return [*lines, "\n".join(table)]


def _questionnaires(figures: Figures, flag: Name) -> list[str]:
    found = figures.questionnaires
    lines = [
        f"Begonnen: {few(found.started)}. Af: {few(found.finished)}. Geëindigd met een advies om te "
        f"bellen: {few(found.alarmed)}. Gestopt met 'stop' of een andere vraag: "
        f"{few(found.stopped)}. Zomaar weg: {few(found.left)}."
    ]
    steps = [s for s in found.steps.values() if s.last and s.asked >= SMALLEST]
    if found.started < SMALLEST or not steps:
        return lines
    table = ["| laatste vraag | gesteld | hier gestopt |", "| --- | --- | --- |"]
    for step in sorted(steps, key=lambda s: -s.last):
        table.append(f"| {_step(step, flag)} | {few(step.asked)} | {few(step.last)} |")
    return [*lines, "Waar mensen stopten:", "\n".join(table)]


def _step(step: Step, flag: Name) -> str:
    named = ", ".join(flag(f) for f in step.flags)
    if step.asks == "red_flags":
        return named or "signalen"
    asks = _ASKS.get(step.asks, "andere vraag")
    return f"{asks}: {named}" if named else asks


def _day(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"
