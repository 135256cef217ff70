"""Schemathesis on the gateway's own description, against the really running gateway.

Longer than in the suite: RUGWIJZER_FUZZ_S=600 .venv/bin/python -m pytest tests/fuzz
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from scripts.tools import command

from .running import DESK, ROOT, Gateway

SECONDS = int(os.environ.get("RUGWIJZER_FUZZ_S", "12"))
#: Streams never end; /health answers 503 by design while Rasa is away.
LEFT_OUT = ("stream", "deskStream", "health")
#: A text that is empty after cleaning, a wrong password or a used link is refused although it has the
#: right form, which no schema can say.
NOT_FITTING = "positive_data_acceptance"


@pytest.fixture(scope="module")
def schemathesis() -> str:
    """The tool, fetched once; only outside CI its absence skips the test."""
    try:
        done = subprocess.run(command("schemathesis", "--version"), capture_output=True, text=True)
        reason = done.stderr
    except LookupError as error:
        reason = str(error)
    else:
        if done.returncode == 0:
            return done.stdout
    if os.environ.get("CI"):
        raise RuntimeError(reason)
    pytest.skip(f"schemathesis is er niet: {reason[-200:]}")


def test_no_generated_request_breaks_the_gateway(
    schemathesis: str, gateway: Gateway, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": str(ROOT / "tests" / "fuzz" / "schemathesis_hooks.py"),
        "RUGWIJZER_FUZZ_URL": gateway.url,
        "RUGWIJZER_FUZZ_DESK": DESK,
    }
    excluded = [part for name in LEFT_OUT for part in ("--exclude-operation-id", name)]
    done = subprocess.run(
        command(
            "schemathesis",
            *("run", f"{gateway.url}/api/v1/openapi.json", *excluded),
            *("--max-time", str(SECONDS), "--exclude-checks", NOT_FITTING),
            *("--warnings", "off", "--generation-database", "none", "--no-color"),
            "--continue-on-failure",
        ),
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS + 60,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-1000:]
    requests = [json.loads(x) for x in gateway.log.read_text().splitlines() if '"request"' in x]
    statuses = Counter(line["status"] for line in requests)
    routes = {line["route"] for line in requests}
    # It reached what stands behind the checks, not only refusals.
    assert {200, 201, 400, 401, 403, 404} <= set(statuses), statuses
    assert {"post_message", "keep_summary", "hand_over", "own_data", "whatsapp_delivery"} <= routes
    assert not [status for status in statuses if status >= 500]
