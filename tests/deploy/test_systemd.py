"""The units start the processes of rugwijzer/run/processes.py, verified by systemd where it is."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from rugwijzer.run.processes import DEFINITIONS, PROXY
from rugwijzer.run.production import command
from tests.tools import ROOT

UNITS = ROOT / "deploy" / "systemd"
INSTALLED = "/opt/rugwijzer"
NAMES = [*(f"rugwijzer@{name}.service" for name in DEFINITIONS), "rugwijzer-backup.service"]
#: Tenths of systemd's own scale from 0 to 10. What is left: the internet for gateway and worker, and
#: system calls of scheduling.
MOST_EXPOSED = 18


def values(unit: str) -> dict[str, list[str]]:
    """The lines of a unit and its drop-ins, by key."""
    template = UNITS / f"{unit.partition('@')[0]}@.service" if "@" in unit else UNITS / unit
    found: dict[str, list[str]] = {}
    for path in [template, *sorted((UNITS / f"{unit}.d").glob("*.conf"))]:
        for line in path.read_text().splitlines():
            key, sep, value = line.partition("=")
            if sep and not line.startswith("#"):
                found.setdefault(key, []).append(value)
    return found


@pytest.mark.parametrize("name", DEFINITIONS)
def test_unit_is_the_process(name: str) -> None:
    definition, unit = DEFINITIONS[name], values(f"rugwijzer@{name}.service")
    python = f"{INSTALLED}/.venv/bin/python"
    assert [unit["ExecStart"][0].replace("%i", name)] == [
        " ".join([python, *command(definition)[1:]])
    ]
    folder = "/etc/rugwijzer/geheimen"
    assert sorted(unit["LoadCredential"]) == sorted(f"{s}:{folder}/{s}" for s in definition.secrets)
    environment = dict(line.partition("=")[::2] for line in unit["Environment"])
    assert environment["RUGWIJZER_ENV"] == "production"
    assert environment["RUGWIJZER_SECRETS_DIR"] == "%d"
    assert environment["RUGWIJZER_HOST"] == "127.0.0.1"
    engine, actions = DEFINITIONS["engine"].port, DEFINITIONS["actions"].port
    assert environment["RUGWIJZER_ENGINE_URL"] == f"http://127.0.0.1:{engine}"
    assert environment["RUGWIJZER_ACTION_URL"] == f"http://127.0.0.1:{actions}/webhook"


def test_worker_can_write_the_weekly_report() -> None:
    unit = values("rugwijzer@worker.service")
    [folder] = unit["StateDirectory"]
    assert unit["StateDirectoryMode"] == ["0700"]
    environment = dict(line.partition("=")[::2] for line in unit["Environment"])
    assert environment["RUGWIJZER_REPORT_DIR"] == f"%S/{folder}"


def test_target_starts_every_process_and_the_backup() -> None:
    wanted = values("rugwijzer.target")["Wants"][0].split()
    assert set(wanted) == {*NAMES[:-1], "rugwijzer-backup.timer"}
    assert values("rugwijzer@gateway.service")["PartOf"] == ["rugwijzer.target"]


@pytest.mark.parametrize(
    "name", [n for n, d in DEFINITIONS.items() if d.port and PROXY not in d.callers]
)
def test_inner_process_talks_with_this_machine_only(name: str) -> None:
    unit = values(f"rugwijzer@{name}.service")
    assert unit["IPAddressDeny"] == ["any"] and unit["IPAddressAllow"] == ["localhost"]


@pytest.mark.parametrize("unit", NAMES)
def test_unit_is_hardened(unit: str) -> None:
    found = values(unit)
    for key in ("NoNewPrivileges", "DynamicUser", "PrivateTmp", "ProtectHome", "RestrictSUIDSGID"):
        assert found[key] == ["yes"], key
    assert found["ProtectSystem"] == ["strict"] and found["CapabilityBoundingSet"] == [""]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units as they would lie on a server whose /opt/rugwijzer is this folder."""
    if shutil.which("systemd-analyze") is None:
        if os.environ.get("CI"):
            pytest.fail("systemd-analyze ontbreekt (apt install systemd)")
        pytest.skip("systemd-analyze is er niet")
    folder = tmp_path / "units"
    shutil.copytree(UNITS, folder)
    for path in (p for p in folder.rglob("*") if p.is_file()):
        path.write_text(path.read_text().replace(INSTALLED, str(ROOT)))
    return folder


@pytest.mark.parametrize("unit", [*NAMES, "rugwijzer-backup.timer", "rugwijzer.target"])
def test_systemd_understands_the_unit(installed: Path, unit: str) -> None:
    ended = _analyze("verify", "--man=no", str(installed / unit), folder=installed)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("unit", NAMES)
def test_systemd_calls_the_unit_closed(installed: Path, unit: str) -> None:
    limit = f"--threshold={MOST_EXPOSED}"
    # Without the instance's path, because the drop-ins lie beside the template.
    ended = _analyze("security", "--offline=yes", limit, str(installed / unit), folder=installed)
    assert ended.returncode == 0, ended.stdout[-300:]


def _analyze(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", "--no-pager", *arguments],
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{folder}:"},
        capture_output=True,
        text=True,
    )
