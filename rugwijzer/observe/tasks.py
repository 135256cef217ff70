"""What is counted of the worker's tasks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from huey.api import Huey
from huey.signals import SIGNAL_COMPLETE, SIGNAL_ERROR
from prometheus_client import CollectorRegistry, Counter, Gauge

from .labels import known

_RESULTS = {SIGNAL_COMPLETE: "gelukt", SIGNAL_ERROR: "mislukt"}


class TaskMeter:
    """Counts tasks, and remembers when each was done last."""

    def __init__(self, registry: CollectorRegistry, names: Collection[str]) -> None:
        """Make the metrics; `names` are those of the tasks."""
        self._names = names
        self._tasks = Counter(
            "rugwijzer_tasks", "Taken van de werker.", ["task", "result"], registry=registry
        )
        self._last = Gauge(
            "rugwijzer_task_last_timestamp_seconds",
            "Wanneer een taak het laatst gelukt is (Unix-tijd).",
            ["task"],
            registry=registry,
        )
        for name in names:
            for result in _RESULTS.values():
                self._tasks.labels(name, result)

    def listen(self, huey: Huey) -> None:
        """Hear of every task that this process does."""

        @huey.signal(SIGNAL_COMPLETE, SIGNAL_ERROR)
        def done(signal: str, task: Any, _error: BaseException | None = None) -> None:
            name = known(getattr(task, "name", ""), self._names)
            self._tasks.labels(name, _RESULTS[signal]).inc()
            if signal == SIGNAL_COMPLETE:
                self._last.labels(name).set_to_current_time()
