"""compose.yml is valid, safe, and starts the processes of rugwijzer/run/processes.py and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from rugwijzer.run.processes import DEFINITIONS, PROXY
from rugwijzer.run.production import command
from tests.tools import ROOT, passes, run

from . import image

COMPOSE = "deploy/compose.yml"
STORES = {"postgres", "redis"}
INNER = [n for n, d in DEFINITIONS.items() if d.port and PROXY not in d.callers]
#: Findings that are meant: a digest is known only where images are pulled; the proxy is public; the
#: name of a folder is no secret.
MEANT = {
    ("CL-0019", ""),
    ("CL-0005", "proxy"),
    *(("CL-0020", name) for name in DEFINITIONS),
}


def test_schema_of_the_compose_specification() -> None:
    passes("check-jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE)


def test_yaml_is_tidy() -> None:
    rules = "{extends: relaxed, rules: {line-length: disable}}"
    passes("yamllint", "--strict", "-d", rules, COMPOSE, "deploy/endpoints.yml")


def test_linter_finds_only_what_is_meant() -> None:
    report = json.loads(run("compose-lint", "--format", "json", COMPOSE).stdout)
    rows = report["findings"] if isinstance(report, dict) else report
    found = {(f["rule_id"], f["service"]) for f in rows}
    unmeant = {f for f in found if f not in MEANT and (f[0], "") not in MEANT}
    assert found and not unmeant


@pytest.mark.parametrize("name", DEFINITIONS)
def test_service_is_the_process(compose: dict[str, Any], name: str) -> None:
    definition, service = DEFINITIONS[name], compose["services"][name]
    # The image begins with the launcher; the container only says which process.
    assert ["python", *command(definition)[1:]] == [*image.entrypoint(), *service["command"]]
    assert service.get("entrypoint") is None
    given = [secret["source"] for secret in service["secrets"]]
    assert sorted(given) == sorted(definition.secrets)
    check = service["healthcheck"]
    if definition.ready:
        assert check["test"] == ["CMD", *image.entrypoint(), "--check", name]
    else:
        assert check["disable"] is True
    assert service["environment"]["RUGWIJZER_ENV"] == "production"


def test_worker_can_write_the_weekly_report(compose: dict[str, Any]) -> None:
    worker = compose["services"]["worker"]
    reports = Path(worker["environment"]["RUGWIJZER_REPORT_DIR"])
    [volume] = [v for v in worker["volumes"] if v["type"] == "volume"]
    assert Path(volume["target"]) == reports.parent
    assert volume["source"] in compose["volumes"] and not volume.get("read_only")
    # A fresh volume takes over the owner and the mode of the folder in the image.
    made = " ".join(image.stages()[image.STAGE])
    assert f"install -d -m 700 -o rugwijzer -g rugwijzer {volume['target']} " in made + " "


def test_there_is_no_other_service_of_this_image(compose: dict[str, Any]) -> None:
    ours = {n for n, s in compose["services"].items() if s["image"].startswith("rugwijzer:")}
    assert ours == set(DEFINITIONS)


def test_addresses_are_those_of_the_table(compose: dict[str, Any]) -> None:
    environment = compose["services"]["gateway"]["environment"]
    assert environment["RUGWIJZER_ENGINE_URL"] == f"http://engine:{DEFINITIONS['engine'].port}"
    actions = f"http://actions:{DEFINITIONS['actions'].port}/webhook"
    assert environment["RUGWIJZER_ACTION_URL"] == actions
    proxy = compose["services"]["proxy"]
    assert proxy["environment"]["GATEWAYS"] == f"gateway:{DEFINITIONS['gateway'].port}"
    assert proxy["environment"]["PORTALS"] == f"portal:{DEFINITIONS['portal'].port}"
    address = proxy["networks"]["edge"]["ipv4_address"]
    assert environment["RUGWIJZER_TRUSTED_PROXIES"] == address


def test_only_the_proxy_has_a_port_on_the_server(compose: dict[str, Any]) -> None:
    assert {n for n, s in compose["services"].items() if s.get("ports")} == {PROXY}


@pytest.mark.parametrize("name", INNER)
def test_inner_process_shares_a_network_with_its_callers_only(
    compose: dict[str, Any], name: str
) -> None:
    services, networks = compose["services"], compose["networks"]
    own = set(services[name]["networks"])
    # What it calls itself (the engine its actions) is a neighbour too, and cannot be told apart here.
    called = {d.id for d in DEFINITIONS.values() if name in d.callers}
    near = {n for n, s in services.items() if n != name and own & set(s["networks"])}
    assert near - STORES - called == set(DEFINITIONS[name].callers)
    assert all(networks[network].get("internal") for network in own)


def test_nothing_runs_as_root_of_ours_or_writes_to_its_image(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["mem_limit"] and service["cpus"] and service["pids_limit"], name
        assert service["restart"] == "unless-stopped", name


def test_secrets_are_files_outside_git(compose: dict[str, Any]) -> None:
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert {"deploy/geheimen/", "deploy/.env", "deploy/backups/"} <= set(ignored)
    assert all("/geheimen/" in secret["file"] for secret in compose["secrets"].values())
    texts = (ROOT / COMPOSE).read_text() + (ROOT / "deploy/voorbeeld.env").read_text()
    assert not re.search(r"(?i)(password|secret|token|key): *[\"']?[\w-]{12,}", texts)


def test_images_have_whole_versions() -> None:
    tags = re.findall(r"image: (?:&\S+ )?([a-z]\S+:[\w.-]+)$", (ROOT / COMPOSE).read_text(), re.M)
    assert len(tags) == 3
    assert all(re.search(r":\d+\.\d+(\.\d+)?-", tag) for tag in tags)
