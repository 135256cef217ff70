"""The action server as a process: its lines carry the id of the gateway's request."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx

from tests.conftest import free_port
from tests.waiting import serves

ROOT = Path(__file__).resolve().parents[2]
ACTION = {
    "next_action": "action_weet_niet",
    "sender_id": "website-geheimnummer",
    "version": "3.6.21",
    "domain": {},
    "tracker": {
        "sender_id": "website-geheimnummer",
        "slots": {},
        "latest_message": {"text": "geheimwoord"},
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": None,
    },
}


def test_each_action_is_logged_under_its_own_request(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log.txt"
    arguments = ["--actions", "actions", "-p", str(port), "--logging-config_file", "logging.yml"]
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "rasa_sdk", *arguments],
            cwd=ROOT,
            env=os.environ | {"SANIC_HOST": "127.0.0.1"},
            stdout=out,
            stderr=out,
        )
    try:
        serves(process, port, log, 40)
        # One connection for all, as Rasa might keep: an id must not stay behind on it.
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            for ident in ("aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "geen goed nummer"):
                reply = client.post("/webhook", json=ACTION, headers={"X-Request-Id": ident})
                assert reply.status_code == 200 and reply.json()["responses"]
    finally:
        process.terminate()
        process.wait(20)
    text = log.read_text()
    lines = [json.loads(x) for x in text.splitlines() if x.startswith("{")]
    ours = [x for x in lines if x["place"].startswith("rugwijzer.actions:")]
    assert [x["request_id"] for x in ours][:2] == ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"]
    assert len({x["request_id"] for x in ours}) == 3
    assert all(x["status"] == 200 and x["ms"] > 0 for x in ours)
    assert "geheim" not in text and "geen goed nummer" not in text
