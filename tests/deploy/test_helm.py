"""The chart renders to valid Kubernetes objects that run the processes of rugwijzer/run/processes.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from rugwijzer.gateway.whatsapp.webhooks import MAX_DELIVERY
from rugwijzer.run.processes import DEFINITIONS, PROXY, PUBLIC_PATHS
from tests.tools import ROOT, passes, run

CHART = "deploy/helm/rugwijzer"
RELEASE = "kliniek"
VALUES = ("--set", "host=rug.praktijk.nl,existingSecret=rugwijzer")
#: With everything that makes more objects.
ALL = (*VALUES, "--set", "settings.RUGWIJZER_REPORT=cijfers")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("helm") / "all.yaml"
    path.write_text(passes("helm", "template", RELEASE, CHART, *ALL))
    return path


@pytest.fixture(scope="module")
def objects(rendered: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Every object by kind and name without the release."""
    found = [o for o in yaml.safe_load_all(rendered.read_text()) if o]
    return {(o["kind"], o["metadata"]["name"].removeprefix(f"{RELEASE}-")): o for o in found}


def test_chart_lints() -> None:
    passes("helm", "lint", CHART, "--strict", *VALUES)
    passes("helm", "lint", CHART, "--strict", *ALL)


@pytest.mark.parametrize("missing", ["host", "existingSecret"])
def test_chart_without_host_or_secret_says_what_is_missing(missing: str) -> None:
    other = {"host": "existingSecret=s", "existingSecret": "host=rug.praktijk.nl"}[missing]
    ended = run("helm", "template", RELEASE, CHART, "--set", other)
    assert ended.returncode != 0
    assert f"{missing}: the" in ended.stderr


@pytest.mark.parametrize("version", ["1.29", "1.34"])
def test_objects_are_valid(rendered: Path, version: str) -> None:
    passes("kubernetes-validate", "--strict", "--no-warn", "-k", version, str(rendered))


def test_every_process_has_its_objects(objects: dict[tuple[str, str], dict[str, Any]]) -> None:
    def names(kind: str) -> set[str]:
        return {name for found, name in objects if found == kind}

    assert names("Deployment") == set(DEFINITIONS)
    assert names("PodDisruptionBudget") == set(DEFINITIONS)
    assert names("NetworkPolicy") == set(DEFINITIONS)
    assert names("Service") == {d.id for d in DEFINITIONS.values() if d.port}
    assert {"gateway", "engine"} <= names("HorizontalPodAutoscaler")
    assert not names("Secret")
    assert all(o["spec"]["type"] == "ClusterIP" for (k, _), o in objects.items() if k == "Service")


