"""What is counted of HTTP requests: the handler's name, never the path."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram

from .labels import METHODS, known, status
from .turns import BUCKETS


class RequestMeter:
    """Counts the requests of one part and how long they took until the answer began."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Make the metrics."""
        self._requests = Counter(
            "rugwijzer_http_requests",
            "Verzoeken, per handeling en soort uitkomst.",
            ["method", "route", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "rugwijzer_http_seconds",
            "Tijd tot een antwoord begint, in seconden; post_message is een hele beurt.",
            ["route"],
            buckets=BUCKETS,
            registry=registry,
        )

    def request(self, method: str, route: str, code: int, seconds: float) -> None:
        """One request; `route` is the name of the function that handled it."""
        self._requests.labels(known(method, METHODS), route, status(code)).inc()
        self._seconds.labels(route).observe(seconds)
