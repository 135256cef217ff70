"""Asks a process of this machine; a proxy of the network has no business there."""

from __future__ import annotations

import urllib.request
from http.client import HTTPResponse


def ask(request: urllib.request.Request | str, timeout_s: float) -> HTTPResponse:
    """The reply to a request or an address, to be closed; raises OSError, HTTPError for a refusal."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    reply: HTTPResponse = opener.open(request, timeout=timeout_s)
    return reply