@pytest.mark.parametrize("name", DEFINITIONS)
def test_deployment_is_the_process(
    objects: dict[tuple[str, str], dict[str, Any]], name: str
) -> None:
    definition = DEFINITIONS[name]
    pod = objects["Deployment", name]["spec"]["template"]["spec"]
    [container] = pod["containers"]
    # The image begins with the launcher.
    assert container["args"] == [name] and "command" not in container
    [volume] = [v["secret"] for v in pod["volumes"] if "secret" in v]
    assert sorted(item["key"] for item in volume["items"]) == sorted(definition.secrets)
    ports = [p["containerPort"] for p in container.get("ports", [])]
    assert ports == ([definition.port] if definition.port else [])
    assert pod["securityContext"]["runAsNonRoot"] and pod["securityContext"]["runAsUser"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["automountServiceAccountToken"] is False
    if definition.alive:
        assert container["livenessProbe"]["httpGet"]["path"] == definition.alive
        asked = container["readinessProbe"]
        own = ["python", "-m", "rugwijzer.run", "--check", name]
        path = asked.get("httpGet", {}).get("path")
        assert path == definition.ready or asked["exec"]["command"] == own


@pytest.mark.parametrize("name", DEFINITIONS)
def test_only_callers_get_through_the_network_policy(
    objects: dict[tuple[str, str], dict[str, Any]], name: str
) -> None:
    policy = objects["NetworkPolicy", name]["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    assert policy["podSelector"]["matchLabels"]["app.kubernetes.io/component"] == name
    peers = [peer for rule in policy["ingress"] for peer in rule["from"]]
    pods = {
        p["podSelector"]["matchLabels"]["app.kubernetes.io/component"]
        for p in peers
        if "podSelector" in p
    }
    others = [p for p in peers if "podSelector" not in p]
    assert pods == set(DEFINITIONS[name].callers) - {PROXY}
    assert bool(others) == (PROXY in DEFINITIONS[name].callers)
    # And each caller is let out to it.
    for caller in pods:
        out = objects["NetworkPolicy", caller]["spec"]["egress"]
        ports = [
            rule["ports"][0]["port"]
            for rule in out
            for to in rule["to"]
            if to.get("podSelector", {}).get("matchLabels", {}).get("app.kubernetes.io/component")
            == name
        ]
        assert ports == [DEFINITIONS[name].port]


def test_rasa_and_the_actions_cannot_reach_the_internet(
    objects: dict[tuple[str, str], dict[str, Any]],
) -> None:
    for name in ("engine", "actions"):
        policy = objects["NetworkPolicy", name]["spec"]
        blocks = [
            to["ipBlock"]["cidr"]
            for rule in policy["egress"]
            for to in rule["to"]
            if "ipBlock" in to
        ]
        assert "0.0.0.0/0" not in blocks


def test_ingress_passes_the_public_paths_only(
    objects: dict[tuple[str, str], dict[str, Any]],
) -> None:
    passed: dict[str, set[str]] = {}
    for name in (RELEASE, "webhooks"):
        ingress = objects["Ingress", name]["spec"]
        assert ingress["tls"][0]["hosts"] == ["rug.praktijk.nl"]
        assert "defaultBackend" not in ingress
        for path in ingress["rules"][0]["http"]["paths"]:
            service = path["backend"]["service"]["name"].removeprefix(f"{RELEASE}-")
            star = {"Prefix": "*", "Exact": ""}[path["pathType"]]
            assert path["path"].startswith("/webhooks/") is (name == "webhooks")
            passed.setdefault(service, set()).add(path["path"] + star)
    assert passed == {name: set(paths) for name, paths in PUBLIC_PATHS.items()}


def test_only_the_webhooks_take_a_whole_delivery(
    objects: dict[tuple[str, str], dict[str, Any]],
) -> None:
    size = "nginx.ingress.kubernetes.io/proxy-body-size"
    plain, hooks = (
        objects["Ingress", name]["metadata"]["annotations"] for name in (RELEASE, "webhooks")
    )
    assert (plain[size], hooks[size]) == ("256k", f"{MAX_DELIVERY // 2**20}m")
    # In all else they are alike: they lead to the same pods.
    assert {k: v for k, v in plain.items() if k != size} == {
        k: v for k, v in hooks.items() if k != size
    }


@pytest.mark.parametrize("name", [RELEASE, "webhooks"])
def test_the_ingress_keeps_no_log_and_gives_no_cookie(
    objects: dict[tuple[str, str], dict[str, Any]], name: str
) -> None:
    said = objects["Ingress", name]["metadata"]["annotations"]
    said = {key.removeprefix("nginx.ingress.kubernetes.io/"): said[key] for key in said}
    assert said["enable-access-log"] == "false"
    # What keeps a patient with one gateway, as `client_ip_hash` does in the Caddyfile.
    assert said["upstream-hash-by"] == "$remote_addr"
    assert [key for key in said if "cookie" in key or key.startswith("affinity")] == []


def test_worker_can_write_the_weekly_report_when_it_is_on(
    objects: dict[tuple[str, str], dict[str, Any]],
) -> None:
    claim = objects["PersistentVolumeClaim", "reports"]
    # Any of its copies may write it.
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
    for name in DEFINITIONS:
        pod = objects["Deployment", name]["spec"]["template"]["spec"]
        [container] = pod["containers"]
        mounts = {m["name"]: m["mountPath"] for m in container["volumeMounts"]}
        assert ("reports" in mounts) is (name == "worker")
        if name == "worker":
            [volume] = [v for v in pod["volumes"] if v["name"] == "reports"]
            assert volume["persistentVolumeClaim"]["claimName"] == f"{RELEASE}-reports"
            # Below the mount, which belongs to root: the report's folder is closed by its owner.
            folder = objects["ConfigMap", "settings"]["data"]["RUGWIJZER_REPORT_DIR"]
            assert str(Path(folder).parent) == mounts["reports"]


def test_without_a_report_there_is_no_volume() -> None:
    text = passes("helm", "template", RELEASE, CHART, *VALUES)
    assert "PersistentVolumeClaim" not in text and "name: reports" not in text


def test_scaling_keeps_two_of_what_patients_wait_for(
    objects: dict[tuple[str, str], dict[str, Any]],
) -> None:
    for name in ("gateway", "engine", "actions"):
        spec = objects["HorizontalPodAutoscaler", name]["spec"]
        assert spec["minReplicas"] >= 2 and spec["maxReplicas"] > spec["minReplicas"]
        # Its number is the autoscaler's; a fixed one would fight with it.
        assert "replicas" not in objects["Deployment", name]["spec"]


def test_values_are_tidy() -> None:
    rules = "{extends: relaxed, rules: {line-length: disable}}"
    passes("yamllint", "--strict", "-d", rules, f"{CHART}/values.yaml", f"{CHART}/Chart.yaml")
    assert (ROOT / CHART / "templates").is_dir()
