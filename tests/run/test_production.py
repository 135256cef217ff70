"""The production set: how many of each, where they listen, and what they may not inherit."""

from __future__ import annotations

import os
import subprocess
import sys

from rugwijzer.run.processes import DEFINITIONS
from rugwijzer.run.production import production_set
from rugwijzer.settings import Settings
from tests.conftest import ROOT


def test_every_process_is_in_the_set_and_gateways_share_the_engines() -> None:
    processes = production_set(Settings(port=9000), 3, 2, {"PATH": "/usr/bin"})
    assert all(process.command[1:3] == ["-m", "rugwijzer.run"] for process in processes)
    titles = {definition.title for definition in DEFINITIONS.values()}
    assert {process.name for process in processes} == titles
    gateways = [p for p in processes if p.command[-1] == "gateway"]
    assert [p.command[-2] for p in gateways] == ["9000", "9100", "9200"]
    engines = [p.command[-2] for p in processes if p.command[-1] == "engine"]
    assert len(set(engines)) == 2
    known = ",".join(f"http://127.0.0.1:{port}" for port in engines)
    assert {p.environment["RUGWIJZER_ENGINE_URL"] for p in gateways} == {known}
    # The portal is a process of its own, and only that.
    assert all(p.environment["RUGWIJZER_PORTAL_IN_GATEWAY"] == "nee" for p in gateways)


def test_production_set_is_refused_on_a_laptops_settings() -> None:
    bare = {k: v for k, v in os.environ.items() if not k.startswith("RUGWIJZER_")}
    for env, said in (("laptop", "RUGWIJZER_ENV"), ("production", "ontbreekt")):
        ended = subprocess.run(
            [sys.executable, "-m", "rugwijzer.run.production"],
            cwd=ROOT,
            env=bare | {"RUGWIJZER_ENV": env},
            capture_output=True,
            text=True,
        )
        assert ended.returncode == 2 and said in ended.stderr
        assert "Traceback" not in ended.stderr
