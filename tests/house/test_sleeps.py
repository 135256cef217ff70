"""No test sleeps and hopes: what it waits for is named, in tests/waiting.py."""

from __future__ import annotations

import re

from scripts.tools import ROOT

#: `asyncio.sleep(0)` gives the other tasks their turn and takes no time.
_SLEEP = re.compile(r"\bsleep\((?!0\))|wait_for_timeout\(")
#: The one place that looks again, and how long a Redis that is killed in a benchmark stays away.
ALLOWED = {"tests/waiting.py": 2, "tests/redis_server.py": 1}


def test_only_the_helper_sleeps() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): len(_SLEEP.findall(path.read_text(encoding="utf8")))
        for path in (ROOT / "tests").rglob("*.py")
        if path.name != "test_sleeps.py"
    }
    assert {name: count for name, count in found.items() if count} == ALLOWED
