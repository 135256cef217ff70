"""The description of the API (OpenAPI 3.1), beside the code so that a test can compare them."""

from __future__ import annotations

from functools import cache
from typing import Any

from .guard import MAX_TEXT
from .messages import KINDS, LEVELS, SURFACES
from .whatsapp.openapi import channel_paths

_ASKS = ["red_flags", "age", "duration_days", "pain_score", "temperature", "confirm"]
_VERDICTS = ["bewezen", "klein_effect", "niet_bewezen", "werkt_niet", "mythe", "uitleg"]
_ERRORS = {
    400: "Malformed body",
    401: "No session, a wrong one or an expired one",
    413: "Body over 16 KB",
    422: f"Text over {MAX_TEXT} characters or empty, or a choice that was not offered",
    429: "Too many at once",
    500: "A failure inside; the text names whom to call",
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
        "paths": _paths() | channel_paths(channels),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
            "responses": {f"Error{code}": _error(code, text) for code, text in _ERRORS.items()},
        },
    }


def _paths() -> dict[str, Any]:
    secured: list[dict[str, list[str]]] = [{"session": []}]
    return {
        "/api/v1/sessions": {
            "post": _operation(
                "createSession", "Begin a session", "201", "Session", 400, 413, 429, 500
            )
            | {"requestBody": _request("NewSession")}
        },
        "/api/v1/messages": {
            "post": _operation(
                "postMessage", "Send one message", "200", "Messages", 400, 401, 413, 422, 429, 500
            )
            | {"requestBody": _request("Turn"), "security": secured}
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
                | _errors(401, 429, 500),
            }
        },
        "/api/v1/openapi.json": {
            "get": _operation("openapi", "This description", "200", "Document")
        },
        "/health": {
            "get": {
                "operationId": "health",
                "summary": "Whether the whole assistant can answer",
                "responses": {
                    "200": _content("Every part works", "Health"),
                    "503": _content("A part is down or starting", "Health"),
                },
            }
        },
        "/live": {"get": _operation("live", "Whether the gateway runs", "200", "Live")},
    }


def _schemas() -> dict[str, Any]:
    text = {"type": "string", "minLength": 1}
    names = {"type": "array", "items": text}
    return {
        "NewSession": _object({"surface": {"enum": list(SURFACES)}}, "surface"),
        "Session": _object(
            {"session": text, "expires_in": {"type": "integer", "minimum": 1}},
            "session",
            "expires_in",
        ),
        "Turn": {
            "oneOf": [
                _object({"text": text}, "text"),
                _object({"choice": text | {"maxLength": 64}}, "choice"),
            ]
        },
        "Messages": _object(
            {"messages": {"type": "array", "minItems": 1, "items": _ref("Message")}}, "messages"
        ),
        "Message": _object(
            {
                "text": text,
                "kind": {"enum": sorted(KINDS)},
                "topic": text,
                "verdict": {"enum": _VERDICTS},
                "sources": {"type": "array", "items": _ref("Source")},
                "level": {"enum": sorted(LEVELS)},
                "red_flags": names,
                "asks": {"enum": _ASKS},
                "choices": {"type": "array", "minItems": 1, "items": _ref("Choice")},
            },
            "text",
            "kind",
        )
        | {"additionalProperties": False},
        "Source": _object({"title": text, "section": text}, "title"),
        "Choice": _object({"id": text, "title": text, "topic": text}, "id", "title"),
        "Health": _object(
            {
                "status": {"enum": ["ok", "down"]},
                "parts": {"type": "object", "additionalProperties": {"enum": ["ok", "down"]}},
                "down": names,
            },
            "status",
            "parts",
            "down",
        ),
        "Live": _object({"status": {"const": "ok"}}, "status"),
        "Document": {"type": "object"},
        "Error": _object(
            {"error": _object({"code": text, "message": text}, "code", "message")}, "error"
        ),
    }


def _object(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _request(schema: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": _ref(schema)}}}


def _content(description: str, schema: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {"application/json": {"schema": _ref(schema)}},
    }


def _operation(ident: str, summary: str, status: str, schema: str, *errors: int) -> dict[str, Any]:
    responses = {status: _content(summary, schema)} | _errors(*errors)
    return {"operationId": ident, "summary": summary, "responses": responses}


def _errors(*codes: int) -> dict[str, Any]:
    return {str(code): {"$ref": f"#/components/responses/Error{code}"} for code in codes}


def _error(code: int, description: str) -> dict[str, Any]:
    answer = _content(description, "Error")
    if code == 429:
        seconds = {"schema": {"type": "integer"}, "description": "Seconds to wait"}
        answer["headers"] = {"Retry-After": seconds}
    return answer
