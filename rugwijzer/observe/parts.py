"""The state of the parts as a figure, asked at every scrape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

#: The parts that health checks know.
PARTS = ("gateway", "rules", "engine", "actions", "database", "conversations", "redis")


class PartsCollector(Collector):
    """1 for a part that works, 0 for one that does not."""

    def __init__(self, probe: Callable[[], Mapping[str, str]]) -> None:
        """Take what asks the parts: 'ok' or 'down' by name. It may raise; then nothing is known."""
        self._probe = probe

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Ask and report."""
        family = GaugeMetricFamily(
            "rugwijzer_part_up", "1 als een deel werkt, 0 als het niet werkt.", labels=["name"]
        )
        try:
            parts = self._probe()
        except Exception:
            parts = {}
        for name, state in parts.items():
            if name in PARTS:
                family.add_metric([name], float(state == "ok"))
        yield family

    def describe(self) -> list[GaugeMetricFamily]:
        """Registering asks nothing."""
        return []
