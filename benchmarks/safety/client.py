"""A patient who speaks the web contract."""

from __future__ import annotations

import time
from typing import Any

import httpx

Message = dict[str, Any]
#: A new try after 429; the server says how long to wait.
TRIES = 8
TIMEOUT_S = 90.0


class ContractError(RuntimeError):
    """The assistant did not answer as the contract says."""


class Patient:
    """One session on a surface."""

    def __init__(self, url: str, surface: str = "website") -> None:
        """Begin a session; raises ContractError when that fails."""
        self._http = httpx.Client(base_url=url, timeout=TIMEOUT_S, trust_env=False)
        token = self._post("/api/v1/sessions", {"surface": surface}).get("session")
        if not isinstance(token, str):
            raise ContractError("geen sessie")
        self._http.headers["Authorization"] = f"Bearer {token}"

    def say(self, text: str) -> list[Message]:
        """Send a message; returns the assistant's messages."""
        return list(self._post("/api/v1/messages", {"text": text}).get("messages") or [])

    def close(self) -> None:
        """End the connection."""
        self._http.close()

    def _post(self, path: str, body: dict[str, str]) -> dict[str, Any]:
        for _ in range(TRIES):
            reply = self._http.post(path, json=body)
            if reply.status_code == httpx.codes.TOO_MANY_REQUESTS:
                time.sleep(float(reply.headers.get("Retry-After") or 1))
                continue
            if reply.is_success:
                return dict(reply.json())
            raise ContractError(f"{path}: {reply.status_code}")
        raise ContractError(f"{path}: te druk")


def first_turn(url: str, text: str) -> list[Message]:
    """The answer to one message in a session of its own."""
    patient = Patient(url)
    try:
        return patient.say(text)
    finally:
        patient.close()
