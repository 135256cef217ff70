"""The description of the API (OpenAPI 3.1), beside the code so that a test can compare them."""

from __future__ import annotations

from functools import cache
from typing import Any

from rugwijzer.knowledge.contract import ASKS, KINDS, LEVELS, VERDICTS, WEB_SURFACES

from .guard import KEY, MAX_TEXT
from .openapi_parts import content, error, errors, fields, operation, ref, takes
from .own_data import PATHS as OWN_DATA_PATHS
from .own_data import SCHEMAS as OWN_DATA_SCHEMAS
from .waiting_room.openapi import PATHS, SCHEMAS, SECURITY
from .whatsapp.openapi import channel_paths

_ERRORS = {
    400: "Malformed body",
    401: "No session, a wrong one or an expired one",
    403: "Not allowed from here, or switched off in the settings",
    404: "Not there, or not any more",
    410: "A link that was opened before or has expired",
    413: "Body over 16 KB",
    422: f"Text over {MAX_TEXT} characters or empty, or a choice that was not offered",
    429: "Too many at once",
    500: "A failure inside; the text names whom to call",
}
_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "The same for every try of one message: it counts once, however often it is sent",
    "schema": {"type": "string", "pattern": f"^{KEY.pattern}$"},
}


@cache
def document(channels: tuple[str, ...] = ()) -> dict[str, Any]:
    """The whole description; `channels` are the WhatsApp providers that are switched on."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Rugwijzer",
            "version": "1",
            "description": "Dutch assistant for low back pain. It is not a doctor; in danger: 112.",
        },
        "paths": _merged(_paths(), PATHS, OWN_DATA_PATHS) | channel_paths(channels),
        "components": {
            "schemas": _schemas() | SCHEMAS | OWN_DATA_SCHEMAS,
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}} | SECURITY,
            "responses": {f"Error{code}": error(code, text) for code, text in _ERRORS.items()},
        },
    }


def _merged(*parts: dict[str, Any]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for part in parts:
        for path, operations in part.items():
            paths[path] = paths.get(path, {}) | operations
    return paths


def _paths() -> dict[str, Any]:
    secured: list[dict[str, list[str]]] = [{"session": []}]
    return {
        "/api/v1/sessions": {
            "post": operation(
                "createSession", "Begin a session", "201", "Session", 400, 403, 413, 429, 500
            )
            | takes("NewSession")
        },
        "/api/v1/messages": {
            "post": operation(
                "postMessage", "Send one message", "200", "Messages", 400, 401, 413, 422, 429, 500
            )
            | takes("Turn")
            | {"security": secured, "parameters": [_IDEMPOTENCY_KEY]}
        },
        "/api/v1/stream": {
            "get": {
                "operationId": "stream",
                "summary": "Messages the assistant sends by itself, one Message per event",
                "security": secured,
                "responses": {
                    "200": {
                        "description": "Server-Sent Events; the data of an event is a Message",
                        "content": {"text/event-stream": {"schema": {"type": "string"}}},
                    }
                }
                | errors(401, 429, 500),
            }
        },
        "/api/v1/openapi.json": {
            "get": operation("openapi", "This description", "200", "Document")
        },
        "/health": {
            "get": {
                "operationId": "health",
                "summary": "Whether the whole assistant can answer",
                "responses": {
                    "200": content("Every part works", "Health"),
                    "503": content("A part is down or starting", "Health"),
                },
            }
        },
        "/ready": {
            "get": {
                "operationId": "ready",
                "summary": "Whether this gateway may get requests: by the rules if need be, or with whom to call",
                "responses": {
                    "200": content("Loading the rules has ended", "Ready"),
                    "503": content("The rules are not loaded yet", "Ready"),
                },
            }
        },
        "/live": {"get": operation("live", "Whether the gateway runs", "200", "Live")},
    }


def _schemas() -> dict[str, Any]:
    text = {"type": "string", "minLength": 1}
    names = {"type": "array", "items": text}
    return {
        "NewSession": fields({"surface": {"enum": list(WEB_SURFACES)}}, "surface"),
        "Session": fields(
            {"session": text, "expires_in": {"type": "integer", "minimum": 1}},
            "session",
            "expires_in",
        ),
        "Turn": {
            "oneOf": [
                fields({"text": text}, "text"),
                fields({"choice": text | {"maxLength": 64}}, "choice"),
            ]
        },
        "Messages": fields(
            {"messages": {"type": "array", "minItems": 1, "items": ref("Message")}}, "messages"
        ),
        "Message": fields(
            {
                "text": text,
                "kind": {"enum": sorted(KINDS)},
                "topic": text,
                "verdict": {"enum": sorted(VERDICTS)},
                "sources": {"type": "array", "items": ref("Source")},
                "level": {"enum": sorted(LEVELS)},
                "red_flags": names,
                "asks": {"enum": list(ASKS)},
                "choices": {"type": "array", "minItems": 1, "items": ref("Choice")},
            },
            "text",
            "kind",
        )
        | {"additionalProperties": False},
        "Source": fields({"title": text, "section": text}, "title"),
        "Choice": fields({"id": text, "title": text, "topic": text}, "id", "title"),
        "Health": fields(
            {
                "status": {"enum": ["ok", "down"]},
                "parts": {"type": "object", "additionalProperties": {"enum": ["ok", "down"]}},
                "down": names,
            },
            "status",
            "parts",
            "down",
        ),
        "Ready": fields({"status": {"enum": ["ok", "starting"]}}, "status"),
        "Live": fields({"status": {"const": "ok"}}, "status"),
        "Document": {"type": "object"},
        "Error": fields(
            {"error": fields({"code": text, "message": text}, "code", "message")}, "error"
        ),
    }
