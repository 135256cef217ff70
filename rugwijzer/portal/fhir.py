"""A course as a FHIR bundle of QuestionnaireResponses and Observations, checked by fhir.resources.

The models are those of R4B; of the resources used here R4B changed nothing against R4 (4.0.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from fhir.resources.R4B.bundle import Bundle

from rugwijzer.followup.questions import Question, Questions

from .views import Row

_SYSTEM = "urn:rugwijzer:traject"
#: LOINC 72514-3: pain severity, 0-10 verbal numeric rating. For PSK and walking days LOINC has no code.
_PAIN = [{"system": "http://loinc.org", "code": "72514-3"}]
_MEASURES = (
    ("pijn", "pain", "Pijn (NRS 0-10)", "{score}"),
    ("activiteit", "activity", "Patiënt Specifieke Klachten (0-10)", "{score}"),
    ("wandelen", "walked", "Wandeldagen in de laatste week", "d"),
)


def bundle(
    course_id: str, activity: str, rows: Sequence[Row], questions: Questions, now: datetime
) -> str:
    """The bundle as JSON; the patient is named by the course's opaque id only."""
    patient = {"identifier": {"system": _SYSTEM, "value": course_id}}
    resources: list[dict[str, Any]] = []
    for row in rows:
        resources.append(_response(row, patient, activity, questions))
        resources += _observations(row, patient)
    raw = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": now.isoformat(),
        "entry": [{"resource": r, "fullUrl": f"urn:rugwijzer:{r['id']}"} for r in resources]
        or None,
    }
    return str(Bundle.parse_obj({k: v for k, v in raw.items() if v is not None}).json(indent=1))


def _response(
    row: Row, patient: dict[str, Any], activity: str, questions: Questions
) -> dict[str, Any]:
    given = {"pijn": row.pain, "activiteit": row.activity, "wandelen": row.walked, **row.rest}
    items = [
        {
            "linkId": name,
            "text": questions.items[name].words(activity),
            "answer": [_answer(questions.items[name], value)],
        }
        for name, value in given.items()
        if value is not None and name in questions.items
    ]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": f"antwoord-{row.id}",
        "status": "completed",
        "subject": patient,
        "authored": _at(row),
        "item": items,
    }


def _answer(question: Question, value: Any) -> dict[str, Any]:
    if isinstance(value, int):
        return {"valueInteger": value}
    return {"valueString": question.choices.get(value, value)}


def _observations(row: Row, patient: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, field, text, unit in _MEASURES:
        value = getattr(row, field)
        if value is None:
            continue
        code: dict[str, Any] = {"text": text}
        if name == "pijn":
            code["coding"] = _PAIN
        yield {
            "resourceType": "Observation",
            "id": f"{name}-{row.id}",
            "status": "final",
            "category": [
                {
                    "coding": [
                        {
                            "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                            "code": "survey",
                        }
                    ]
                }
            ],
            "code": code,
            "subject": patient,
            "effectiveDateTime": _at(row),
            "valueQuantity": {
                "value": value,
                "system": "http://unitsofmeasure.org",
                "code": unit,
                "unit": "dagen" if unit == "d" else "score",
            },
            "derivedFrom": [{"reference": f"urn:rugwijzer:antwoord-{row.id}"}],
        }


def _at(row: Row) -> str:
    return row.answered_at.isoformat() if row.answered_at else ""
