"""A worker of the benchmark: the product's own tasks, with a clock that runs faster.

Usage: python -m benchmarks.followup_worker START_OF_THE_CLOCK_ISO BEGAN_EPOCH SPEED
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta

from rugwijzer.followup.tasks import make_queue, make_tasks
from rugwijzer.followup.worker import context_of
from rugwijzer.settings import Settings


def main() -> None:
    """Consume until a signal."""
    start, began, speed = (
        datetime.fromisoformat(sys.argv[1]),
        float(sys.argv[2]),
        float(sys.argv[3]),
    )

    def clock() -> datetime:
        return start + timedelta(seconds=(time.time() - began) * speed)

    settings = Settings.from_env()
    tasks = make_tasks(make_queue(settings), replace(context_of(settings), clock=clock))
    tasks.huey.create_consumer(workers=2, worker_type="thread", periodic=False).run()


if __name__ == "__main__":
    main()
