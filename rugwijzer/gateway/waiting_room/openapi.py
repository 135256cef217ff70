"""The waiting room's part of the description: tablet, phone and desk."""

from __future__ import annotations

from typing import Any

from rugwijzer.knowledge.contract import LEVELS

from ..openapi_parts import errors, fields, operation, ref, takes
from .desk_api import COOKIE
from .summary import ANSWERS, MAX_ITEMS, MAX_NAME, MAX_QUESTION, MAX_WORDS

SECURITY = {"desk": {"type": "apiKey", "in": "cookie", "name": COOKIE}}
_SESSION: dict[str, Any] = {"security": [{"session": []}]}
_DESK: dict[str, Any] = {"security": [{"desk": []}]}
_TEXT = {"type": "string", "minLength": 1}
_NAMES = {"type": "array", "items": _TEXT}
_URL = {"type": "string", "format": "uri"}


def _empty(ident: str, summary: str, *codes: int) -> dict[str, Any]:
    responses: dict[str, Any] = {"204": {"description": "Done"}}
    return {"operationId": ident, "summary": summary, "responses": responses | errors(*codes)}


def _alert(ident: str) -> dict[str, Any]:
    return {"name": ident, "in": "path", "required": True, "schema": {"type": "string"}}


PATHS: dict[str, Any] = {
    "/api/v1/sessions": {
        "delete": _empty("endSession", "End the session and erase its conversation", 401, 429, 500)
        | _SESSION
    },
    "/api/v1/presence": {
        "post": _empty("presence", "A tablet is in use", 400, 401, 413, 429, 500)
        | takes("Presence")
        | _SESSION
    },
    "/api/v1/themes": {
        "get": operation("themes", "Questions to tap, by theme", "200", "Themes", 429, 500)
    },
    "/api/v1/handover": {
        "post": operation(
            "handOver",
            "A link with which a phone goes on with the tablet's conversation",
            *("201", "Handover"),
            *(400, 401, 429, 500),
        )
        | _SESSION
    },
    "/api/v1/handover/open": {
        "post": operation(
            "takeOver",
            "A new session that continues the conversation; works once and ends the tablet's",
            *("200", "TakenOver"),
            *(400, 410, 413, 429, 500),
        )
        | takes("Token")
    },
    "/api/v1/summary": {
        "post": operation(
            "keepSummary",
            "A link that carries the summary to the patient's own phone",
            *("201", "KeptSummary"),
            *(400, 401, 413, 429, 500),
        )
        | takes("NewSummary")
        | _SESSION
    },
    "/api/v1/summary/open": {
        "post": operation(
            "openSummary",
            "The summary behind a link; works once",
            *("200", "OpenedSummary"),
            *(400, 410, 413, 429, 500),
        )
        | takes("Token")
    },
    "/api/v1/desk/session": {
        "post": _empty("deskLogIn", "The desk's password for a cookie", 400, 401, 403, 429, 500)
        | takes("Password"),
        "delete": _empty("deskLogOut", "The cookie counts no more", 500),
    },
    "/api/v1/desk/stream": {
        "get": {
            "operationId": "deskStream",
            "summary": "The open alerts (event `alerts`), then each `alert` and each `seen`",
            "responses": {
                "200": {
                    "description": "Server-Sent Events; the data is a DeskEvent",
                    "content": {"text/event-stream": {"schema": {"type": "string"}}},
                }
            }
            | errors(401, 429, 500),
        }
        | _DESK
    },
    "/api/v1/desk/alerts/{ident}/seen": {
        "post": operation("deskSeen", "Somebody saw an alert", "200", "Live", 401, 404, 500)
        | {"parameters": [_alert("ident")]}
        | _DESK
    },
}

_FEW = {"type": "array", "minItems": 1, "maxItems": MAX_ITEMS}
_NAME = _TEXT | {"maxLength": MAX_NAME}
_SHORT = _FEW | {"items": _NAME}
_SUMMARY: dict[str, Any] = {
    "complaint": _TEXT | {"maxLength": MAX_WORDS},
    "areas": _SHORT,
    "duration": _NAME,
    "age": {"type": "integer", "minimum": 0, "maximum": 115},
    "pain": {"type": "integer", "minimum": 0, "maximum": 10},
    "level": {"enum": sorted(LEVELS)},
    "questions": _FEW | {"items": _TEXT | {"maxLength": MAX_QUESTION}},
}
_ANSWER = {"enum": list(ANSWERS)}

SCHEMAS: dict[str, Any] = {
    "Presence": fields({"tablet": {"type": "string", "maxLength": 40}}),
    "Token": fields({"token": _TEXT | {"maxLength": 64}}, "token"),
    "Password": fields({"password": _TEXT}, "password"),
    "Themes": fields(
        {
            "themes": {
                "type": "array",
                "items": fields(
                    {
                        "title": _TEXT,
                        "questions": {
                            "type": "array",
                            "items": fields({"topic": _TEXT, "text": _TEXT}, "topic", "text"),
                        },
                    },
                    *("title", "questions"),
                ),
            }
        },
        "themes",
    ),
    "Qr": fields({"size": {"type": "integer"}, "path": _TEXT}, "size", "path"),
    "Handover": fields(
        {
            "url": _URL,
            "qr": ref("Qr"),
            "expires_in": {"type": "integer", "minimum": 1},
            "whatsapp": fields({"url": _URL, "qr": ref("Qr")}, "url", "qr"),
        },
        *("url", "qr", "expires_in"),
    ),
    "TakenOver": fields(
        {
            "session": _TEXT,
            "expires_in": {"type": "integer", "minimum": 1},
            "messages": {"type": "array", "items": ref("Message")},
        },
        *("session", "expires_in", "messages"),
    ),
    "NewSummary": fields(
        _SUMMARY
        | {
            "signals": _FEW
            | {
                "items": fields({"flags": _SHORT, "answer": _ANSWER}, "flags", "answer")
                | {"additionalProperties": False}
            }
        }
    )
    | {"additionalProperties": False, "minProperties": 1},
    "Summary": fields(
        _SUMMARY
        | {
            "signals": {
                "type": "array",
                "items": fields({"names": _NAMES, "answer": _ANSWER}, "names", "answer"),
            }
        }
    ),
    "KeptSummary": fields(
        {
            "url": _URL,
            "qr": ref("Qr"),
            "expires_in": {"type": "integer", "minimum": 1},
            "summary": ref("Summary"),
        },
        *("url", "qr", "expires_in", "summary"),
    ),
    "OpenedSummary": fields({"summary": ref("Summary")}, "summary"),
    "DeskAlert": fields(
        {
            "id": _TEXT,
            "tablet": _TEXT,
            "at": {"type": "integer"},
            "level": {"enum": sorted(LEVELS)},
            "flags": _NAMES,
        },
        *("id", "tablet", "at", "level", "flags"),
    ),
    "DeskEvent": {
        "oneOf": [
            fields({"alerts": {"type": "array", "items": ref("DeskAlert")}}, "alerts"),
            fields({"alert": ref("DeskAlert")}, "alert"),
            fields({"seen": _TEXT, "at": {"type": "integer"}}, "seen", "at"),
        ]
    },
}
