"""A patient's client, speaking only the contract."""

from __future__ import annotations

from typing import Any

import httpx


class Patient:
    """One session; `last` holds the messages of the latest turn."""

    def __init__(self, url: str, surface: str = "website") -> None:
        self.http = httpx.Client(base_url=url, timeout=60)
        created = self.http.post("/api/v1/sessions", json={"surface": surface})
        assert created.status_code == 201, created.text
        self.token = created.json()["session"]
        self.last: list[dict[str, Any]] = []

    def send(self, body: dict[str, Any]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.http.post("/api/v1/messages", json=body, headers=headers)

    def say(self, text: str) -> list[dict[str, Any]]:
        reply = self.send({"text": text})
        assert reply.status_code == 200, reply.text
        self.last = reply.json()["messages"]
        return self.last

    def tap(self, title: str) -> list[dict[str, Any]]:
        """Tap the choice with this title in the latest turn."""
        offered = [c for m in self.last for c in m.get("choices", [])]
        choice = next(c for c in offered if c["title"] == title)
        reply = self.send({"choice": choice["id"]})
        assert reply.status_code == 200, reply.text
        self.last = reply.json()["messages"]
        return self.last

    def kinds(self) -> list[str]:
        return [m["kind"] for m in self.last]
