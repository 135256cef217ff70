"""Small parts that the description of the API is made of."""

from __future__ import annotations

from typing import Any


def fields(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    """An object; `required` are the names of fields that are always there."""
    return {"type": "object", "properties": properties, "required": list(required)}


def ref(name: str) -> dict[str, str]:
    """A schema by name."""
    return {"$ref": f"#/components/schemas/{name}"}


def takes(schema: str) -> dict[str, Any]:
    """A JSON body that an operation needs."""
    body = {"required": True, "content": {"application/json": {"schema": ref(schema)}}}
    return {"requestBody": body}


def content(description: str, schema: str) -> dict[str, Any]:
    """A JSON answer."""
    return {
        "description": description,
        "content": {"application/json": {"schema": ref(schema)}},
    }


def operation(ident: str, summary: str, status: str, schema: str, *codes: int) -> dict[str, Any]:
    """An operation with its good answer and its errors."""
    responses = {status: content(summary, schema)} | errors(*codes)
    return {"operationId": ident, "summary": summary, "responses": responses}


def errors(*codes: int) -> dict[str, Any]:
    """The answers for some error statuses."""
    return {str(code): {"$ref": f"#/components/responses/Error{code}"} for code in codes}


def error(code: int, description: str) -> dict[str, Any]:
    """The answer for one error status."""
    answer = content(description, "Error")
    if code == 429:
        seconds = {"schema": {"type": "integer"}, "description": "Seconds to wait"}
        answer["headers"] = {"Retry-After": seconds}
    return answer
