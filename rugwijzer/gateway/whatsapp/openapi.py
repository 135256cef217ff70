"""The description of the addresses of WhatsApp, for the gateway's OpenAPI document."""

from __future__ import annotations

from typing import Any

from . import cloud_api, data_page, twilio

_FORBIDDEN = {"description": "Not signed by the provider"}
_MALFORMED = {"description": "Signed, but not a body of the provider"}
_TOO_MANY = {"description": "Too many requests that were not signed"}


def channel_paths(channels: tuple[str, ...]) -> dict[str, Any]:
    """The paths of these providers, and the page with the own data when there is any."""
    paths: dict[str, Any] = {}
    if cloud_api.CloudApi.name in channels:
        paths[cloud_api.PATH] = {
            "get": {
                "operationId": "whatsappChallenge",
                "summary": "Meta's check of this address",
                "parameters": [_query(f"hub.{n}") for n in ("mode", "verify_token", "challenge")],
                "responses": {
                    "200": {"description": "The challenge, as text"},
                    "403": {"description": "Another verify token"},
                },
            },
            "post": _delivery(
                "whatsappDelivery", "application/json", "X-Hub-Signature-256", "HMAC-SHA256"
            ),
        }
    if twilio.CHANNEL in channels:
        form, name = "application/x-www-form-urlencoded", "X-Twilio-Signature"
        paths[twilio.PATH] = {"post": _delivery("twilioMessage", form, name, "HMAC-SHA1")}
        status = _delivery("twilioStatus", form, name, "HMAC-SHA1")
        status["parameters"].append(_query("ref"))
        paths[twilio.STATUS_PATH] = {"post": status}
    if channels:
        paths |= _own_data()
    return paths


def _delivery(ident: str, media: str, header: str, digest: str) -> dict[str, Any]:
    signature = {
        "name": header,
        "in": "header",
        "required": True,
        "schema": {"type": "string"},
        "description": f"{digest} with the provider's secret",
    }
    return {
        "operationId": ident,
        "summary": "What the provider delivers; 200 once it is durable",
        "parameters": [signature],
        "requestBody": {"required": True, "content": {media: {"schema": {"type": "object"}}}},
        "responses": {
            "200": {"description": "Kept"},
            "400": _MALFORMED,
            "403": _FORBIDDEN,
            "413": {"description": "Body over 3 MB"},
            "429": _TOO_MANY,
            "500": {"description": "Not kept: deliver it again"},
        },
    }


def _own_data() -> dict[str, Any]:
    token = {"name": "token", "in": "path", "required": True, "schema": {"type": "string"}}
    missing = {"404": {"description": "The link is wrong or older than an hour"}}

    def page(ident: str, summary: str, media: str) -> dict[str, Any]:
        found = {"description": summary, "content": {media: {"schema": {}}}}
        return {
            "get": {
                "operationId": ident,
                "summary": summary,
                "parameters": [token],
                "responses": {"200": found} | missing,
            }
        }

    path = f"{data_page.PATH}/{{token}}"
    return {
        path: page("ownDataPage", "A page with the link to the own data", "text/html"),
        f"{path}/bestand": page("ownDataFile", "The own data", "application/json"),
    }


def _query(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": True, "schema": {"type": "string"}}
