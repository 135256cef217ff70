"""`python -m rugwijzer.followup.worker`: runs the tasks; any number of these may run at once."""

from __future__ import annotations

import logging
import sys

from huey.api import Huey
from prometheus_client import CollectorRegistry

from rugwijzer.knowledge.files import ContentError
from rugwijzer.logs import quiet
from rugwijzer.observe.exporter import export, new_registry
from rugwijzer.observe.parts import PartsCollector
from rugwijzer.observe.probe import probes, states
from rugwijzer.observe.stock import StockCollector
from rugwijzer.observe.tasks import TaskMeter
from rugwijzer.settings import Settings, SettingsError
from rugwijzer.store import Database, open_database
from rugwijzer.triage import FlagError

from .content import load_content
from .dispatch import Sender
from .plans import PlanError
from .postman import Server
from .talks import Assistant
from .tasks import TASKS, Context, make_queue, make_tasks

_LOG = logging.getLogger(__name__)


def context_of(settings: Settings) -> Context:
    """What the tasks work with; raises SettingsError, PlanError, ContentError or FlagError."""
    server = Server(settings.smtp_url, settings.mail_from) if settings.smtp_url else None
    twilio = settings.twilio_account_sid and not settings.whatsapp_phone_number_id
    whatsapp = "whatsapp_twilio" if twilio else "whatsapp"
    talks = bool(settings.worker_secret) and not settings.followup_off_whatsapp
    return Context(
        database=open_database(settings),
        sender=Sender(
            load_content(settings.data_dir, settings.clock),
            settings.site(),
            whatsapp,
            talks,
        ),
        server=server,
        assistant=Assistant(settings.engine_url, settings.worker_secret),
        settings=settings,
    )


def observe(settings: Settings, huey: Huey, database: Database) -> CollectorRegistry:
    """Count the tasks, and hand the figures to Prometheus when the settings name an address."""
    registry, stores = new_registry(), probes(settings)
    TaskMeter(registry, TASKS).listen(huey)
    registry.register(StockCollector(database))
    registry.register(PartsCollector(lambda: states(stores)))
    try:
        export(settings, "worker", registry, lambda: states(stores))
    except OSError as error:
        # Without figures the follow-up goes on.
        _LOG.warning("the port of the figures is taken", exc_info=error)
    return registry


def main() -> int:
    """Run until a signal; 2 when a setting or the content is wrong."""
    # Huey logs a failed task with the text of its error, which may quote what a patient wrote.
    quiet.configure()
    try:
        settings = Settings.from_env(process="worker")
        context = context_of(settings)
    except (SettingsError, PlanError, ContentError, FlagError) as error:
        print(f"De werker start niet: {error}", file=sys.stderr)
        return 2
    context.database.migrate()
    tasks = make_tasks(make_queue(settings), context)
    observe(settings, tasks.huey, context.database)
    tasks.huey.create_consumer(workers=settings.followup_workers, worker_type="thread").run()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
