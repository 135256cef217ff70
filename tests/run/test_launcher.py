"""The launcher: secrets from files, a clear refusal, and the command of the table."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rugwijzer.run import launcher
from rugwijzer.run.processes import DEFINITIONS, ENDPOINTS, ENGINE, GATEWAY, WORKER
from rugwijzer.settings import SettingsError
from tests.conftest import ROOT, free_port

PRODUCTION = {"RUGWIJZER_ENV": "production"}


def filled(folder: Path, *names: str) -> dict[str, str]:
    for name in names:
        (folder / name).write_text(f"waarde-van-{name}\n")
    return {**PRODUCTION, "RUGWIJZER_SECRETS_DIR": str(folder)}


def test_secret_is_read_from_its_file_without_the_newline(tmp_path: Path) -> None:
    environ = filled(tmp_path, *ENGINE.secrets)
    found = launcher.with_secrets(ENGINE.secrets, environ)
    assert found["RUGWIJZER_ENGINE_SECRET"] == "waarde-van-engine_secret"


def test_variable_beside_an_empty_file_or_none_is_taken(tmp_path: Path) -> None:
    for names in ((), ("secret",)):
        environ = filled(tmp_path, *names) | {"RUGWIJZER_SECRET": "uit de omgeving"}
        for name in names:
            (tmp_path / name).write_text("\n")
        assert launcher.with_secrets(["secret"], environ)["RUGWIJZER_SECRET"] == "uit de omgeving"


@pytest.mark.parametrize("value", ["uit de omgeving", "waarde-van-store_keys"])
def test_variable_beside_a_file_is_refused(tmp_path: Path, value: str) -> None:
    environ = filled(tmp_path, "store_keys") | {"RUGWIJZER_STORE_KEYS": value}
    with pytest.raises(
        SettingsError, match=r"RUGWIJZER_STORE_KEYS .* bestand store_keys"
    ) as caught:
        launcher.with_secrets(["store_keys"], environ)
    assert value not in str(caught.value)
    # What this process does not get is no business of it.
    assert launcher.with_secrets(["secret"], environ | {"RUGWIJZER_SECRET": "x"})


def test_process_gets_no_secret_that_is_not_its_own(tmp_path: Path) -> None:
    environ = filled(tmp_path, *GATEWAY.secrets, *WORKER.secrets)
    assert "RUGWIJZER_LOOKUP_KEY" not in launcher.with_secrets(ENGINE.secrets, environ)


@pytest.mark.parametrize("name", DEFINITIONS)
def test_production_without_a_secret_names_it(tmp_path: Path, name: str) -> None:
    needed = [s for s in DEFINITIONS[name].secrets if s not in launcher.OPTIONAL_SECRETS]
    for missing in needed:
        environ = filled(tmp_path, *needed)
        (tmp_path / missing).write_text(" \n")
        with pytest.raises(SettingsError, match=f"RUGWIJZER_{missing.upper()} ontbreekt"):
            launcher.with_secrets(DEFINITIONS[name].secrets, environ)


def test_optional_secret_may_be_empty_or_absent(tmp_path: Path) -> None:
    needed = [s for s in GATEWAY.secrets if s not in launcher.OPTIONAL_SECRETS]
    found = launcher.with_secrets(GATEWAY.secrets, filled(tmp_path, *needed))
    assert found["RUGWIJZER_DESK_SECRET"] == ""


def test_engine_uses_the_endpoints_of_its_place(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(launcher, "MODEL", "README.md")
    environ = filled(tmp_path, *ENGINE.secrets)
    assert ENDPOINTS in launcher.prepare(ENGINE, environ)[0]
    assert "endpoints.yml" in launcher.prepare(ENGINE, {})[0]


def test_engine_without_a_model_says_so(monkeypatch) -> None:
    monkeypatch.setattr(launcher, "MODEL", "models/is-er-niet.tar.gz")
    with pytest.raises(SettingsError, match="ontbreekt"):
        launcher.prepare(ENGINE, {})


def test_rasa_never_listens_on_all_addresses_by_itself() -> None:
    command, _ = launcher.prepare(ENGINE, {"RUGWIJZER_ENV": "laptop"})
    assert command[command.index("-i") + 1] == "127.0.0.1"
    assert launcher.prepare(DEFINITIONS["actions"], {})[1]["SANIC_HOST"] == "127.0.0.1"


def test_launcher_ends_with_the_name_of_what_is_missing_and_no_value(tmp_path: Path) -> None:
    environ = filled(tmp_path, "engine_secret")
    ended = subprocess.run(
        [sys.executable, "-m", "rugwijzer.run", "engine"],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 2
    assert "RUGWIJZER_WORKER_SECRET ontbreekt" in ended.stderr
    assert "waarde-van" not in ended.stderr and "Traceback" not in ended.stderr


def test_launcher_becomes_the_process_with_its_arguments(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "rugwijzer.run", "store", "nieuwe-sleutel"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0 and len(ended.stdout.strip()) == 44


def test_report_is_a_command_with_its_one_secret(tmp_path: Path) -> None:
    environ = filled(tmp_path, "tracker_url")
    command, found = launcher.prepare(launcher.KNOWN["report"], environ)
    assert command[-1] == "rugwijzer.report"
    assert found["RUGWIJZER_TRACKER_URL"] == "waarde-van-tracker_url"


def test_check_of_what_does_not_run_is_no() -> None:
    assert not launcher.ready(GATEWAY, {}, free_port())
