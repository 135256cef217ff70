"""Loaded by schemathesis in its own environment: every generated request gets a fresh visitor.

A session that one request ended would make the rest of a run nothing but refusals.
"""

from __future__ import annotations

import functools
import json
import os
import urllib.request
from typing import Any

import schemathesis


def _post(url: str, body: dict[str, str]) -> Any:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    return urllib.request.urlopen(request, timeout=10)


@functools.cache
def desk() -> str:
    """The desk's cookie, asked for once: a few log-ins are all that an address gets."""
    url, password = os.environ["RUGWIJZER_FUZZ_URL"], os.environ["RUGWIJZER_FUZZ_DESK"]
    with _post(f"{url}/api/v1/desk/session", {"password": password}) as reply:
        return str(reply.headers["Set-Cookie"]).partition(";")[0]


@schemathesis.auth(refresh_interval=None)
class Visitor:
    """A session on a tablet, which may do all that a session on the website may, and the desk's cookie."""

    def get(self, case: Any, context: Any) -> tuple[str, str]:
        """A new session, and the log-in at the desk."""
        url = os.environ["RUGWIJZER_FUZZ_URL"]
        with _post(f"{url}/api/v1/sessions", {"surface": "tablet"}) as reply:
            return json.load(reply)["session"], desk()

    def set(self, case: Any, data: tuple[str, str], context: Any) -> None:
        """Put both on the request."""
        token, cookie = data
        case.headers = {
            **(case.headers or {}),
            "Authorization": f"Bearer {token}",
            "Cookie": cookie,
        }
