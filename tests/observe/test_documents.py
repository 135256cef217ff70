"""Dashboard, alert rules and docs/meten.md name the metrics that exist, all of them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from rugwijzer.followup.tasks import make_queue
from rugwijzer.followup.worker import observe
from rugwijzer.gateway.app import create_app
from rugwijzer.observe.exporter import new_registry
from rugwijzer.observe.requests import RequestMeter
from rugwijzer.settings import Settings
from rugwijzer.store import Database, Vault
from rugwijzer.store.crypto import new_key
from scripts import dashboard

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "deploy" / "prometheus" / "rugwijzer.rules.yml"
_NAME = re.compile(r"\b(?:rugwijzer|process)_[a-z_]+\b")
_SUFFIX = re.compile(r"_(total|bucket|count|sum|created)$")
Metrics = dict[str, tuple[str, set[str]]]


@pytest.fixture(scope="module")
def metrics(tmp_path_factory: pytest.TempPathFactory) -> Metrics:
    """Every metric that a process really hands out: its text, and the parts that have it."""
    folder = tmp_path_factory.mktemp("metrics")
    database = Database(f"sqlite:///{folder}/rug.sqlite", Vault([new_key()], "zoek"))
    database.migrate()
    chosen = Settings(secret="s" * 32, engine_secret="e" * 32, data_dir=ROOT / "data")
    gateway = create_app(chosen).state.figures.registry
    portal = new_registry()
    RequestMeter(portal)
    worker = observe(chosen, make_queue(chosen, folder), database)
    found: Metrics = {}
    for part, registry in (("gateway", gateway), ("portaal", portal), ("werker", worker)):
        for family in text_string_to_metric_families(generate_latest(registry).decode()):
            name = f"{family.name}_total" if family.type == "counter" else family.name
            if name.startswith("rugwijzer") and not name.endswith("_created"):
                found.setdefault(name, (family.documentation, set()))[1].add(part)
    database.close()
    # The portal's process asks its database as the worker does.
    found["rugwijzer_part_up"][1].add("portaal")
    return found


def known(name: str, metrics: Metrics) -> bool:
    base = _SUFFIX.sub("", name)
    return name.startswith("process_") or name in metrics or base in metrics


def test_the_parts_have_metrics(metrics: Metrics) -> None:
    assert len(metrics) > 20
    assert metrics["rugwijzer_turns_total"][1] == {"gateway"}
    assert metrics["rugwijzer_checkins"][1] == {"werker"}


def test_the_dashboard_is_the_one_that_is_made() -> None:
    assert dashboard.PATH.read_text("utf8") == dashboard.text()


def test_every_metric_has_a_place_on_the_dashboard_and_every_name_on_it_exists(
    metrics: Metrics,
) -> None:
    panels = json.loads(dashboard.PATH.read_text("utf8"))["panels"]
    used = {n for p in panels for t in p.get("targets", ()) for n in _NAME.findall(t["expr"])}
    assert [n for n in used if not known(n, metrics)] == []
    shown = used | {_SUFFIX.sub("", n) for n in used}
    assert [n for n in metrics if n not in shown] == []
    assert len({p["id"] for p in panels}) == len(panels)


def test_every_metric_is_in_the_docs_with_its_line(metrics: Metrics) -> None:
    page = (ROOT / "docs" / "meten.md").read_text("utf8")
    rows = dict(re.findall(r"^\| `(rugwijzer_\w+)` \| (.+ \| .+) \|$", page, re.M))
    expected = {n: f"{', '.join(sorted(parts))} | {text}" for n, (text, parts) in metrics.items()}
    assert rows == expected


def rules_of() -> list[dict[str, str]]:
    groups = yaml.safe_load(RULES.read_text("utf8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def test_every_alert_is_about_metrics_that_exist_and_says_what_to_do(metrics: Metrics) -> None:
    page = (ROOT / "docs" / "meten.md").read_text("utf8")
    for rule in rules_of():
        names = _NAME.findall(rule["expr"])
        assert all(known(n, metrics) for n in names), rule["alert"]
        assert names or rule["expr"].startswith("up{")
        assert rule["annotations"]["summary"] and rule["labels"]["severity"]  # type: ignore[index]
        assert f"| {rule['alert']} |" in page
    assert len({r["alert"] for r in rules_of()}) == len(rules_of()) > 8


def test_the_rules_can_be_read_by_prometheus() -> None:
    promtool = shutil.which("promtool")
    if promtool:
        done = subprocess.run([promtool, "check", "rules", str(RULES)], capture_output=True)
        assert done.returncode == 0, done.stdout
    for rule in rules_of():
        expr = rule["expr"]
        for opened, closed in ("()", "[]", "{}"):
            assert expr.count(opened) == expr.count(closed), rule["alert"]
        assert re.fullmatch(r"\d+[smhd]", rule.get("for", "1m"))


def test_the_example_asks_the_ports_of_the_settings() -> None:
    path = ROOT / "deploy" / "prometheus" / "prometheus.yml"
    jobs = yaml.safe_load(path.read_text("utf8"))["scrape_configs"]
    port = Settings().metrics_port
    targets = [t for job in jobs for s in job["static_configs"] for t in s["targets"]]
    assert targets == [f"127.0.0.1:{port + i}" for i in range(3)]
    assert all(job["job_name"].startswith("rugwijzer") for job in jobs)
