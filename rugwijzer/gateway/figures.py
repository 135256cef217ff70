"""The gateway's figures for Prometheus: its own registry, and the port on which they are read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from prometheus_client import Gauge

from rugwijzer.logs import lines as logs
from rugwijzer.observe.exporter import Exporter, export, new_registry
from rugwijzer.observe.parts import PartsCollector
from rugwijzer.observe.requests import RequestMeter
from rugwijzer.observe.turns import TurnMeter
from rugwijzer.settings import Settings

from .conversations import Conversations
from .failsafe import Failsafe
from .health import Health

#: How long a scrape waits for the parts to say how they are.
_WAIT_S = 4.0


class Figures:
    """Counts always; is read only when the settings name an address."""

    def __init__(self, settings: Settings) -> None:
        """Make the metrics; listens on nothing yet."""
        self._settings = settings
        self.registry = new_registry()
        topics = {path.stem for path in (settings.data_dir / "faq").glob("*.yml")}
        self.turns = TurnMeter(self.registry, topics)
        self.requests = RequestMeter(self.registry)
        self._health: Health | None = None
        self._failsafe: Failsafe | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._exporter: Exporter | None = None

    def watch(self, health: Health, failsafe: Failsafe, conversations: Conversations) -> None:
        """Report the parts and how many conversations are remembered, at every scrape."""
        self._health, self._failsafe = health, failsafe
        self.registry.register(PartsCollector(self._parts))
        open_now = Gauge(
            "rugwijzer_conversations", "Gesprekken in het geheugen.", registry=self.registry
        )
        open_now.set_function(lambda: len(conversations))

    def start(self) -> None:
        """Listen, inside the running loop; a port that is taken must not stop the gateway."""
        self._loop = asyncio.get_running_loop()
        try:
            self._exporter = export(self._settings, "gateway", self.registry, self._ready)
        except OSError as error:
            logs.failure("metrics", error)

    async def stop(self) -> None:
        """Stop listening."""
        self._loop = None
        if self._exporter:
            await asyncio.to_thread(self._exporter.close)

    @property
    def port(self) -> int | None:
        """The port on which the figures are read now."""
        return self._exporter.port if self._exporter else None

    def _parts(self) -> Mapping[str, str]:
        """The state of the parts, asked in the gateway's loop from the exporter's thread."""
        if self._loop is None or self._health is None:
            return {}
        asked = asyncio.run_coroutine_threadsafe(self._health.parts(), self._loop)
        try:
            return asked.result(_WAIT_S)
        finally:
            asked.cancel()

    def _ready(self) -> Mapping[str, str]:
        return {"rules": "ok" if self._failsafe and self._failsafe.ready else "down"}
