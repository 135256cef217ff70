"""Portal and worker as processes of their own: figures, readiness and logs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from rugwijzer.observe.exporter import LAST_OFFSET
from rugwijzer.store.crypto import new_key
from tests.conftest import free_port
from tests.waiting import serves

from .test_gateway_figures import TOKEN, samples, value

ROOT = Path(__file__).resolve().parents[2]
_START_S = 40.0


@contextmanager
def process(module: str, folder: Path, port: int, **more: str) -> Iterator[Path]:
    """A process of the project while the block runs; yields its log once it listens."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("RUGWIJZER_")}
    own = {
        "SECRET": "s-8Kd2mQx7Vz4Rt9Wn3Yc6Hp1Lf5Js0Ge",
        "DATABASE_URL": f"sqlite:///{folder}/rug.sqlite",
        "STORE_KEYS": new_key(),
        "LOOKUP_KEY": "zoeksleutel-van-de-test",
        "DATA_DIR": str(ROOT / "data"),
        "METRICS_HOST": "127.0.0.1",
        "METRICS_TOKEN": TOKEN,
    }
    environment = clean | {f"RUGWIJZER_{k}": v for k, v in (own | more).items()}
    log = folder / "log.txt"
    with log.open("w") as out:
        running = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", module],
            cwd=folder,
            env=environment | {"PYTHONPATH": str(ROOT)},
            stdout=out,
            stderr=out,
        )
    try:
        serves(running, port, log, _START_S)
        assert "is taken" not in log.read_text(), log.read_text()
        yield log
        assert running.poll() is None, log.read_text()
    finally:
        running.terminate()
        running.wait(20)


def test_the_portal_counts_visits_without_the_link(tmp_path: Path) -> None:
    port, metrics = free_port(), free_port(LAST_OFFSET)
    inside, public = f"http://127.0.0.1:{metrics + 1}", f"http://127.0.0.1:{port}"
    ports = {"PORTAL_PORT": str(port), "METRICS_PORT": str(metrics)}
    with process("rugwijzer.portal", tmp_path, port, **ports) as log:
        for token in ("geheimelink", "anderelink"):
            assert httpx.get(f"{public}/fysio/p/{token}").status_code == 404
        assert httpx.get(f"{public}/metrics").status_code == 404
        assert httpx.get(f"{inside}/metrics").status_code == 401
        assert httpx.get(f"{inside}/ready").json() == {"status": "ok", "down": []}
        reply = httpx.get(f"{inside}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    found = samples(reply.text)
    visit = {"method": "GET", "route": "follow_link", "status": "4xx"}
    assert value(found, "http_requests_total", **visit) == 2
    assert value(found, "part_up", name="database") == 1
    lines = [json.loads(x) for x in log.read_text().splitlines() if x.startswith("{")]
    visits = [x for x in lines if x.get("route") == "follow_link"]
    assert len({x["request_id"] for x in visits}) == 2
    assert "geheimelink" not in log.read_text() + reply.text


def test_the_worker_hands_out_what_waits(tmp_path: Path) -> None:
    metrics = free_port(LAST_OFFSET)
    inside = f"http://127.0.0.1:{metrics + 2}"
    ports = {"METRICS_PORT": str(metrics)}
    with process("rugwijzer.followup.worker", tmp_path, metrics + 2, **ports):
        assert httpx.get(f"{inside}/ready").status_code == 200
        reply = httpx.get(f"{inside}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    found = samples(reply.text)
    assert value(found, "checkins", state="planned") == 0
    assert value(found, "tasks_total", task="weekly", result="gelukt") == 0
    assert found[("process_resident_memory_bytes", ())] > 0
